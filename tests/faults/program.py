"""The real program against the loopback Bot API server, with its log, its limits and its end."""

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.playground.botapi import BotApiServer
from bot.services.addresses import DATABASE

ROOT = Path(__file__).parents[2]
READY = "answering as @"
TIMEOUT_S = 20.0
PIPE_BYTES = 4096


class Program:
    """The settings of the program, whose runs use the same data."""

    def __init__(self, server: BotApiServer, folder: Path, **settings: str) -> None:
        self.articles, self.data = folder / "articles", folder / "data"
        self.database = self.data / DATABASE
        self._folder = folder
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "KUTIP_TOKEN": server.token,
            "KUTIP_API_URL": server.url,
            "KUTIP_ARTICLES": str(self.articles),
            "KUTIP_DATA": str(self.data),
            "KUTIP_FREE_MB": "0",  # what owners are told of these small disks has tests of its own
        } | _variables(settings)

    async def begin(self, *arguments: str, under: Sequence[str] = (), **more: str) -> "Run":
        """Start ``kutip`` with the arguments, ``run`` without any; ``under`` such as prlimit."""
        command = *under, sys.executable, "-m", "bot", *(arguments or ("run",))
        return Run(await self._start(command, subprocess.PIPE, more))

    @asynccontextmanager
    async def unread(self, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run the bot until the block ends, with a log that nobody reads."""
        reading, writing = os.pipe()
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        process = await self._start([sys.executable, "-m", "bot", "run"], writing, more)
        os.close(writing)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            os.close(reading)

    async def _start(
        self, command: Sequence[str], output: int, more: Mapping[str, str]
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *command,
            cwd=self._folder,
            env=self._environment | _variables(more),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @asynccontextmanager
    async def running(self, *, under: Sequence[str] = (), **more: str) -> AsyncIterator["Run"]:
        """Run the bot, ready to answer, until the block ends; then it has to end cleanly."""
        run = await self.begin(under=under, **more)
        try:
            await run.logged(READY)
            yield run
            assert await run.stopped() == 0, run.log
        finally:
            await run.kill()

    async def command(self, *arguments: str, **more: str) -> tuple[int, str]:
        """Run a command to its end; return its exit code and what it wrote."""
        run = await self.begin(*arguments, **more)
        return await run.ended(), run.log


class Run:
    """A process of the program, with what it has written to its log so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._more = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    @property
    def log(self) -> str:
        """Return all that was written."""
        return "\n".join(self.lines)

    async def logged(self, *words: str, since: int = 0) -> str:
        """Wait for a line with some of these words; raises AssertionError if there is none.

        It waits for TIMEOUT_S at most, and not longer than the program runs.
        """

        def found() -> str | None:
            lines = self.lines[since:]
            return next((line for line in lines if any(each in line for each in words)), None)

        try:
            async with asyncio.timeout(TIMEOUT_S), self._more:
                await self._more.wait_for(lambda: found() or self._reading.done())
        except TimeoutError:
            pass
        line = found()
        assert line is not None, f"not in the log: {' or '.join(words)}\n{self.log}"
        return line

    @property
    def children(self) -> list[int]:
        """Return the processes that it has started and that still run, but for the tracker."""
        paths = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        numbers = [int(number) for path in paths for number in path.read_text("ascii").split()]
        return [number for number in numbers if b"resource_tracker" not in _command(number)]

    async def child(self) -> None:
        """Wait until it has started a process."""
        async with asyncio.timeout(TIMEOUT_S):
            while not self.children:  # noqa: ASYNC110 - of another process
                await asyncio.sleep(0.01)

    async def opened(self, file: Path) -> None:
        """Wait until it has a file open."""
        async with asyncio.timeout(TIMEOUT_S):
            while file not in _opened(self.process.pid):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)

    async def listening(self, port: int) -> None:
        """Wait until something listens on a port of this machine."""
        async with asyncio.timeout(TIMEOUT_S):
            while self.process.returncode is None:
                with suppress(ConnectionError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    return
                await asyncio.sleep(0.01)
        raise AssertionError(self.log)

    def signal(self, number: int) -> None:
        """Send a signal to the program, not to its children."""
        self.process.send_signal(number)

    async def stopped(self) -> int:
        """Ask it to end as systemd does, and return its exit code."""
        if self.process.returncode is None:
            self.signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Return the exit code, once it has ended."""
        async with asyncio.timeout(TIMEOUT_S):
            await self._reading
            return await self.process.wait()

    async def kill(self) -> None:
        """Kill it and its children, as a power cut would."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()
        await self._reading

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            async with self._more:
                self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))
                self._more.notify_all()
        async with self._more:
            self._more.notify_all()


def _command(number: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes()
    return b"resource_tracker"  # it has ended


def _opened(number: int) -> set[Path]:
    found = set()
    for link in Path(f"/proc/{number}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            found.add(link.readlink())
    return found


def _variables(settings: Mapping[str, str]) -> dict[str, str]:
    return {f"KUTIP_{name.upper()}": value for name, value in settings.items()}
