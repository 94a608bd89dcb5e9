"""A conversation with the real bot over the loopback Bot API server, printed as it went.

``python -m tests.e2e.conversation`` loads the shipped articles and lets a reader and an admin talk
to the bot, and an alert comes; what the bot says is what TDLib makes of it.
"""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from pydantic import SecretStr

from bot.app import serve
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.services import open_services
from bot.settings import Settings

ARTICLES = Path(__file__).resolve().parents[2] / "articles"
ADMIN = 900_001
FOLDED = 60  # characters that are printed of what a reader has to unfold

READER_SAYS = [
    "/start",
    "kapan krakatau meletus?",
    "siapa yang mengetik naskah proklamasi",
    "berapa korban letusan krakatau 1883?",
    "harga tiket konser coldplay",
    "makasih ya",
    "/latest",
    "/subscribe gunung (letusan OR erupsi) -film",
]
NEWS = """\
Title: Erupsi Gunung Kelabu, warga lereng mengungsi
Source: Kabar Contoh

Kota Melati - Gunung Kelabu erupsi pada Selasa pagi dan abu turun di tiga kecamatan. Warga lereng \
timur mengungsi ke balai desa sebelum tengah hari.

Petugas pos pengamatan mencatat kolom abu setinggi dua kilometer.
"""
ENGLISH_READER_SAYS = ["Who invented the World Wide Web?", "how far away is Voyager 1"]


def main() -> None:
    """Print the conversation."""
    os.environ["PTB_TIMEDELTA"] = "true"
    with tempfile.TemporaryDirectory() as data:
        asyncio.run(_converse(Path(data)))


async def _converse(data: Path) -> None:
    folder = data / "articles"
    shutil.copytree(ARTICLES, folder)
    async with BotApiServer("4242:SECRET") as server:
        settings = Settings(
            token=SecretStr(server.token),
            api_url=server.url,
            articles=folder,
            data=data / "data",
            owners=frozenset({ADMIN}),
        )
        stop = asyncio.Event()
        async with open_services(settings, serving=True) as services:
            running = asyncio.create_task(serve(services, stop))
            await _scenes(server, folder)
            stop.set()
            await running


async def _scenes(server: BotApiServer, folder: Path) -> None:
    ani = server.user("Ani", language_code="id")
    reading = server.private_chat(ani, started=True)
    await _scene(reading, ani, READER_SAYS)
    tom = server.user("Tom", language_code="en")
    await _scene(server.private_chat(tom, started=True), tom, ENGLISH_READER_SAYS)
    redaksi = server.user("Redaksi", language_code="id", id=ADMIN)
    chat = server.private_chat(redaksi, started=True)
    (folder / "kelabu.txt").write_text(NEWS, "utf-8")
    await _scene(chat, redaksi, ["/reload"])
    report = await chat.next_edit(timeout=20)
    while "Tetap" not in report.text:
        report = await chat.next_edit(timeout=20)
    _print_bot(report)
    await _scene(chat, redaksi, ["/status"])
    print("\n*Ani's telephone rings.*\n")
    _print_bot(await reading.next_message(timeout=20))


async def _scene(chat: Chat, person: User, sayings: list[str]) -> None:
    for saying in sayings:
        print(f"\n**{person.first_name}:** {saying}\n")
        chat.says(person, saying)
        _print_bot(await chat.next_message(timeout=20))


def _print_bot(message: Message) -> None:
    text = message.text
    for unfolded in message.entity_texts("expandable_blockquote"):
        text = text.replace(unfolded, f"▾ {unfolded[:FOLDED].splitlines()[0]} …")
    print("\n".join(f"> {line}".rstrip() for line in text.splitlines()))
    if message.buttons:
        labels = " ".join(f"[{button['text']}]" for button in message.buttons)
        print(f">\n> {labels}")


if __name__ == "__main__":
    main()
