"""How many messages a second go from the queue to a sender that takes no time.

``python -m tests.bench.outbox`` runs the outbox worker without Telegram's pace, on a database file,
and prints the best of several rounds.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.model.messages import Alert, OutboxMessage, StoryLine, TopicName
from bot.model.topics import ChatTarget
from bot.outbox.outcomes import SendOutcome, Sent
from bot.outbox.rate_limit import RateLimit
from bot.outbox.worker import OutboxWorker, WorkerLimits
from bot.storage.database import Database, open_database
from bot.storage.outbox import OutboxStore, outbox_row
from bot.storage.tables.outbox import outbox

MESSAGES = 1000
ROUNDS = 3
UNPACED = 1e9  # messages a second


class Nowhere:
    """A Sender to which everything arrives at once."""

    async def send(self, _message: OutboxMessage) -> SendOutcome:
        """Take it."""
        return Sent()


def main() -> None:
    """Run the benchmark and print its line."""
    with tempfile.TemporaryDirectory() as folder:
        best = max(asyncio.run(_round(Path(folder) / f"{n}.db")) for n in range(ROUNDS))
    print(f"{MESSAGES:,} messages, queue to sent: {best:,.0f} a second, best of {ROUNDS}")


async def _round(path: Path) -> float:
    async with open_database(path) as database:
        await _fill(database)
        began = time.perf_counter()
        await _empty(OutboxStore(database, ZoneInfo("UTC")))
        return MESSAGES / (time.perf_counter() - began)


async def _fill(database: Database) -> None:
    story = StoryLine(1, 1, "Judul sebuah berita", "Kutip", None, "")
    alert = Alert(story, (TopicName(1, "banjir"),), "Sebuah kutipan. " * 10, ((0, 6),))
    rows = [
        outbox_row(ChatTarget(chat), "alert:1:0", alert, _now()) for chat in range(1, MESSAGES + 1)
    ]
    async with database.write() as connection:
        await connection.execute(outbox.insert(), rows)


async def _empty(store: OutboxStore) -> None:
    async def rest(_until: datetime | None) -> None:
        await asyncio.sleep(0)

    outbox_worker = OutboxWorker(
        store,
        now=_now,
        rest=rest,
        finished=lambda: None,
        rate_limit=RateLimit(UNPACED),
        limits=WorkerLimits(),
    )
    while await outbox_worker.work(Nowhere()):
        pass
    await outbox_worker.drain()
    if (await store.counts()).done != MESSAGES:
        raise RuntimeError("not everything was sent")


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
