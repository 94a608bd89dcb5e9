"""Pages and documents that the newsroom adds."""

from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Document

from bot.feeds import first_polls
from bot.model.interface_language import InterfaceLanguage
from bot.services.bot import BotServices
from bot.settings import Settings
from bot.texts import texts_for
from handlers.callback_data.editorial import DiscardDraft, SaveDraft
from handlers.telegram.files import LOCAL_MAX_BYTES, MAX_BYTES
from tests.bot.feeds.documents import full, rss
from tests.bot.fetching.sites import open_site
from tests.handlers.harness import OWNER, Harness, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
LANDED = "Perahu nelayan Sinta Wijaya mendarat di Pantai Cempaka dengan tiga ton ikan cakalang."
PAGE = f"""<html lang="id"><head><title>Panen cakalang</title></head><body><article>
<h1>Panen cakalang</h1><p>{LANDED} Harga ikan di pasar lelang naik.</p>
<p>Menurut petugas pelabuhan, musim cakalang masih berlangsung sampai akhir bulan depan.</p>
<p>Para pembeli datang dari tiga kabupaten dan menawar sejak pukul empat pagi di dermaga.</p>
</article></body></html>"""


@pytest.fixture
def is_local() -> bool:
    """Whether files come by their paths, as they do of the harness."""
    return True


@pytest.fixture
def settings(settings: Settings, is_local: bool) -> Settings:
    return settings.model_copy(update={"fetch_allow": ("127.0.0.1",), "api_local": is_local})


async def audited(services: BotServices) -> list[str]:
    return [entry.action for entry in await services.staff.audit.latest(10)]


async def test_a_page_is_shown_and_then_saved_or_discarded(harness: Harness) -> None:
    async with open_site() as site:
        site.serve("/a", PAGE)
        shown = await harness.says(f"/add {site.url('/a')}", OWNER)
        assert "Panen cakalang" in shown.text
        save, discard = payloads(shown.reply)
        assert isinstance(save, SaveDraft)
        assert isinstance(discard, DiscardDraft)
        saved = await harness.presses(save, OWNER, under=shown.reply)
        assert saved.edited
        assert (await harness.services.library.status()).articles == 5
        gone = await harness.presses(discard, OWNER, under=shown.reply)
        assert gone.notice == ENGLISH.articles.draft_gone
        other = await harness.says(f"/add {site.url('/a')}", OWNER)
        discarded = await harness.presses(payloads(other.reply)[1], OWNER, under=other.reply)
        assert discarded.text == ENGLISH.format("draft_discarded", title="Panen cakalang")
    assert await audited(harness.services) == ["did_add"]


async def test_an_address_is_needed(harness: Harness) -> None:
    assert (await harness.says("/add", OWNER)).text == ENGLISH.articles.add_how
    assert (await harness.says("/add ftp://x", OWNER)).text != ENGLISH.articles.add_how


def document(harness: Harness, name: str, path: Path | None = None, size: int = 1) -> Document:
    """A document whose content Telegram has if there is a path."""
    if path:
        harness.known.files["file"] = path
    document = Document("file", "unique", file_name=name, file_size=size)
    document.set_bot(harness.bot)
    return document


@pytest.mark.parametrize(
    "media_type", ["application/rss+xml; charset=utf-8", "text/xml", "application/xml", "text/html"]
)
async def test_a_feed_is_no_page_and_is_offered_to_be_watched(
    harness: Harness, media_type: str
) -> None:
    async with open_site() as site:
        site.serve("/rss", rss(full(1)), type=media_type)
        said = await harness.says(f"/add {site.url('/rss')}", OWNER)
        assert said.text == ENGLISH.format("page_is_feed", url=site.url("/rss"))
        assert f"/feed {site.url('/rss')}" in said.text


async def test_a_document_becomes_articles(harness: Harness, tmp_path: Path) -> None:
    (path := tmp_path / "file").write_text(f"Title: Panen\n\n{LANDED}\n", "utf-8")
    await harness.says(by=OWNER, document=document(harness, "panen.txt", path))
    await harness.finish()
    started, done = harness.messenger.sent[0][1], harness.messenger.edited[-1][1]
    assert text_of(started) == ENGLISH.format("document_started", name="panen.txt")
    assert ENGLISH.format("document_done", name="panen.txt") in text_of(done)
    assert (await harness.services.library.status()).articles == 5
    assert await audited(harness.services) == ["did_import"]


async def test_a_list_of_feeds_is_watched(
    harness: Harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_polls, "TIMEOUT", timedelta(0))  # nobody polls here
    opml = '<opml version="2.0"><body><outline xmlUrl="https://example.org/f"/></body></opml>'
    (path := tmp_path / "file").write_text(opml, "utf-8")
    await harness.says(by=OWNER, document=document(harness, "umpan.OPML", path))
    await harness.finish()
    said = text_of(harness.messenger.edited[-1][1])
    assert said.splitlines() == [
        "umpan.OPML: 1 new feed.",
        "1 feed is still being fetched; see /feeds.",
    ]


async def test_a_document_that_telegram_does_not_give_out_is_explained(harness: Harness) -> None:
    await harness.says(by=OWNER, document=document(harness, "x.txt"))
    await harness.finish()
    said = text_of(harness.messenger.edited[-1][1])
    assert said == ENGLISH.format("document_failed", name="x.txt")
    assert await audited(harness.services) == []


async def test_a_list_that_cannot_be_read_is_explained(harness: Harness, tmp_path: Path) -> None:
    (path := tmp_path / "file").write_text("no list", "utf-8")
    await harness.says(by=OWNER, document=document(harness, "umpan.opml", path))
    await harness.finish()
    assert text_of(harness.messenger.edited[-1][1]) == ENGLISH.feeds.load_bad_opml
    assert await audited(harness.services) == []


@pytest.mark.parametrize(
    ("is_local", "limit", "megabytes"), [(False, MAX_BYTES, 20), (True, LOCAL_MAX_BYTES, 2000)]
)
async def test_a_file_beyond_telegrams_limit_is_not_asked_for(
    harness: Harness, limit: int, megabytes: int
) -> None:
    """A Bot API server of one's own, in its local mode, gives larger ones."""
    big = document(harness, "big.zip", size=limit + 1)
    outcome = await harness.says(by=OWNER, document=big)
    expected = ENGLISH.format("document_too_large", name="big.zip", megabytes=megabytes)
    assert outcome.text == expected


async def test_a_readers_document_is_no_text(harness: Harness) -> None:
    outcome = await harness.says(document=document(harness, "a.txt"))
    assert outcome.text == ENGLISH.attachments.unread_document
