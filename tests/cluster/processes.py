"""Servers as processes that end with the process that started them, however that ends."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

POLL_INTERVAL_S = 0.02
MAX_START_S = 120  # of a machine that does other things as well
LOG_TAIL = 3_000  # characters


class ServerError(Exception):
    """A server that did not start; the text has the end of its log."""


class _Guard:
    """A process that outlives this one for long enough to kill its servers."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py"))],
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is not for it
            text=True,
        )

    def say(self, what: str, value: object) -> None:
        """Add to what is killed or deleted in the end, or take from it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what} {value}\n")
        self._process.stdin.flush()


@cache
def _guard() -> _Guard:
    return _Guard()


@contextlib.contextmanager
def server_folder(prefix: str) -> Iterator[Path]:
    """Yield a folder that is deleted afterwards, also if this process is killed."""
    folder = Path(tempfile.mkdtemp(prefix=f"kutip-{prefix}-"))
    _guard().say("folder", folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class ServerProcess:
    """One process of a server, leading a group; its output goes to the end of ``log``."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        user: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                cwd=log.parent,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )
        _guard().say("process", self.pid)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def close_input(self) -> None:
        """End the process's standard input."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def end(self, sign: signal.Signals) -> None:
        """Send a signal, unless it has ended, and wait for the end."""
        if self.running:
            self._process.send_signal(sign)
        self.wait()

    def kill_group(self) -> None:
        """Kill the process, and the children that are in its group, with SIGKILL."""
        if self.running:
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> None:
        """Wait for the end."""
        already = self._process.returncode is not None
        self._process.wait()
        self.close_input()
        if not already:
            _guard().say("ended", self.pid)

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Ask until the server is ready; raises ServerError if it ends instead."""
        wait_until(lambda: not self.running or ready(), self._error)
        if not self.running:
            raise self._error()

    def _error(self) -> ServerError:
        return ServerError(self._log.read_text("utf-8", errors="replace")[-LOG_TAIL:])


def wait_until(condition: Callable[[], bool], error: Callable[[], Exception]) -> None:
    """Ask every 20 ms, and raise ``error()`` after two minutes."""
    deadline = time.monotonic() + MAX_START_S
    while not condition():
        if time.monotonic() > deadline:
            raise error()
        time.sleep(POLL_INTERVAL_S)


def kill_with_children(process: ServerProcess) -> None:
    """Kill a process and its children at once, so that none of them can clean up."""
    os.kill(process.pid, signal.SIGSTOP)  # it starts no child from now on
    for child in _children(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    process.end(signal.SIGKILL)


def _children(parent: int) -> Iterator[int]:
    """Yield a process's children; nothing where there is no ``/proc``."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text("utf-8").rpartition(")")[2].split()
            if int(fields[1]) == parent:
                yield int(status.parent.name)


def free_ports(number: int) -> list[int]:
    """Return ports of loopback that nothing listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
