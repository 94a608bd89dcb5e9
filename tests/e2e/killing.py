"""Kill the real program with SIGKILL repeatedly while it sends alerts.

``python -m tests.e2e.killing 2000`` kills it at 20 random moments and prints how many alerts were
lost or repeated; without a number it sends as many alerts as the test.
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
from bot.services.addresses import DATABASE, database_address
from bot.services.core import open_services
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.tables.chats import topics
from bot.storage.tables.outbox import OutboxState, outbox

ROOT = Path(__file__).parents[2]
ALERTS, KILLS = 200, 20
ALERTS_PER_S = 30.0  # about what Telegram allows
EARLY_KILL_SHARE = 0.6  # of the runs, which are killed whether or not they have sent anything
MAX_START_S = 2.5

TITLE = "Tanggul jebol, banjir melanda Kota Melati"
OLD = "Title: Panen raya\n\nKota Melati - Petani memanen padi di sawah yang luas sejak pagi hari.\n"
NEWS = f"Title: {TITLE}\n\nKota Melati - Warga melaporkan banjir setinggi lutut sejak pagi hari.\n"


@dataclass(frozen=True, slots=True)
class KillReport:
    """How often the program was killed, and how often each alert arrived."""

    kills: int
    arrived: tuple[int, ...]
    seconds: float

    @property
    def lost(self) -> int:
        """Return how many chats got no alert."""
        return sum(times == 0 for times in self.arrived)

    @property
    def repeats(self) -> int:
        """Return how many messages came besides each chat's first."""
        return sum(max(0, times - 1) for times in self.arrived)


class Program:
    """The bot as a process; run after run uses the same data."""

    def __init__(self, server: BotApiServer, folder: Path, owners: str = "") -> None:
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "KUTIP_TOKEN": server.token,
            "KUTIP_API_URL": server.url,
            "KUTIP_ARTICLES": str(folder / "articles"),
            "KUTIP_DATA": str(folder / "data"),
            "KUTIP_LOG_LEVEL": "WARNING",
            "KUTIP_QUESTIONS_PER_MINUTE": "0",  # tests ask faster than anybody types
            "KUTIP_OWNERS": owners,
        }
        self._folder = folder

    async def run_until(self, until: Coroutine[Any, Any, None]) -> None:
        """Run until ``until`` returns, then kill the process and its children."""
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


async def kill_repeatedly(alerts: int, kills: int, seed: int, folder: Path) -> KillReport:
    """Send one article to ``alerts`` chats, and kill the program ``kills`` times meanwhile."""
    began = time.monotonic()
    chance = random.Random(seed)
    async with BotApiServer("4242:SECRET") as server:
        people = [server.user(f"Pembaca {number}") for number in range(alerts)]
        chats = [server.private_chat(person, started=True) for person in people]
        await prepare(server, folder, [chat.id for chat in chats])
        (folder / "articles" / "banjir.txt").write_text(NEWS, "utf-8")
        program = Program(server, folder)
        for _ in range(kills):
            await program.run_until(_random_moment(chats, chance, alerts / ALERTS_PER_S / kills))
        await program.run_until(_until_all_sent(folder, alerts))
        arrived = tuple(chat.unread for chat in chats)
    return KillReport(kills, arrived, time.monotonic() - began)


async def prepare(server: BotApiServer, folder: Path, chats: list[int], **more: Any) -> None:
    """Load a collection, and store a topic for each chat; ``more`` are settings."""
    articles, data = folder / "articles", folder / "data"
    articles.mkdir(exist_ok=True)
    (articles / "panen.txt").write_text(OLD, "utf-8")
    settings = Settings(
        token=SecretStr(server.token), api_url=server.url, articles=articles, data=data, **more
    )
    async with open_services(settings) as services:
        await services.library.reload()
    async with open_database(database_address(settings)) as database:
        await subscribe(database, chats)


async def subscribe(database: Database, chats: list[int], text: str = "banjir") -> None:
    """Store the topics in one transaction: one each would take longer than sending the alerts."""
    unset = dict.fromkeys(("minute", "weekday", "snoozed_until", "muted_until", "due"))
    topic = {
        "thread_id": 0,
        "text": text,
        "rhythm": Frequency.AT_ONCE,
        "paused": False,
        **unset,
    }
    now = datetime.now(UTC)
    async with database.write() as connection:
        rows = [{"chat_id": chat_id, "created_at": now, **topic} for chat_id in chats]
        await connection.execute(topics.insert(), rows)


async def _random_moment(chats: Sequence[Chat], chance: random.Random, share: float) -> None:
    """Wait for a random time after the start of a run, or after its first message."""
    if chance.random() < EARLY_KILL_SHARE:
        await asyncio.sleep(chance.uniform(0.0, MAX_START_S))
        return
    before = sum(chat.unread for chat in chats)
    while before == sum(chat.unread for chat in chats) < len(chats):  # noqa: ASYNC110 - of any chat
        await asyncio.sleep(0.05)
    await asyncio.sleep(chance.uniform(0.0, 2 * share))


async def _until_all_sent(folder: Path, alerts: int) -> None:
    """Wait until the outbox has sent all; leases of the killed run have to end first."""
    done = select(func.count()).select_from(outbox).where(outbox.c.state == OutboxState.DONE)
    async with open_database(folder / "data" / DATABASE) as database:
        count = 0
        while count < alerts:
            await asyncio.sleep(0.5)
            async with database.read() as connection:
                count = await connection.scalar(done)


def main() -> None:
    """Print what one series of kills lost and repeated."""
    alerts = int(sys.argv[1]) if len(sys.argv) > 1 else ALERTS
    seed = random.randrange(10**6)
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(kill_repeatedly(alerts, KILLS, seed, Path(folder)))
    print(
        f"{alerts:,} alerts, {report.kills} kills in {report.seconds:.0f} s (seed {seed}): "
        f"{report.lost} lost, {report.repeats} repeated"
    )


if __name__ == "__main__":
    main()
