"""Kill a part of a running installation under load, and count what was lost and what came twice.

``python -m tests.cluster.failing leader --seconds 30 --rate 20 --alerts 1000`` starts PostgreSQL,
OpenSearch if it is asked for or killed, and two processes of the bot behind a webhook. People ask
questions meanwhile; an article that many chats wait for is added, and the part is killed while the
alerts are on their way. ``hang`` stops the leader for 20 s, then it goes
on; ``nothing`` kills nothing.
"""

import argparse
import asyncio
import contextlib
import functools
import os
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import numpy as np
from pydantic import SecretStr

from bot.cluster.leadership import LOCK
from bot.model.interface_language import InterfaceLanguage
from bot.outbox.worker import WorkerLimits
from bot.playground.botapi import BotApiServer
from bot.storage.dialects.postgresql import lock_number
from tests.cluster.load import Alerts, Questions, Replies, seconds_until, subscribers
from tests.cluster.opensearch import OpenSearch
from tests.cluster.postgresql import PostgreSql
from tests.cluster.servers import opensearch, postgresql
from tests.cluster.telegram import WEBHOOK_URL, Bots, bots, until
from tests.e2e.articles import write_articles
from tests.e2e.killing import NEWS, prepare

KINDS = ("nothing", "leader", "follower", "hang", "postgresql", "opensearch")
MESSAGES_PER_S = 60  # so that a thousand alerts are under way for a quarter of a minute
WARM_UP_S = 2.0
RETRY_S = 0.1  # of an update that nobody took; Telegram waits longer
WEBHOOK_PATH = urlsplit(WEBHOOK_URL).path
KILL_SHARE = 0.1  # of the alerts have arrived when the kill comes
MAX_WAIT_S = 120.0  # for these: answers go before alerts, of which four a second are sent at least
HANG_S = 20.0  # after which it goes on; what hangs for 10 s loses the lock
MAX_SETTLE_S = 60.0  # leases are 6 s
IN_FLIGHT = WorkerLimits().concurrency
"""Messages that the outbox may have sent without having marked them yet: those of its slots."""

LEADS, FOLLOWS = "leading: feeds", "following: "
LEADING = """
SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
AND classid::bigint << 32 | objid::bigint = $1
"""
UNFINISHED = "SELECT count(*) FROM updates WHERE done_at IS NULL"
LOCK_NUMBER = lock_number(f"lock {LOCK}")


@dataclass(frozen=True, slots=True)
class Load:
    """How long people ask, how often, and how many chats wait for the alert."""

    seconds: float
    rate: float
    alerts: int
    processes: int = 2
    down_s: float = 2.0  # for which PostgreSQL is away


@dataclass(frozen=True, slots=True)
class Installation:
    """The running parts."""

    database: PostgreSql
    address: str
    cluster: OpenSearch | None
    processes: Bots

    async def scalar(self, statement: str, *arguments: int) -> Any:
        """Return the first value of a statement."""
        connection = await asyncpg.connect(self.address)
        try:
            return await connection.fetchval(statement, *arguments)
        finally:
            await connection.close()

    def leaders(self) -> list[int]:
        """Return the numbers of the processes that have said last that they lead."""
        logs = ((number, self.processes.log(number)) for number in self.processes.running)
        return [number for number, log in logs if log.rfind(LEADS) > log.rfind(FOLLOWS)]

    def hang_leader(self) -> Callable[[], None]:
        """Stop the leader where it is; return what lets it go on."""
        pid = self.processes.pids[self.leaders()[0]]
        os.kill(pid, signal.SIGSTOP)
        return functools.partial(os.kill, pid, signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kill did; ``leading_s`` is None if the leader was not concerned.

    ``leaders`` lead in the end; ``in_flight`` updates were stored and not done yet at the kill.
    """

    replies: Replies
    alerts: Alerts
    in_flight: int
    leading_s: float | None
    leaders: int

    def lines(self) -> list[str]:
        """Return the table's cells, a line each."""
        replies, alerts = self.replies, self.alerts
        seconds = replies.seconds or (0.0,)
        p50, p95, slowest = np.quantile(seconds, [0.5, 0.95, 1.0])
        leading = "-" if self.leading_s is None else f"{self.leading_s:.2f} s"
        return [
            f"questions sent            {replies.asked}",
            f"  answered                {replies.answered}",
            f"  told to try again       {replies.try_again}",
            f"  unanswered              {replies.unanswered}",
            f"  answered otherwise      {len(replies.wrong)} {sorted(set(replies.wrong))[:3]}",
            f"  answered twice          {replies.repeated} (in flight: {self.in_flight})",
            f"  p50, p95, slowest       {p50:.2f}, {p95:.2f}, {slowest:.2f} s",
            f"alerts due                {len(alerts.chats)}",
            f"  arrived                 {alerts.arrived}",
            f"  lost                    {alerts.lost}",
            f"  twice                   {alerts.repeated} (in flight: up to {IN_FLIGHT})",
            f"leading again after       {leading}; in the end {self.leaders} lead",
        ]


async def fail(kind: str, load: Load, folder: Path, *, on_opensearch: bool = False) -> Outcome:
    """Kill the part that ``kind`` names, one of ``KINDS``, under load."""
    async with (
        BotApiServer("4242:SECRET") as server,
        _installed(server, kind, load, folder, on_opensearch=on_opensearch) as (parts, alerts),
        Questions(server, load.rate, InterfaceLanguage.INDONESIAN) as questions,
    ):
        ends_at = time.monotonic() + load.seconds
        await asyncio.sleep(WARM_UP_S)
        (folder / "articles" / "banjir.txt").write_text(NEWS, "utf-8")
        due = KILL_SHARE * load.alerts
        await until(lambda: alerts.arrived >= due, "the first alerts", MAX_WAIT_S)
        in_flight, leading_s = await _kill(kind, parts, load.down_s)
        await asyncio.sleep(max(0.0, ends_at - time.monotonic()))
        await questions.stop()
        await questions.until_replied(MAX_SETTLE_S)
        with contextlib.suppress(AssertionError):
            await until(lambda: not alerts.lost, "all alerts", MAX_SETTLE_S)
        await asyncio.sleep(WARM_UP_S)  # for what comes twice
        leaders = len(parts.leaders())
        return Outcome(questions.replies(), alerts, in_flight, leading_s, leaders)


async def _kill(kind: str, parts: Installation, down_s: float) -> tuple[int, float | None]:
    """Kill a part; return the updates in flight and the seconds until somebody leads again.

    None if the leader was not concerned.
    """
    resume: Callable[[], None] | None = None
    before = await parts.scalar(LEADING, LOCK_NUMBER)
    assert before, "nobody leads"
    in_flight, killed_at = await parts.scalar(UNFINISHED), time.monotonic()
    match kind:
        case "leader":
            parts.processes.kill(parts.leaders()[0])
        case "follower":
            leaders = parts.leaders()
            parts.processes.kill(next(n for n in parts.processes.running if n not in leaders))
        case "hang":
            resume = parts.hang_leader()
        case "postgresql":
            parts.database.kill()
            await asyncio.sleep(down_s)
            await asyncio.to_thread(parts.database.start)
            killed_at = time.monotonic()
        case "opensearch":
            assert parts.cluster is not None
            parts.cluster.kill(parts.cluster.running[0])
    if kind in {"leader", "follower"}:  # what the killed one had is unfinished until it is missed
        in_flight = await parts.scalar(UNFINISHED)
    if kind not in {"leader", "hang", "postgresql"}:
        return in_flight, None

    async def leads() -> bool:
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            return await parts.scalar(LEADING, LOCK_NUMBER) not in {None, before}
        return False

    async with asyncio.timeout(MAX_SETTLE_S):
        leading_s = await seconds_until(leads, killed_at)
    if resume is not None:
        await asyncio.sleep(killed_at + HANG_S - time.monotonic())
        resume()
    return in_flight, leading_s


@contextlib.asynccontextmanager
async def _installed(
    server: BotApiServer, kind: str, load: Load, folder: Path, *, on_opensearch: bool
) -> AsyncIterator[tuple[Installation, Alerts]]:
    """Start the parts, with topics for the alerts."""
    with contextlib.ExitStack() as servers:
        database = servers.enter_context(postgresql())
        cluster = None
        if kind == "opensearch" or on_opensearch:
            cluster = servers.enter_context(opensearch())
        address = database.new_database()
        engine = {"opensearch": ",".join(cluster.addresses)} if cluster else {}
        alerts = subscribers(server, load.alerts)
        write_articles(folder / "articles")
        chats = [chat.id for chat in alerts.chats]
        known = {"opensearch": tuple(cluster.addresses)} if cluster else {}
        await prepare(server, folder, chats, database=SecretStr(address), **known)
        settings = {
            "mode": "webhook",
            "database": address,
            "messages_per_second": str(MESSAGES_PER_S),
            **engine,
        }
        async with bots(server, folder, load.processes, **settings) as processes:
            addresses = [
                processes.webhook(number).removesuffix(WEBHOOK_PATH) for number in processes.numbers
            ]
            server.proxy(*addresses, retry_s=RETRY_S)
            yield Installation(database, address, cluster, processes), alerts


def main() -> None:
    """Kill a part and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=KINDS)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--alerts", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--down", type=float, default=2.0, help="seconds without PostgreSQL")
    parser.add_argument("--logs", type=Path, help="a folder that the processes' logs stay in")
    parser.add_argument("--opensearch", action="store_true", help="the engine is OpenSearch")
    given = parser.parse_args()
    load = Load(given.seconds, given.rate, given.alerts, given.processes, given.down)
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(fail(given.what, load, Path(folder), on_opensearch=given.opensearch))
        for log in Path(folder).glob("bot-*.log") if given.logs else ():
            shutil.copy(log, given.logs)
    print("\n".join([f"killed: {given.what}", *outcome.lines()]))


if __name__ == "__main__":
    main()
