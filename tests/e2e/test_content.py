"""The newsroom adds pages and documents, removes articles and corrects them, from the chat."""

import gzip
import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import BadRequest
from bot.playground.messages import Message, User
from bot.services import Services
from bot.settings import Settings
from bot.texts import texts_for
from index.types import Language
from tests.bot.fetching.sites import Site, open_site
from tests.e2e.conftest import ADMIN, Bot

INDONESIAN = texts_for(Language.INDONESIAN)
ENGLISH = texts_for(Language.ENGLISH)
LANDED = "Perahu nelayan Sinta Wijaya mendarat di Pantai Cempaka dengan tiga ton ikan cakalang."
PAGE = f"""<!doctype html><html lang="id"><head><title>Panen cakalang di Cempaka</title>
<meta property="og:site_name" content="Warta <Pesisir>">
<meta property="article:published_time" content="2026-03-01T08:00:00+07:00"></head>
<body><article><h1>Panen cakalang di Cempaka</h1><p>{LANDED} Harga ikan di pasar lelang naik.</p>
<p>Menurut petugas pelabuhan, musim cakalang masih berlangsung sampai akhir bulan depan.</p>
<p>Para pembeli datang dari tiga kabupaten dan menawar sejak pukul empat pagi di dermaga.</p>
</article></body></html>"""
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
        site.say("/berita", PAGE)
        yield site


@pytest.fixture
def admin(server: BotApiServer) -> User:
    return server.user("Admin", id=ADMIN, language_code="en")


@pytest.fixture
def office(server: BotApiServer, admin: User, bot: Bot) -> Chat:
    """The admin's chat with the running bot."""
    return server.private_chat(admin, started=True)


async def asked(chat: Chat, person: User, words: str) -> Message:
    chat.says(person, words)
    return await chat.next_message(timeout=20)


async def report_of(chat: Chat, person: User, name: str, content: bytes) -> Message:
    """What the bot says in the end of a document."""
    chat.sends_document(person, name, content)
    started = await chat.next_message()
    assert started.text == ENGLISH.say("document_started", name=name)
    while ENGLISH.say("document_started", name="")[:7] in (edit := await chat.next_edit(20)).text:
        pass
    return edit


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


async def deeds(services: Services) -> list[tuple[str, str]]:
    found = await services.newsroom.people.audit.latest(10)
    return [(deed.action, deed.subject) for deed in found]


async def test_a_page_is_shown_as_it_was_understood_and_saved_by_a_button(
    office: Chat, admin: User, site: Site, services: Services
) -> None:
    draft = await asked(office, admin, f"/add {site.url('/berita')}")
    for shown in ("Panen cakalang di Cempaka", "March 1, 2026", "Warta <Pesisir>", LANDED):
        assert shown in draft.text
    assert ENGLISH.refused in (await asked(office, admin, WHO_LANDED)).text
    office.presses(admin, draft, ENGLISH.content.draft_save)
    saved = await office.next_edit()
    assert saved.text == ENGLISH.say("page_added", id=5, title="Panen cakalang di Cempaka")
    assert "Sinta Wijaya" in (await asked(office, admin, WHO_LANDED)).text
    assert await deeds(services) == [("did_add", site.url("/berita"))]


async def test_a_page_is_saved_once_and_a_discarded_one_never(
    office: Chat, admin: User, site: Site, server: BotApiServer
) -> None:
    first = await asked(office, admin, f"/add {site.url('/berita')}")
    second = await asked(office, admin, f"/add {site.url('/berita')}")
    office.presses(admin, first, ENGLISH.content.draft_discard)
    title = "Panen cakalang di Cempaka"
    assert (await office.next_edit()).text == ENGLISH.say("draft_discarded", title=title)
    office.presses(admin, replace(first), ENGLISH.content.draft_save) if first.buttons else None
    office.presses(admin, second, ENGLISH.content.draft_save)
    assert (await office.next_edit()).text.startswith("Saved as article 5")
    again = await asked(office, admin, f"/add {site.url('/berita')}")
    office.presses(admin, again, ENGLISH.content.draft_save)
    assert (await office.next_edit()).text == ENGLISH.say("page_known", id=5, title=title)
