"""Make the stored databases of every schema: each by the program of its time, which people used.

``python -m tests.bot.storage.make_schemas [VERSION ...]`` takes each program out of the history,
runs it beside the loopback Bot API server, talks to it as readers and staff do, and writes its
database to ``schemas/VERSION.sql.gz``. Tables that stay empty get a row of ``ROWS``.
"""

import asyncio
import gzip
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from tests.bot.storage.schema_rows import ROWS
from tests.e2e.articles import write_articles

ROOT = Path(__file__).parents[3]
SCHEMAS = Path(__file__).parent / "schemas"
OWNER, ANI, BUDI = 900_001, 710_001, 710_002
REPLY_S, QUIET_S = 10.0, 1.0
"""For the first reply to what is said, and for another one after it."""

COMMITS = {
    "0001": "05425492a7750790cf12ef9b96a9646383e82f84",
    "0002": "a7b5a96a3d9a508c9120054de4db62483f641f3e",
    "0003": "e919344527c6f7b0c1f10558c184adcc3aacfb9c",
    "0004": "c2adefb24c49c33215d4a1358431c3f147fa8a30",
    "0005": "686a147e1666bd934f1e19b094229ee0361a0a57",
    "0006": "0f9f4d97be97fcaa863b54794695f4d69798660e",
    "0007": "6ac49ac00021383bef1201d05b39fccacc454324",
    "0008": "eb48e62ba060f8eecc3a2018f8d907032bafb06e",
    "0009": "1ddd1a98e94ea84bb8640cf9e5fd5791400375a0",
    "0010": "cf4f8b980ca0505f788082ead648a1d3a85994fc",
    "0011": "2e80bebd4b38b663be85b042300e6d750c520b3d",
    "0012": "f68b208a387ec89b78262f08821ae6598d8e3d16",
    "0013": "af719908478f109dcdba3138e5c3b86a9e6ba998",
    "0014": "7fb123f9109805d0c0b105f0be365c79d8452006",
    "0015": "31a81c82f8ec46b5e3a8587e0099b4db332cbfd7",
    "0016": "4f6aad282b7e121d398345d5eea74663a69fc116",
    "0017": "34cac04a1f41a3d58a881b3cf81c454445396126",
    "0018": "f9b703d2e084aa5d7b3ef815b8e897c8cca526eb",
    "0019": "c812b1c2fceb4ddc0af58d04b1a0f69753c415e8",
}
"""The last program of each schema."""

FLOOD = (
    "Title: Banjir melanda Kota Melati\nDate: {date}\n\nKota Melati - Warga melaporkan banjir "
    'setinggi lutut sejak pagi. "Air naik cepat sekali," kata Ratna Dewi.\n'
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Warta Melati</title>
<link>{url}</link><description>x</description><item><title>Pasar lama dibuka lagi</title>
<link>{url}pasar.html</link><guid>pasar-1</guid><description>Pasar lama di Kota Melati dibuka
lagi setelah dua tahun diperbaiki, kata pengelola pasar, dan pedagang kembali berjualan sejak
subuh.</description></item></channel></rss>"""
PAGE = "<html><head><title>Pelabuhan</title></head><body><article><h1>Pelabuhan diperluas</h1>{}"
PARAGRAPH = (
    "<p>Pelabuhan Kota Melati diperluas tahun ini, kata kepala pelabuhan, supaya kapal besar "
    "dapat bersandar dan bongkar muat berlangsung lebih cepat daripada sebelumnya.</p>"
)


class Program:
    """A program out of the history, on a data folder."""

    def __init__(self, commit: str, folder: Path, server: BotApiServer) -> None:
        self.code, self.folder = folder / "code", folder
        packed = subprocess.run(  # noqa: S603 - our own history
            ["git", "archive", commit],  # noqa: S607
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(self.code, filter="data")
        settings = "".join(
            file.read_text("utf-8")
            for file in (self.code / "bot" / "settings.py", *self.code.glob("bot/configuration/*"))
            if file.is_file()
        )
        wanted = {
            "token": server.token,
            "api_url": server.url,
            "articles": str(folder / "articles"),
            "data": str(folder / "data"),
            "admins": str(OWNER),
            "owners": str(OWNER),
            "watch": "yes",
            "fetch_allow": "127.0.0.1",
            "backup_hours": "0",
        }
        known = {name for name in wanted if re.search(rf"^    {name}: ", settings, re.MULTILINE)}
        self.settings = {f"KUTIP_{name.upper()}": wanted[name] for name in known}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the bot until the block ends."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(self.code)} | self.settings,
            stderr=(self.folder / "log").open("wb"),
        )
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files, and logs nothing."""

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@contextmanager
def web_site(folder: Path) -> Iterator[str]:
    """Serve a feed and a page on loopback; yield their address."""
    folder.mkdir()
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        url = f"http://127.0.0.1:{site.server_port}/"
        (folder / "feed.xml").write_text(FEED.format(url=url), "utf-8")
        for name in ("page", "pasar"):
            (folder / f"{name}.html").write_text(PAGE.format(PARAGRAPH * 4), "utf-8")
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        try:
            yield url
        finally:
            site.shutdown()
            thread.join()


async def replies(chat: Chat) -> list[Message]:
    """Return what the bot says until it is quiet."""
    found = []
    with suppress(TimeoutError):
        found.append(await chat.next_message(REPLY_S))
        while True:
            found.append(await chat.next_message(QUIET_S))
    return found


async def says(chat: Chat, user: User, text: str, press: str = "") -> None:
    """Say something, and press a button under the last reply, if it has it."""
    chat.says(user, text)
    said = await replies(chat)
    if press and said:
        await presses(chat, user, said[-1], press)


async def presses(chat: Chat, user: User, message: Message, label: str) -> None:
    """Press the first button whose label has these letters."""
    labels = [str(button["text"]) for button in message.buttons]
    if found := next((each for each in labels if label in each), None):
        chat.presses(user, message, found)
        await replies(chat)


async def talk(server: BotApiServer, program: Program, site: str) -> None:
    """Do what readers and staff do; a program that does not know a command says so."""
    ani = server.user("Ani", id=ANI, language_code="id")
    budi = server.user("Budi", id=BUDI, language_code="en")
    owner = server.user("Sari", id=OWNER, language_code="en")
    chat = server.private_chat(ani, started=True)
    newsroom = server.private_chat(owner, started=True)
    group = server.group("Redaksi", ani, budi)
    channel = server.channel("Warta", owner, "warta_melati")
    await server.polled()
    await says(chat, ani, "/language en", "English")
    await says(chat, ani, "Siapa yang meresmikan Jembatan Sungai Lestari?", "👍")
    await says(chat, ani, "berapa panjangnya?")
    await says(chat, ani, "Siapa presiden Atlantis?")
    await says(chat, ani, "berita terbaru")
    await says(chat, ani, "/quotes Ratna Dewi")
    await says(chat, ani, "/subscribe banjir")
    await says(chat, ani, "/subscribe Kota Melati")
    await says(group, ani, "/subscribe gempa")
    await says(group, budi, "/ask Who named the rhino Wulan?")
    await says(newsroom, owner, f"/promote {ANI}", "ditor")
    await says(newsroom, owner, f"/feed {site}feed.xml")
    await says(newsroom, owner, f"/add {site}page.html", "✓")
    await says(newsroom, owner, "/edit 1 title: Badak Wulan lahir")
    await says(newsroom, owner, "/remove 4", "🗑")
    await says(newsroom, owner, "/broadcast\nSelamat pagi, pembaca.", "📣")
    await says(newsroom, owner, "/channel @warta_melati", "✓")
    channel.sends_album(owner, "Foto pasar malam di Kota Melati, Jumat lalu.", "")
    channel.says(owner, "Festival lampion\n\nFestival lampion digelar di Kota Melati Sabtu ini.")
    date = subprocess.run(["date", "+%F"], capture_output=True, text=True, check=True).stdout  # noqa: ASYNC221, S607
    (program.folder / "articles" / "banjir.txt").write_text(
        FLOOD.format(date=date.strip()), "utf-8"
    )
    await says(newsroom, owner, "/reload")
    await replies(chat)
    await says(chat, ani, "/quiet 22-6")
    await says(chat, ani, "/timezone Asia/Makassar")
    await asyncio.sleep(6)  # what is counted in memory is written every few seconds


def dump(database: Path) -> tuple[str, set[str]]:
    """Return a database as SQL, and its tables that are empty."""
    with closing(sqlite3.connect(database)) as connection:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        empty = {
            name
            for (name,) in connection.execute(tables).fetchall()
            if not connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()  # noqa: S608
        }
        for name in sorted(empty):
            for row in ROWS.get(name, ()):
                _insert(connection, name, row)
        connection.commit()
        return "\n".join(connection.iterdump()), empty


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    """Insert the values of the columns that the table has."""
    columns = [each[1] for each in connection.execute(f"PRAGMA table_info({table})")]
    own = {name: value for name, value in row.items() if name in columns}
    names, marks = ", ".join(f'"{name}"' for name in own), ", ".join("?" * len(own))
    values = [json.dumps(each) if isinstance(each, list | dict) else each for each in own.values()]
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608


async def make(version: str) -> None:
    """Make the database of one schema."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_articles(folder / "articles")
        async with BotApiServer("4242:SECRET-of-the-test") as server:
            program = Program(COMMITS[version], folder, server)
            with web_site(folder / "site") as site:
                async with program.running():
                    await talk(server, program, site)
        sql, empty = dump(folder / "data" / "kutip.db")
        if os.environ.get("SHOW_LOG"):
            print((folder / "log").read_text("utf-8")[-3000:])
    packed = gzip.compress(sql.encode(), 9, mtime=0)
    (SCHEMAS / f"{version}.sql.gz").write_bytes(packed)
    print(f"{version}: {len(packed):,} bytes; by hand: {', '.join(sorted(empty)) or 'nothing'}")


if __name__ == "__main__":
    for each in sys.argv[1:] or COMMITS:
        asyncio.run(make(each))
