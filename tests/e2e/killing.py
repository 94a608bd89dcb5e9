"""The real program with alerts to send, killed without warning again and again.

``python -m tests.e2e.killing 2000`` kills it at 20 random moments and prints what was lost and what
repeated; without a number it does so with as many alerts as the test has.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, select

from bot.model.schedule import Frequency
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.services.core import DATABASE, open_services
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.tables.chats import topics
from bot.storage.tables.outbox import OutboxState, outbox

ROOT = Path(__file__).parents[2]
ALERTS, KILLS = 200, 20
PACE = 30.0  # alerts a second
STARTS = 0.6  # the share of lives that are ended without regard to what they have sent
LONGEST_START = 2.5  # seconds

TITLE = "Tanggul jebol, banjir melanda Kota Melati"
OLD = "Title: Panen raya\n\nKota Melati - Petani memanen padi di sawah yang luas sejak pagi hari.\n"
NEWS = f"Title: {TITLE}\n\nKota Melati - Warga melaporkan banjir setinggi lutut sejak pagi hari.\n"


@dataclass(frozen=True, slots=True)
class Toll:
    """What became of the alerts: how often the program was killed, and how often each arrived."""

    kills: int
    arrived: tuple[int, ...]
    seconds: float

    @property
    def lost(self) -> int:
        """Chats whose alert never came."""
        return sum(times == 0 for times in self.arrived)

    @property
    def repeats(self) -> int:
        """Messages beyond each chat's first."""
        return sum(max(0, times - 1) for times in self.arrived)


class Program:
    """The bot as a program of its own: its lives, one after the other, on the same data."""

    def __init__(self, server: BotApiServer, folder: Path, owners: str = "") -> None:
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "KUTIP_TOKEN": server.token,
            "KUTIP_API_URL": server.url,
            "KUTIP_ARTICLES": str(folder / "articles"),
            "KUTIP_DATA": str(folder / "data"),
            "KUTIP_LOG_LEVEL": "WARNING",
            "KUTIP_OWNERS": owners,
        }
        self._folder = folder

    async def live(self, until: Coroutine[Any, Any, None]) -> None:
        """From its start until then, when it is killed with all that it has started."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self._folder,
            env=self._environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            await until
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def kill_again_and_again(alerts: int, kills: int, seed: int, folder: Path) -> Toll:
    """Let ``alerts`` chats wait for one article, and kill the program ``kills`` times meanwhile."""
    began = time.monotonic()
    chance = random.Random(seed)
    async with BotApiServer("4242:SECRET") as server:
        people = [server.user(f"Pembaca {number}") for number in range(alerts)]
        chats = [server.private_chat(person, started=True) for person in people]
        await prepare(server, folder, [chat.id for chat in chats])
        (folder / "articles" / "banjir.txt").write_text(NEWS, "utf-8")
        program = Program(server, folder)
        for _ in range(kills):
            await program.live(_moment(chats, chance, alerts / PACE / kills))
        await program.live(_all_sent(folder, alerts))
        arrived = tuple(chat.unread for chat in chats)
    return Toll(kills, arrived, time.monotonic() - began)


async def prepare(server: BotApiServer, folder: Path, chats: list[int]) -> None:
    """A collection that has been loaded, and a topic in each chat."""
    articles, data = folder / "articles", folder / "data"
    articles.mkdir()
    (articles / "panen.txt").write_text(OLD, "utf-8")
    settings = Settings(
        token=SecretStr(server.token), api_url=server.url, articles=articles, data=data
    )
    async with open_services(settings) as services:
        await services.library.reload()
    async with open_database(data / DATABASE) as database:
        await _enrol(database, chats)


async def _enrol(database: Database, chats: list[int]) -> None:
    """All in one transaction: one each would take longer than sending the alerts."""
    unset = dict.fromkeys(("minute", "weekday", "snoozed_until", "muted_until", "due"))
    topic = {
        "thread_id": 0,
        "text": "banjir",
        "rhythm": Frequency.AT_ONCE,
        "paused": False,
        **unset,
    }
    now = datetime.now(UTC)
    async with database.write() as connection:
        rows = [{"chat_id": chat_id, "created_at": now, **topic} for chat_id in chats]
        await connection.execute(topics.insert(), rows)


async def _moment(chats: Sequence[Chat], chance: random.Random, share: float) -> None:
    """A random moment: some time after a life's start, or after its first message."""
    if chance.random() < STARTS:
        await asyncio.sleep(chance.uniform(0.0, LONGEST_START))
        return
    before = sum(chat.unread for chat in chats)
    while before == sum(chat.unread for chat in chats) < len(chats):  # noqa: ASYNC110 - of any chat
        await asyncio.sleep(0.05)
    await asyncio.sleep(chance.uniform(0.0, 2 * share))


async def _all_sent(folder: Path, alerts: int) -> None:
    """Until the outbox says so; the lease of what was on its way at the last kill has to end."""
    done = select(func.count()).select_from(outbox).where(outbox.c.state == OutboxState.DONE)
    async with open_database(folder / "data" / DATABASE) as database:
        count = 0
        while count < alerts:
            await asyncio.sleep(0.5)
            async with database.read() as connection:
                count = await connection.scalar(done)


def main() -> None:
    """Kill, and print the toll."""
    alerts = int(sys.argv[1]) if len(sys.argv) > 1 else ALERTS
    seed = random.randrange(10**6)
    with tempfile.TemporaryDirectory() as folder:
        toll = asyncio.run(kill_again_and_again(alerts, KILLS, seed, Path(folder)))
    print(
        f"{alerts:,} alerts, {toll.kills} kills in {toll.seconds:.0f} s (seed {seed}): "
        f"{toll.lost} lost, {toll.repeats} repeated"
    )


if __name__ == "__main__":
    main()
