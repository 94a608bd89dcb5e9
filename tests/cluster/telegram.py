"""Several processes of the real bot on one database, and a Telegram that sends to them.

The Bot API server of ``bot/playground`` has chats and people. In webhook mode ``Deliveries`` takes
its updates and brings them to the processes in turn, as Telegram and a reverse proxy do.
"""

import asyncio
import contextlib
import itertools
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from bot.playground.botapi import BotApiServer
from tests.cluster.processes import LOG_TAIL, POLL_INTERVAL_S, ServerProcess, free_ports

ROOT = Path(__file__).parents[2]
WEBHOOK_URL = "https://kutip.example/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40  # Telegram's own default of max_connections
NEXT_TRY_S = 0.1  # Telegram waits longer; what is tried is not how long
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


class Deliveries:
    """Telegram's side of a webhook, with a reverse proxy between; use as a context manager.

    Each update goes to the next process in turn, and again to others until one has said 200. Up to
    40 are under way at once, in no order.
    """

    def __init__(self, server: BotApiServer, processes: Bots) -> None:
        self.refusals: list[tuple[int, int]] = []  # process and status, 0 without an answer
        self.delivered = 0
        self._server = server
        self._processes = processes
        self._turns = itertools.count()
        self._calls_read, self._last_secret = 0, ""
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._client = httpx.AsyncClient(timeout=MAX_WAIT_S, trust_env=False)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._deliver_all())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._task is not None
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        await self._client.aclose()

    async def deliver(self, update: Mapping[str, Any]) -> None:
        """Bring one update to a process, whichever takes it first."""
        async with self._free:
            while not await self._offer_to_all(update):  # noqa: ASYNC110 - of other processes
                await asyncio.sleep(NEXT_TRY_S)
        self.delivered += 1

    async def _deliver_all(self) -> None:
        """Take updates as they come; they are confirmed as they are taken."""
        offset = 0
        async with asyncio.TaskGroup() as tasks:
            while True:
                updates = await self._server.state.updates.fetch(offset, 100, MAX_WAIT_S)
                for update in updates:
                    offset = update["update_id"] + 1
                    tasks.create_task(self.deliver(update))

    async def _offer_to_all(self, update: Mapping[str, Any]) -> bool:
        """Return whether a process has taken an update, after asking each once."""
        first, count = next(self._turns), len(self._processes.numbers)
        for turn in range(first, first + count):
            if await self._offer(update, turn % count):
                return True
        return False

    async def _offer(self, update: Mapping[str, Any], number: int) -> bool:
        """Return whether a process has taken an update."""
        headers = {SECRET_HEADER: self._secret()}
        status = 0
        with contextlib.suppress(httpx.TransportError):
            address = self._processes.webhook(number)
            status = (await self._client.post(address, json=update, headers=headers)).status_code
        if status != httpx.codes.OK:
            self.refusals.append((number, status))
        return status == httpx.codes.OK

    def _secret(self) -> str:
        """Return the secret that the bot named last as it set the webhook."""
        for call in self._server.calls[self._calls_read :]:
            self._calls_read += 1
            if call.method == "setWebhook":
                self._last_secret = str(call.parameters.get("secret_token", ""))
        return self._last_secret
