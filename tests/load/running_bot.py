"""The program as a process that is driven through the loopback Bot API server."""

import asyncio
import os
import re
import signal
import sys
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.playground.botapi import BotApiServer
from tests.cluster.processes import free_ports
from tests.e2e.killing import ROOT

START_TIMEOUT_S = 600.0  # a first start loads all articles
LEVELS = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|\"level\": ?\"(warning|error|critical)\"")


class RunningBot:
    """One process of ``kutip run``; ``settings`` are named as in ``.env``, without ``KUTIP_``."""

    def __init__(self, server: BotApiServer, folder: Path, **settings: str) -> None:
        self._server = server
        self._log = folder / "bot.log"
        (self._port,) = free_ports(1)
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "KUTIP_TOKEN": server.token,
            "KUTIP_API_URL": server.url,
            "KUTIP_ARTICLES": str(folder / "articles"),
            "KUTIP_DATA": str(folder / "data"),
            "KUTIP_LOG_LEVEL": "INFO",
            "KUTIP_WATCH": "no",
            "KUTIP_MONITORING_PORT": str(self._port),
        } | {f"KUTIP_{name.upper()}": value for name, value in settings.items()}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start, and wait until the process asks for updates."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self._log.parent,
                env=self._environment,
                stderr=log,
                start_new_session=True,
            )
        polled, ended = (
            asyncio.ensure_future(each) for each in (self._server.polled(), self._process.wait())
        )
        await asyncio.wait(
            [polled, ended], timeout=START_TIMEOUT_S, return_when=asyncio.FIRST_COMPLETED
        )
        ended.cancel()
        if not polled.done():
            polled.cancel()
            raise RuntimeError(self._log.read_text("utf-8")[-3000:])

    async def stop(self) -> int:
        """End by SIGTERM; return the exit status."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        return await self._process.wait()

    def kill(self) -> None:
        """Kill the process and its children."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    async def metrics(self) -> dict[str, float]:
        """Return all metrics, by name and labels as they are written."""
        address = f"http://127.0.0.1:{self._port}/metrics"
        page = await asyncio.to_thread(_page, address)
        rows = (line.rpartition(" ") for line in page.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in rows}

    def problems(self) -> Counter[str]:
        """Return how many warnings and errors were logged."""
        found = LEVELS.finditer(self._log.read_text("utf-8", errors="replace"))
        return Counter((each[1] or each[2]).upper() for each in found)


def _page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as page:  # noqa: S310 - of loopback
        return str(page.read().decode())


@asynccontextmanager
async def running_bot(
    server: BotApiServer, folder: Path, **settings: str
) -> AsyncIterator[RunningBot]:
    """Yield a process that asks for updates, and end it."""
    bot = RunningBot(server, folder, **settings)
    await bot.start()
    try:
        yield bot
        await bot.stop()
    finally:
        bot.kill()
