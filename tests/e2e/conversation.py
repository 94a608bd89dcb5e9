"""A conversation with the real bot over the loopback Bot API server, printed as it went.

``python -m tests.e2e.conversation`` loads the shipped articles and plays the dialogues of
``tests/dialogues/shipped``; then an editor talks to the bot, and an alert comes.
"""

import asyncio
import os
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from bot.app import serve
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from tests.bot.fetching.sites import Site, open_site
from tests.bot.samples import Clock
from tests.dialogues.script import FOLDER, Turn, read_dialogues
from tests.dialogues.server_player import ServerPlayer, is_reading

ARTICLES = Path(__file__).resolve().parents[2] / "articles"
SHIPPED = FOLDER / "shipped"
MORNING = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
ADMIN = 900_001
WAIT_S = 60
LINE_BREAK = "  "  # Markdown's, before a line of the same paragraph
FOLDED = 60  # characters that are printed of what a reader has to unfold

NEWS = """\
Title: Erupsi Gunung Kelabu, warga lereng mengungsi
Source: Kabar Contoh

Kota Melati - Gunung Kelabu erupsi pada Selasa pagi dan abu turun di tiga kecamatan. Warga lereng \
timur mengungsi ke balai desa sebelum tengah hari.

Petugas pos pengamatan mencatat kolom abu setinggi dua kilometer.
"""
PAGE = """\
<html lang="id"><head><title>Pelabuhan Batu Karang dibuka lagi - Kabar Contoh</title>
<meta property="og:site_name" content="Kabar Contoh">
<meta property="article:published_time" content="2026-11-20"></head><body>
<nav><a href="/">Beranda</a> <a href="/bola">Bola</a></nav><article>
<h1>Pelabuhan Batu Karang dibuka lagi</h1>
<p>Pelabuhan Batu Karang dibuka lagi pada Jumat setelah dermaganya diperbaiki tujuh bulan.</p>
<p>“Kapal besar sekarang bisa bersandar saat air surut,” kata kepala pelabuhan, Ratri Wulan.</p>
<p>Pemerintah daerah mengeluarkan 40 miliar rupiah untuk perbaikan itu, menurut dinas terkait.</p>
</article><footer>Bagikan: Facebook Twitter</footer></body></html>"""
FEED = """\
<rss version="2.0"><channel><title>Kabar Contoh</title><item><title>Harga cabai turun</title>
<guid>1</guid><description>Harga cabai di Pasar Melati turun separuh dalam sepekan, kata pedagang.
Panen di lereng selatan melimpah sejak awal bulan, dan truk datang tiap malam tanpa henti. Petani
berharap harga tidak jatuh lebih jauh sebelum panen berikutnya selesai akhir tahun ini.
</description></item></channel></rss>"""


class RunningClock(Clock):
    """Goes on by itself, from where it was set."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment)
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return self.moment + timedelta(seconds=time.monotonic() - self._began)


def main() -> None:
    """Print the conversation."""
    os.environ["PTB_TIMEDELTA"] = "true"
    with tempfile.TemporaryDirectory() as data:
        asyncio.run(converse(Path(data)))


async def converse(data: Path, *, newsroom: bool = True) -> None:
    """Print what readers say and hear, then the newsroom; raises AssertionError."""
    folder = data / "articles"
    shutil.copytree(ARTICLES, folder)
    clock = RunningClock(MORNING)
    at = partial(_seconds, clock)
    async with BotApiServer("4242:SECRET", clock=at) as server, open_site() as site:
        site.serve("/pelabuhan", PAGE)
        site.serve("/umpan", FEED, type="application/rss+xml")
        settings = Settings(
            token=SecretStr(server.token),
            api_url=server.url,
            articles=folder,
            data=data / "data",
            owners=frozenset({ADMIN}),
            fetch_allow=(site.netloc,),
            watch=False,
        )
        stop = asyncio.Event()
        async with open_bot_services(settings, clock) as services:
            running = asyncio.create_task(serve(services, stop))
            await server.polled()
            await _read_for_quotations(services)
            ani = await _readers(server, services, clock)
            if newsroom:
                await _scenes(server, ani, folder, site)
            stop.set()
            await running


async def _read_for_quotations(services: BotServices) -> None:
    """Return when the articles are read for quotations, which goes on beside the answers."""
    async with asyncio.timeout(WAIT_S):
        while await is_reading(services):  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.05)


def _seconds(clock: Clock) -> float:
    return clock().timestamp()


async def _readers(server: BotApiServer, services: BotServices, clock: Clock) -> Chat:
    """Play the dialogues; the chat of the first."""
    players = [
        ServerPlayer(server, services, clock, each, show=partial(_print_turn, each.name))
        for each in read_dialogues(SHIPPED)
    ]
    for player in players:
        await player.play()
    return players[0].chat


def _print_turn(name: str, turn: Turn, came: list[Message], notice: str) -> None:
    said = f"**{name}:** {turn.says}" if turn.says else f"*{name} presses [{turn.taps}].*"
    print(f"\n{said}\n")
    for message in came:
        _print_bot(message)
    if notice:
        print(f"> *{notice}*")


async def _scenes(server: BotApiServer, reading: Chat, folder: Path, site: Site) -> None:
    redaksi = server.user("Redaksi", language_code="id", id=ADMIN)
    chat = server.private_chat(redaksi, started=True)
    (folder / "kelabu.txt").write_text(NEWS, "utf-8")
    await _scene(chat, redaksi, ["/reload"])
    _print_bot(await _edited(chat, "Tetap"))
    await _scene(chat, redaksi, ["/status"])
    print("\n*Ani's telephone rings.*\n")
    _print_bot(await reading.next_message(timeout=WAIT_S))
    await _newsroom(chat, redaksi, site)


async def _newsroom(chat: Chat, editor: User, site: Site) -> None:
    """Pages, feeds, corrections and announcements, by command and by button."""
    draft = await _scene(chat, editor, [f"/add {site.url('/pelabuhan')}"])
    await _press(chat, editor, draft, 0)
    await _scene(chat, editor, ["Siapa kepala pelabuhan Batu Karang?"])
    await _scene(chat, editor, [f"/feed {site.url('/umpan')}", "/feeds"])
    await _scene(chat, editor, ["apa kata Ratri Wulan?", "/quotes Ratri Wulan"])
    await _scene(chat, editor, ["/edit 26 sumber: Warta Pesisir"])
    removed = await _scene(chat, editor, ["/remove 26"])
    await _press(chat, editor, removed, 0)
    await _scene(chat, editor, ["/broadcast Mulai besok saya menjawab juga di grup."])
    _print_bot(asking := await chat.next_message(timeout=WAIT_S))
    await _press(chat, editor, asking, -2)
    _print_bot(await _edited(chat, "selesai"))
    await _scene(chat, editor, ["/gaps", "/audit"])


async def _edited(chat: Chat, words: str) -> Message:
    """The first edit that says so; those before it are progress."""
    while words not in (message := await chat.next_edit(timeout=WAIT_S)).text:
        pass
    return message


async def _press(chat: Chat, person: User, message: Message, number: int) -> None:
    label = message.buttons[number]["text"]
    print(f"\n*{person.first_name} presses [{label}].*\n")
    chat.presses(person, message, label)
    _print_bot(await chat.next_edit(timeout=WAIT_S))


async def _scene(chat: Chat, person: User, sayings: list[str]) -> Message:
    """Each saying with the bot's reply; returns the last."""
    for saying in sayings:
        print(f"\n**{person.first_name}:** {saying}\n")
        chat.says(person, saying)
        _print_bot(message := await chat.next_message(timeout=WAIT_S))
    return message


def _print_bot(message: Message) -> None:
    text = message.text
    for quoted in message.entity_texts("blockquote"):
        text = text.replace(quoted, f"❝ {quoted}", 1)
    for unfolded in message.entity_texts("expandable_blockquote"):
        text = text.replace(unfolded, f"▾ {unfolded[:FOLDED].splitlines()[0]} …")
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        print(f"> {line}".rstrip() + (LINE_BREAK if line and following else ""))
    if message.buttons:
        labels = " ".join(f"[{button['text']}]" for button in message.buttons)
        print(f">\n> {labels}")


if __name__ == "__main__":
    main()
