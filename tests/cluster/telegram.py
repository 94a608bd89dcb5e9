"""Several processes of the real bot on one database.

The Bot API server of ``bot/playground`` has chats and people. In webhook mode its ``proxy`` brings
updates to the processes in turn, as Telegram and a reverse proxy do.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot.playground.botapi import BotApiServer
from tests.cluster.processes import LOG_TAIL, POLL_INTERVAL_S, ServerProcess, free_ports

ROOT = Path(__file__).parents[2]
WEBHOOK_URL = "https://kutip.example/telegram"
MAX_WAIT_S = 60.0


class NeverHappenedError(AssertionError):
    """What was waited for did not happen."""


async def until(condition: Callable[[], bool], what: str, seconds: float = MAX_WAIT_S) -> None:
    """Ask every 20 ms, while the loop goes on; raises NeverHappenedError."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - of other processes
                await asyncio.sleep(POLL_INTERVAL_S)
    except TimeoutError:
        raise NeverHappenedError(what) from None


class Bots:
    """Processes of ``python -m bot run``, numbered from 0, with the same settings.

    ``settings`` are variables of the environment beside token, folders and ports. Each process has
    a data folder of its own, as if it were on a machine of its own, unless ``KUTIP_DATA`` is among
    ``settings``; all read the same articles.
    """

    def __init__(
        self, server: BotApiServer, folder: Path, settings: Mapping[str, str], *, number: int
    ) -> None:
        self._server = server
        self._folder = folder
        self._settings = settings
        self._ports = free_ports(number)
        self._processes: dict[int, ServerProcess] = {}

    @property
    def numbers(self) -> range:
        """The numbers of all processes."""
        return range(len(self._ports))

    @property
    def running(self) -> list[int]:
        """The numbers of the processes that run."""
        return [number for number, process in self._processes.items() if process.running]

    @property
    def pids(self) -> list[int]:
        """The numbers that the system gives to the processes that run."""
        return [process.pid for process in self._processes.values() if process.running]

    def webhook(self, number: int) -> str:
        """Return the address at which a process takes updates."""
        return f"http://127.0.0.1:{self._ports[number]}{urlsplit(WEBHOOK_URL).path}"

    def launch(self, number: int) -> None:
        """Start a process, and wait for nothing."""
        environment = self._environment(number)
        Path(environment["KUTIP_DATA"]).mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "bot", "run"]
        self._processes[number] = ServerProcess(
            command, self._log_path(number), environment=environment
        )

    async def start(self, number: int) -> None:
        """Start a process and wait until it takes updates."""
        self.launch(number)
        await self.ready(number)

    async def start_all(self) -> None:
        """Start all processes at once and wait until they take updates."""
        for number in self.numbers:
            self.launch(number)
        for number in self.numbers:
            await self.ready(number)

    async def ready(self, number: int) -> None:
        """Wait until a process polls or listens; raises NeverHappenedError with its log."""
        waiting = self._server.polled() if self._polls else self._listens(number)
        ready = asyncio.ensure_future(waiting)
        try:
            await until(lambda: ready.done() or number not in self.running, "it is not ready")
        finally:
            ready.cancel()
        if number not in self.running:
            raise NeverHappenedError(f"process {number} has ended: {self.log(number)[-LOG_TAIL:]}")

    def kill(self, number: int) -> None:
        """Kill a process and its children with SIGKILL."""
        self._processes[number].kill_group()

    async def stop(self, number: int) -> None:
        """End a process as a service manager does, by SIGTERM."""
        await asyncio.to_thread(self._processes[number].end, signal.SIGTERM)

    def log(self, number: int) -> str:
        """Return what a process has logged, in all of its runs."""
        return self._log_path(number).read_text("utf-8", errors="replace")

    async def until_logged(self, number: int, text: str) -> None:
        """Wait until a process has logged a text."""
        await until(lambda: text in self.log(number), f"{text!r} of process {number}")

    @property
    def _polls(self) -> bool:
        return self._settings.get("KUTIP_MODE", "polling") == "polling"

    def _log_path(self, number: int) -> Path:
        return self._folder / f"bot-{number}.log"

    def _environment(self, number: int) -> dict[str, str]:
        own = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "KUTIP_TOKEN": self._server.token,
            "KUTIP_API_URL": self._server.url,
            "KUTIP_ARTICLES": str(self._folder / "articles"),
            "KUTIP_DATA": str(self._folder / f"data-{number}"),
        }
        webhook = {"KUTIP_WEBHOOK_URL": WEBHOOK_URL, "KUTIP_WEBHOOK_PORT": str(self._ports[number])}
        return own | ({} if self._polls else webhook) | dict(self._settings)

    async def _listens(self, number: int) -> None:
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self._ports[number])
                writer.close()
                return
            await asyncio.sleep(POLL_INTERVAL_S)


@contextlib.asynccontextmanager
async def bots(
    server: BotApiServer, folder: Path, number: int = 2, **settings: str
) -> AsyncIterator[Bots]:
    """Yield running processes; ``settings`` are named as in ``.env``, without ``KUTIP_``.

    ``folder`` has a folder ``articles``.
    """
    named = {f"KUTIP_{name.upper()}": value for name, value in settings.items()}
    processes = Bots(server, folder, named, number=number)
    try:
        await processes.start_all()
        yield processes
    finally:
        for running in processes.running:
            processes.kill(running)
