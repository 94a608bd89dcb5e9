"""Addresses and articles that people pass on: opened, found, or said not to be there."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from telegram import MessageEntity, MessageOriginHiddenUser

from bot.articles.drafts import Draft
from bot.conversation.passed_on import MAX_PAGES
from bot.errors import KutipError
from bot.model.articles import Origin
from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.editorial import AddPage, RemoveArticle, SaveDraft
from index.types import Article
from tests.bot.samples import make_article
from tests.handlers.harness import BOT, GROUP, OWNER, READER, Harness, labels, now, payloads

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
PAGE = "https://www.warta.example/berita/17/banjir-demak"
UNKNOWN = "https://lain.example/berita/1"
TEXT = (
    "Banjir merendam 12 desa di Kabupaten Demak setelah tanggul Sungai Tuntang jebol pada Selasa "
    "malam.\n\nSebanyak 4.300 warga mengungsi ke sekolah dan balai desa yang lebih tinggi.\n\n"
    "Perbaikan tanggul diperkirakan memakan waktu sepuluh hari, kata Kepala Balai Besar Wilayah "
    "Sungai Pemali Juana.\n\nBupati meminta warga tidak kembali sebelum air surut. Dapur umum "
    "dibuka di tiga kecamatan, dan bantuan obat datang dari provinsi sejak Rabu pagi."
)
COPY = TEXT.replace("Sebanyak 4.300 warga", "Ada 4.300 orang").replace("Rabu pagi", "Rabu")
OTHER = (
    "Festival layang-layang di Pantai Padang Galak dibuka pekan ini dengan parade budaya. "
    "Ratusan peserta dari dua belas negara datang membawa layang-layang tradisional. "
    "Panitia menyiapkan lapangan parkir, warung makan dan panggung musik bagi pengunjung. "
    "Penutupan direncanakan hari Minggu dengan lomba layang-layang malam berlampu yang dinilai "
    "oleh para seniman dari berbagai daerah dan disiarkan langsung oleh stasiun radio setempat."
)


@pytest.fixture
async def flood(harness: Harness) -> AsyncIterator[Article]:
    library = harness.services.library
    found = make_article("a", TEXT, "Banjir Merendam 12 Desa di Demak")
    copy = make_article("b", COPY, "Dua Belas Desa di Demak Terendam")
    await library.ingest(
        [replace(found, url=PAGE, date=date(2026, 5, 26)), copy], origin=Origin.ADDED
    )
    article = await library.at_address(PAGE)
    assert article is not None
    yield article


@pytest.mark.parametrize(
    "message",
    [
        PAGE,
        "www.warta.example/berita/17/banjir-demak",
        f"apa isi {PAGE}?utm_source=wa",
        "https://m.warta.example/berita/17/banjir-demak/amp#x",
        f"Banjir merendam 12 desa di Demak {PAGE}",
        f"halo min, {PAGE}",
        f"parah banget ini wkwk {PAGE}",
        f"/ask {PAGE}",
        f"/article {PAGE}",
    ],
)
async def test_a_known_address_opens_its_article(
    harness: Harness, flood: Article, message: str
) -> None:
    outcome = await harness.says(message)
    assert outcome.text.startswith(flood.title)
    assert "4.300 warga" in outcome.text
    assert RemoveArticle(flood.id) not in payloads(outcome.reply)
    assert RemoveArticle(flood.id) in payloads((await harness.says(message, OWNER)).reply)


async def test_an_unknown_address_is_said_not_to_be_there(harness: Harness) -> None:
    outcome = await harness.says(f"https://budi:rahasia@{UNKNOWN.removeprefix('https://')}")
    assert outcome.text == ENGLISH.format("page_unknown", address="lain.example/berita/1")
    assert not outcome.reply.keyboard
    assert (await harness.says(f"/article {UNKNOWN}")).text == outcome.text


async def test_who_may_add_pages_is_offered_to(
    harness: Harness, flood: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []

    async def fetch(url: str) -> Draft:
        fetched.append(url)
        return Draft(7, replace(flood, id=0))

    drafts = type(harness.services.drafts)
    monkeypatch.setattr(drafts, "fetch", lambda _, url: fetch(url))
    asked = harness.message(f"{PAGE} {UNKNOWN}", OWNER)
    outcome = await harness.update(message=asked)
    assert payloads(outcome.reply) == [ReadArticle(flood.id), AddPage(1)]
    pressed = await harness.presses(AddPage(1), OWNER, outcome.reply, reply_to_message=asked)
    assert pressed.notice == ENGLISH.conversation.page_fetching
    await harness.finish()
    assert fetched == [UNKNOWN]
    assert SaveDraft(7) in payloads(harness.messenger.sent[-1][1])


async def test_a_page_that_cannot_be_fetched_is_explained(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch(_: object, __: str) -> Draft:
        raise KutipError("fetch_address")

    monkeypatch.setattr(type(harness.services.drafts), "fetch", fetch)
    asked = harness.message(UNKNOWN, OWNER)
    await harness.presses(AddPage(0), OWNER, reply_to_message=asked)
    await harness.finish()
    assert ENGLISH.format("fetch_address") in str(harness.messenger.sent[-1][1].html)


async def test_a_reader_s_press_fetches_nothing(harness: Harness) -> None:
    asked = harness.message(UNKNOWN, READER)
    outcome = await harness.presses(AddPage(0), READER, reply_to_message=asked)
    assert outcome.notice != ENGLISH.conversation.page_fetching
    for number in (0, 5):
        outcome = await harness.presses(AddPage(number), OWNER)
        assert outcome.notice == ENGLISH.stale_button


async def test_several_addresses_are_each_said_and_bounded(
    harness: Harness, flood: Article
) -> None:
    others = [f"{UNKNOWN}{number}" for number in range(9)]
    outcome = await harness.says("\n".join([PAGE, *others]))
    lines = outcome.text.splitlines()
    assert lines[0] == ENGLISH.format("page_there", title=flood.title)
    assert lines[1:MAX_PAGES] == [
        ENGLISH.format("page_unknown", address=f"lain.example/berita/1{number}")
        for number in range(MAX_PAGES - 1)
    ]
    assert lines[MAX_PAGES:] == [ENGLISH.format("pages_left", count=10 - MAX_PAGES)]
    assert payloads(outcome.reply) == [ReadArticle(flood.id)]


async def test_an_address_behind_words_is_opened(harness: Harness, flood: Article) -> None:
    entity = MessageEntity(MessageEntity.TEXT_LINK, 0, 4, url=f"{PAGE}?fbclid=1")
    outcome = await harness.says("baca di sini", entities=[entity])
    assert outcome.text.startswith(flood.title)


async def test_a_question_beside_an_address_is_answered(harness: Harness, flood: Article) -> None:
    outcome = await harness.says(f"Siapa yang membuka jembatan? {UNKNOWN}")
    assert "Ratna Dewi" in outcome.text
    assert UNKNOWN not in outcome.text
    assert "Ratna Dewi" in (await harness.says(f"Siapa yang membuka jembatan? {PAGE}")).text


async def test_a_question_without_an_answer_leaves_its_address_opened(
    harness: Harness, flood: Article
) -> None:
    question = "Siapa penemu mesin ketik listrik di Brasil?"
    assert (await harness.says(f"{question} {PAGE}")).text.startswith(flood.title)
    assert (await harness.says(f"{question} {UNKNOWN}")).text == (await harness.says(question)).text


async def test_a_link_changes_neither_the_reader_s_nor_the_group_s_language(
    harness: Harness, flood: Article
) -> None:
    link = "https://lain.example/berita/apa-yang-terjadi-dengan-banjir-di-kota-ini-dan-mengapa"
    assert (await harness.says(link)).text.startswith("Not in")
    for _ in range(5):
        await harness.says(f"@{BOT.username} {link}", chat=GROUP, entities=[mention()])
    outcome = await harness.says(f"@{BOT.username} {link}", chat=GROUP, entities=[mention()])
    assert outcome.text.startswith("Not in")
    assert await harness.services.alerts.chats.language(GROUP.id) is None


async def test_in_a_group_only_addressed_links_are_looked_up(
    harness: Harness, flood: Article
) -> None:
    assert not (await harness.says(PAGE, chat=GROUP)).sent
    linked = harness.message(PAGE, chat=GROUP)
    outcome = await harness.says(
        f"@{BOT.username}", chat=GROUP, entities=[mention()], reply_to_message=linked
    )
    assert outcome.text.startswith(flood.title)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (TEXT, {}),
        (TEXT[:260], {"forward_origin": MessageOriginHiddenUser(now(), "Budi")}),
        (f"Banjir Demak\n\n{TEXT[40:]}\n\n{UNKNOWN}", {}),
        ("", {"caption": TEXT, "photo": ()}),
    ],
)
async def test_a_pasted_article_finds_itself_and_its_copy(
    harness: Harness, flood: Article, text: str, more: dict[str, Any]
) -> None:
    outcome = await harness.says(text, **more)
    assert outcome.text.splitlines()[0] == ENGLISH.format("passage_known", title=flood.title)
    assert labels(outcome.reply)[0] == f"📖 {flood.title} · {ENGLISH.day(date(2026, 5, 26))}"
    assert payloads(outcome.reply)[0] == ReadArticle(flood.id)
    assert len(payloads(outcome.reply)) == 2


async def test_an_article_that_is_not_there_is_said_so(harness: Harness, flood: Article) -> None:
    outcome = await harness.says(OTHER)
    assert outcome.text == ENGLISH.conversation.passage_unknown
    assert not outcome.reply.keyboard


async def test_a_long_question_is_answered_if_no_article_is_like_it(
    harness: Harness, flood: Article
) -> None:
    outcome = await harness.says(f"{OTHER} Siapa yang membuka jembatan?")
    assert outcome.text != ENGLISH.conversation.passage_unknown
    origin = MessageOriginHiddenUser(now(), "Budi")
    outcome = await harness.says("Siapa yang membuka jembatan?", forward_origin=origin)
    assert "Ratna Dewi" in outcome.text


async def test_huge_and_hostile_messages_get_one_reply(harness: Harness) -> None:
    entities = [MessageEntity(MessageEntity.TEXT_LINK, 0, 1, url=UNKNOWN)] * 3000
    for text in (
        "a" * 4096,
        "x",
        ("\u202e" + UNKNOWN + "\u2066 ") * 60,
        "javascript:alert(1) http://[::1]/a http://xn--bcher-kva.example/a",
    ):
        outcome = await harness.says(text, entities=entities if text == "x" else ())
        assert len(outcome.sent) == 1
        assert not {"\u202e", "\u2066"} & set(outcome.text)


def mention() -> MessageEntity:
    return MessageEntity(MessageEntity.MENTION, 0, len(BOT.username or "") + 1)
