"""The program under load, with its metrics and the problems in its log."""

import asyncio
import re
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground.botapi import BotApiServer
from tests.cluster.processes import free_ports
from tests.faults.program import Program, Run

LEVELS = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|\"level\": ?\"(warning|error|critical)\"")


class DrivenBot:
    """A run of the program, which is monitored on a port."""

    def __init__(self, run: Run, port: int) -> None:
        self._run = run
        self._port = port

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._run.process.pid

    async def metrics(self) -> dict[str, float]:
        """Return all metrics, by name and labels as they are written."""
        address = f"http://127.0.0.1:{self._port}/metrics"
        page = await asyncio.to_thread(_page, address)
        rows = (line.rpartition(" ") for line in page.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in rows}

    def problems(self) -> Counter[str]:
        """Return how many warnings and errors were logged."""
        return Counter((each[1] or each[2]).upper() for each in LEVELS.finditer(self._run.log))


def _page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as page:  # noqa: S310 - of loopback
        return str(page.read().decode())


@asynccontextmanager
async def driven_bot(
    server: BotApiServer, folder: Path, **settings: str
) -> AsyncIterator[DrivenBot]:
    """Yield a bot that answers; ``settings`` are named as in ``.env``, without ``KUTIP_``."""
    (port,) = free_ports(1)
    program = Program(server, folder, watch="no", monitoring_port=str(port), **settings)
    async with program.running() as run:
        yield DrivenBot(run, port)
