"""How long single transactions take on a file and on PostgreSQL.

``python -m tests.bench.databases [postgresql://…]`` prints the median of each kind; the database at
the address has to be empty. ``python -m tests.cluster.servers run -- sh -c 'python -m
tests.bench.databases "$CLUSTER_TEST_POSTGRESQL"'`` brings a server along.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import Alert, StoryLine, TopicName
from bot.model.topics import ChatTarget
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.outbox import OutboxStore, outbox_row
from bot.storage.readers import ReaderStore
from bot.storage.tables.outbox import outbox
from bot.storage.tables.readers import readers

ROUNDS = 300
MESSAGES = 2_000
CLAIMED = 25
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kutip.db"
        _print("a file", asyncio.run(_measure(DatabaseAddress(file))))
        for url in sys.argv[1:]:
            _print("PostgreSQL", asyncio.run(_measure(DatabaseAddress(file, SecretStr(url)))))


def _print(name: str, milliseconds: dict[str, float]) -> None:
    for kind, each in milliseconds.items():
        print(f"{name:<12}{kind:<44}{each:8.2f} ms")


async def _measure(address: DatabaseAddress) -> dict[str, float]:
    async with open_database(address) as database:
        store = ReaderStore(database)
        outbox_store = OutboxStore(database, ZoneInfo("UTC"))

        async def claim() -> None:
            await outbox_store.claim(NOW, NOW + timedelta(minutes=5), CLAIMED)

        found = {
            "rows: one statement that reads": await _median(lambda: store.language(7)),
            "read: a transaction": await _median(lambda: _read(database)),
            "execute: one statement that writes": await _median(
                lambda: store.choose_language(7, InterfaceLanguage.ENGLISH)
            ),
            "write: a transaction": await _median(lambda: _write(database, None)),
            "write(key): a transaction": await _median(lambda: _write(database, 7)),
        }
        async with database.write() as connection:
            await connection.execute(outbox.insert(), _messages())
        found[f"claim: {CLAIMED} messages of {MESSAGES:,}"] = await _median(
            claim, MESSAGES // CLAIMED
        )
        return found


async def _median(work: Callable[[], Awaitable[object]], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


async def _read(database: Database) -> None:
    async with database.read() as connection:
        await connection.execute(readers.select())


async def _write(database: Database, key: int | None) -> None:
    async with database.write(key=key) as connection:
        await connection.execute(readers.update().values(language="id"))


def _messages() -> list[dict[str, object]]:
    story = StoryLine(1, 1, "Judul sebuah berita", "Kutip", None, "")
    alert = Alert(story, (TopicName(1, "banjir"),), "Sebuah kutipan. " * 10, ((0, 6),))
    return [outbox_row(ChatTarget(chat), "alert:1:0", alert, NOW) for chat in range(MESSAGES)]


if __name__ == "__main__":
    main()
