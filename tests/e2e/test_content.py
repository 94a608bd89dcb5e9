"""The newsroom adds pages and documents, removes articles and corrects them, from the chat."""

import gzip
import io
import json
import zipfile
from collections.abc import AsyncIterator

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import BadRequest
from bot.playground.messages import Message, User
from bot.services.bot import BotServices
from bot.settings import Settings
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers.render.staff import role_needed
from tests.bot.feeds.documents import full, rss
from tests.bot.fetching.sites import Site, open_site

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
LANDED = "Perahu nelayan Sinta Wijaya mendarat di Pantai Cempaka dengan tiga ton ikan cakalang."
PAGE = f"""<!doctype html><html lang="id"><head><title>Panen cakalang di Cempaka</title>
<meta property="og:site_name" content="Warta <Pesisir>">
<meta property="article:published_time" content="2026-03-01T08:00:00+07:00"></head>
<body><article><h1>Panen cakalang di Cempaka</h1><p>{LANDED} Harga ikan di pasar lelang naik.</p>
<p>Menurut petugas pelabuhan, musim cakalang masih berlangsung sampai akhir bulan depan.</p>
<p>Para pembeli datang dari tiga kabupaten dan menawar sejak pukul empat pagi di dermaga.</p>
</article></body></html>"""
NO_LANDING = "Belum ada artikel tentang Pantai Cempaka."
WHO_LANDED = "Perahu siapa yang mendarat di Pantai Cempaka?"
WHO_OPENED = "Siapa yang meresmikan Jembatan Sungai Lestari?"
ROWS = [
    {"id": "a1", "title": "Pasar apung dibuka", "text": "Pasar apung dibuka Bupati Sinta Wijaya."},
    {"id": "a2", "title": "Kosong", "text": "  "},
]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"fetch_allow": ("127.0.0.1",)})


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        site.serve("/berita", PAGE)
        yield site


async def asked(chat: Chat, person: User, words: str) -> Message:
    chat.says(person, words)
    return await chat.next_message(timeout=20)


async def report_of(chat: Chat, person: User, name: str, content: bytes) -> Message:
    """What the bot says in the end of a document."""
    chat.sends_document(person, name, content)
    started = await chat.next_message()
    assert started.text == ENGLISH.format("document_started", name=name)
    reading = ENGLISH.format("document_started", name="")[:7]
    while (edit := await chat.next_edit(20)).text.startswith(reading) or edit.text.endswith("…"):
        pass
    return edit


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


async def audit_entries(services: BotServices) -> list[tuple[str, str]]:
    found = await services.staff.audit.latest(10)
    return [(deed.action, deed.subject) for deed in found]


async def test_a_page_is_shown_as_it_was_understood_and_saved_by_a_button(
    admin_chat: Chat, admin: User, site: Site, services: BotServices
) -> None:
    draft = await asked(admin_chat, admin, f"/add {site.url('/berita')}")
    for shown in ("Panen cakalang di Cempaka", "March 1, 2026", "Warta <Pesisir>", LANDED):
        assert shown in draft.text
    assert (await asked(admin_chat, admin, WHO_LANDED)).text == NO_LANDING
    admin_chat.presses(admin, draft, ENGLISH.articles.draft_save)
    saved = await admin_chat.next_edit()
    assert saved.text == ENGLISH.format("page_added", id=5, title="Panen cakalang di Cempaka")
    assert "Sinta Wijaya" in (await asked(admin_chat, admin, WHO_LANDED)).text
    assert await audit_entries(services) == [("did_add", site.url("/berita"))]


async def test_a_page_is_saved_once_however_often_the_button_is_pressed(
    admin_chat: Chat, admin: User, site: Site, server: BotApiServer, services: BotServices
) -> None:
    draft = await asked(admin_chat, admin, f"/add {site.url('/berita')}")
    admin_chat.presses(admin, draft, ENGLISH.articles.draft_save)
    admin_chat.presses(admin, draft, ENGLISH.articles.draft_save)
    answers = [(await server.next_callback_answer()).text for _ in range(2)]
    assert sorted(answers) == ["", ENGLISH.articles.draft_gone]
    await admin_chat.next_edit()
    again = await asked(admin_chat, admin, f"/add {site.url('/berita')}")
    admin_chat.presses(admin, again, ENGLISH.articles.draft_save)
    known = ENGLISH.format("page_known", id=5, title="Panen cakalang di Cempaka")
    assert (await admin_chat.next_edit()).text == known
    assert (await services.library.status()).articles == 5


async def test_a_discarded_page_is_not_saved(
    admin_chat: Chat, admin: User, site: Site, services: BotServices
) -> None:
    draft = await asked(admin_chat, admin, f"/add {site.url('/berita')}")
    admin_chat.presses(admin, draft, ENGLISH.articles.draft_discard)
    discarded = ENGLISH.format("draft_discarded", title="Panen cakalang di Cempaka")
    assert (await admin_chat.next_edit()).text == discarded
    assert (await services.library.status()).articles == 4


IMPOSSIBLE = {
    "/add": ENGLISH.articles.add_how,
    "/add {site}/gone": "404",
    "/add {site}/empty": ENGLISH.problems.load_no_article,
    "/add ftp://example.org/": ENGLISH.format("fetch_scheme"),
    "/add http://localhost:1/": ENGLISH.format("fetch_private"),
    "/edit": ENGLISH.format("edit_how", example=3),
    "/edit 99": ENGLISH.format("article_not_found", id=99),
    "/edit 1 date: kemarin": ENGLISH.articles.edit_date_unclear,
    "/edit 1 title: ---": ENGLISH.articles.edit_empty,
    "/edit 1 Judul baru": ENGLISH.articles.edit_how_fields,
    "/edit 1 penulis: Budi": ENGLISH.articles.edit_how_fields,
    "/remove": ENGLISH.format("remove_how", example=3),
    "/remove semua": ENGLISH.format("remove_how", example=3),
    "/remove 99": ENGLISH.format("article_not_found", id=99),
}


async def test_what_cannot_be_done_is_said_and_how_to_do_it(
    admin_chat: Chat, admin: User, site: Site, services: BotServices
) -> None:
    site.serve("/empty", "<html><body></body></html>")
    for words, said in IMPOSSIBLE.items():
        assert said in (await asked(admin_chat, admin, words.replace("{site}", site.url("")))).text
    assert await audit_entries(services) == []


async def test_a_document_is_read_and_the_report_says_what_came_and_what_failed(
    admin_chat: Chat, admin: User, services: BotServices
) -> None:
    content = gzip.compress("\n".join(map(json.dumps, ROWS)).encode())
    report = await report_of(admin_chat, admin, "berita.jsonl.gz", content)
    assert report.text.startswith(ENGLISH.format("document_done", name="berita.jsonl.gz"))
    assert "Added: 1" in report.text
    assert "Removed" not in report.text
    assert "5  Pasar apung dibuka" in report.text
    assert "berita.jsonl.gz#a2: no text in it" in report.text
    assert await audit_entries(services) == [("did_import", "berita.jsonl.gz")]
    assert list(services.settings.data.glob("document-*")) == []
    admin_chat.presses(admin, report, "5")
    assert "Bupati Sinta Wijaya" in (await admin_chat.next_message()).text


async def test_two_documents_of_one_name_are_two_articles(admin_chat: Chat, admin: User) -> None:
    for number, catch in enumerate((b"kerapu", b"tongkol"), start=5):
        text = b"Nelayan Pantai Cempaka menangkap " + catch + b" sejak subuh hari ini."
        report = await report_of(admin_chat, admin, "artikel.txt", text)
        assert f"{number}  Artikel" in report.text


async def test_an_archive_is_opened_and_nothing_in_it_leads_out(
    admin_chat: Chat, admin: User, services: BotServices
) -> None:
    files = {
        "berita/panen.txt": LANDED.encode(),
        "../../keluar.txt": b"Keluar dari arsip.",
        "dalam.zip": zipped({"a.txt": b"isi"}),
    }
    report = await report_of(admin_chat, admin, "arsip.zip", zipped(files))
    assert "Added: 1" in report.text
    assert f"arsip.zip/dalam.zip: {ENGLISH.articles.load_nested_archive}" in report.text
    assert f"keluar.txt: {ENGLISH.articles.load_not_a_file}" in report.text
    assert not list(services.settings.data.parent.rglob("keluar.txt"))
    assert "Sinta Wijaya" in (await asked(admin_chat, admin, WHO_LANDED)).text


async def test_a_document_of_no_known_kind_or_of_nothing_is_said_so(
    admin_chat: Chat, admin: User
) -> None:
    report = await report_of(admin_chat, admin, "foto.exe", b"MZ")
    assert report.text.startswith(ENGLISH.format("document_nothing", name="foto.exe"))
    assert "can't read .exe" in report.text
    assert ".pdf" in report.text
    assert "kosong.txt: empty" in (await report_of(admin_chat, admin, "kosong.txt", b"")).text


async def test_what_telegram_does_not_give_is_said(
    admin_chat: Chat, admin: User, server: BotApiServer
) -> None:
    server.fail("getFile", BadRequest("file is too big"))
    report = await report_of(admin_chat, admin, "besar.csv", b"text\nisi\n")
    assert report.text == ENGLISH.format("document_failed", name="besar.csv")
    admin_chat.sends_document(admin, "raksasa.csv", bytes(20_000_001))
    refusal = ENGLISH.format("document_too_large", name="raksasa.csv", megabytes=20)
    assert (await admin_chat.next_message()).text == refusal


async def test_a_list_of_feeds_is_watched(admin_chat: Chat, admin: User, site: Site) -> None:
    site.serve("/umpan", rss(full(1)), type="application/rss+xml")
    outline = f'<outline type="rss" xmlUrl="{site.url("/umpan")}" text="Umpan"/>'
    opml = f'<opml version="2.0"><body>{outline}</body></opml>'.encode()
    report = await report_of(admin_chat, admin, "langganan.opml", opml)
    assert report.text.splitlines() == [
        "langganan.opml: 1 new feed.",
        "1 feed fetched, with 1 new article.",
    ]


async def test_a_reader_s_document_is_no_text_and_a_caption_is_a_question(
    chat: Chat, ani: User, services: BotServices
) -> None:
    chat.sends_document(ani, "berita.txt", LANDED.encode())
    assert (await chat.next_message()).text == INDONESIAN.attachments.unread_document
    chat.sends_document(ani, "berita.txt", LANDED.encode(), WHO_OPENED)
    assert "Ratna Dewi" in (await chat.next_message()).text
    assert (await services.library.status()).articles == 4


async def test_readers_are_refused(chat: Chat, ani: User, services: BotServices) -> None:
    for words in ("/add https://example.org", "/remove 1", "/edit 1 title: X"):
        assert (await asked(chat, ani, words)).text == role_needed(
            Command(words[1:].split()[0]), INDONESIAN
        )
    assert (await services.library.status()).articles == 4


async def test_a_removed_article_is_quoted_no_more_and_can_be_brought_back(
    admin_chat: Chat, admin: User, services: BotServices
) -> None:
    answer = await asked(admin_chat, admin, WHO_OPENED)
    assert "Ratna Dewi" in answer.text
    admin_chat.says(admin, "/remove", reply_to=answer)
    removed = await admin_chat.next_message()
    assert "Jembatan Sungai Lestari diresmikan" in removed.text
    await services.library.reload()
    refused = await asked(admin_chat, admin, WHO_OPENED)
    assert refused.text == "Belum ada artikel tentang Jembatan Sungai Lestari."
    # The veterinarian of the other article is a Lestari, but it is not about the bridge.
    assert [button["text"] for button in refused.buttons] == [INDONESIAN.follow]
    admin_chat.presses(admin, removed, ENGLISH.articles.undo)
    assert "is restored" in (await admin_chat.next_edit()).text
    again = await asked(admin_chat, admin, WHO_OPENED)
    assert "Ratna Dewi" in again.text
    assert again.buttons[0]["callback_data"] == answer.buttons[0]["callback_data"]
    assert [action for action, _ in await audit_entries(services)] == ["did_restore", "did_remove"]


async def test_of_several_quoted_articles_one_is_chosen(
    admin_chat: Chat, admin: User, services: BotServices
) -> None:
    latest = await asked(admin_chat, admin, "/latest")
    admin_chat.says(admin, "/remove", reply_to=latest)
    which = await admin_chat.next_message()
    assert which.text == ENGLISH.articles.remove_which
    assert len(which.buttons) == 4
    chosen = next(each["text"] for each in which.buttons if "badak" in each["text"])
    admin_chat.presses(admin, which, chosen)
    assert "Anak badak lahir" in (await admin_chat.next_message()).text
    assert (await services.library.status()).articles == 3


async def test_editors_find_a_button_under_an_article_and_readers_do_not(
    admin_chat: Chat, admin: User, chat: Chat, ani: User, server: BotApiServer
) -> None:
    for_readers = await asked(chat, ani, "/article 2")
    assert [each["text"] for each in for_readers.buttons] == []
    page = await asked(admin_chat, admin, "/article 2")
    admin_chat.presses(admin, page, ENGLISH.articles.remove)
    assert (await admin_chat.next_message()).text.startswith("Article 2 was removed")
    await server.next_callback_answer()
    admin_chat.presses(admin, page, ENGLISH.articles.remove)
    answer = await server.next_callback_answer()
    assert answer.text == ENGLISH.format("article_not_found", id=2)


async def test_a_button_needs_the_right_of_its_command(
    admin_chat: Chat, admin: User, services: BotServices, server: BotApiServer
) -> None:
    """Whoever was an editor when the button came may be none when it is pressed."""
    eda = server.user("Eda", language_code="id")
    await services.staff.appoint(Role.OWNER, eda.id, "Eda", Role.EDITOR)
    desk = server.private_chat(eda, started=True)
    page = await asked(desk, eda, "/article 1")
    await services.staff.dismiss(Role.OWNER, eda.id)
    desk.presses(eda, page, INDONESIAN.articles.remove)
    assert (await server.next_callback_answer()).text == role_needed(Command.REMOVE, INDONESIAN)
    assert (await services.library.status()).articles == 4


async def test_title_date_and_source_are_corrected_and_stay_so(
    admin_chat: Chat, admin: User, services: BotServices
) -> None:
    shown = await asked(admin_chat, admin, "/edit 2")
    assert "Jembatan Sungai Lestari diresmikan" in shown.text
    (example,) = shown.entity_texts("code")
    assert (await asked(admin_chat, admin, example)).text.startswith(
        ENGLISH.format("edit_same", id=2)
    )
    corrected = "/edit 2 judul: Jembatan <Baru>\ntanggal: 1 Maret 2026\nSource: Warta & Kabar"
    edited = await asked(admin_chat, admin, corrected)
    assert edited.text.startswith(ENGLISH.format("edit_done", id=2))
    await services.library.reload()
    answer = await asked(admin_chat, admin, WHO_OPENED)
    assert "Jembatan <Baru> · Warta & Kabar · 1 Maret 2026" in answer.text
    ((action, subject),) = await audit_entries(services)
    assert (action, subject.partition(",")[0]) == (
        "did_edit",
        "2 title Jembatan Sungai Lestari diresmikan → Jembatan <Baru>",
    )
    assert "source Harian Contoh → Warta & Kabar" in subject
