"""Run a generator's steps outside the event loop, in a thread or in a process of its own.

A step runs the generator until it yields. Progress, input, cancellation and errors work alike in
both. docs/decisions/0014-processes.md compares the alternatives.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from threading import Barrier, Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from index.errors import KILLED, BuildFailed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_TERMINATE_TIMEOUT_S = 5.0
"""Time from SIGTERM to SIGKILL."""
_DEATH_TIMEOUT_S = 1.0
"""Time from the end of a process's pipe to its own."""
_NICENESS = 5
"""Low enough that answers go first, and high enough that a reload on a busy machine goes on."""
PARSE_TIMEOUT_S = 15.0
"""For one item; the process of a longer parse is ended."""
MAX_MEMORY_BYTES = 240_000_000
"""Of data in a process that parses; its code and its libraries take some 20 MB more."""
WORKER_THREADS = ThreadPoolExecutor(64, "worker")
"""More than there are workers; asyncio's own threads, of which there are few, are for answers."""

YieldT = TypeVar("YieldT")
SendT = TypeVar("SendT")
ReturnT = TypeVar("ReturnT")


@dataclass(frozen=True, slots=True)
class Finished(Generic[ReturnT]):
    """The end of the steps, with what the generator returned."""

    result: ReturnT


class Worker(ABC, Generic[YieldT, SendT, ReturnT]):
    """Runs the steps of one generator."""

    @abstractmethod
    def start(self) -> None:
        """Prepare to run; blocks."""

    @abstractmethod
    def step(self, sent: SendT | None) -> YieldT | Finished[ReturnT]:
        """Send ``sent`` into the generator, and return what it yields or its end; blocks."""

    @abstractmethod
    def close(self) -> None:
        """Stop the generator if it is not done; blocks until nothing of it runs."""


class ThreadWorker(Worker[YieldT, SendT, ReturnT]):
    """Runs the steps in the thread of the caller."""

    def __init__(
        self,
        work: Generator[YieldT, SendT | None, ReturnT],
        interrupt: Callable[[], None] = lambda: None,
    ) -> None:
        self._work = work
        self._interrupt = interrupt
        self._running = Lock()

    def start(self) -> None:
        """Do nothing: there is nothing to prepare."""

    def step(self, sent: SendT | None) -> YieldT | Finished[ReturnT]:
        """Run a step; raises what the generator raises."""
        with self._running:
            return _step(self._work, sent)

    def close(self) -> None:
        """Close the generator after the step that is running, which ``interrupt`` may shorten."""
        self._interrupt()
        with self._running:
            self._work.close()


class ProcessWorker(Worker[YieldT, SendT, ReturnT]):
    """Runs the steps in a process of its own.

    The process makes the generator of ``work`` and ``arguments``, which are pickled. It may start
    others of its own if it is a ``parent``.
    """

    def __init__(
        self,
        work: Callable[..., Generator[YieldT, SendT | None, ReturnT]],
        *arguments: object,
        parent: bool = False,
    ) -> None:
        spawn = multiprocessing.get_context("spawn")  # a fork would copy the loop and its threads
        self._pipe, self._child_pipe = spawn.Pipe()
        self._process = spawn.Process(
            target=_serve, args=(self._child_pipe, work, arguments, parent)
        )
        self._process.daemon = not parent
        self._starting = Lock()
        self._started = self._closed = False

    def start(self) -> None:
        """Start the process, unless it was closed before."""
        with self._starting:
            try:
                if not self._closed:
                    self._process.start()
                    self._started = True
            finally:
                self._child_pipe.close()

    def step(self, sent: SendT | None) -> YieldT | Finished[ReturnT]:
        """Run a step; raises BuildFailed if the generator failed or the process died."""
        self.send(sent)
        return self.receive()

    def send(self, sent: SendT | None) -> None:
        """Begin a step, whose end ``receive`` awaits; raises BuildFailed."""
        try:
            self._pipe.send(sent)
        except OSError as error:
            raise BuildFailed(self._death() or type(error).__name__) from error

    def receive(self, timeout_s: float | None = None) -> YieldT | Finished[ReturnT]:
        """Return what the step that was begun yields; raises BuildFailed, and TimeoutError."""
        try:
            answer: YieldT | Finished[ReturnT] | BuildFailed | None = None
            in_time = self._pipe.poll(timeout_s)
            if in_time:
                answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise BuildFailed(self._death() or type(error).__name__) from error
        if not in_time:
            raise TimeoutError
        if isinstance(answer, BuildFailed):
            raise answer
        return answer  # type: ignore[return-value]  # what was sent, over a pipe

    def _death(self) -> str:
        """Return which signal has ended the process, "" if none has: its pipe is closed."""
        with self._starting:
            if self._closed or not self._started:
                return ""
            self._process.join(_DEATH_TIMEOUT_S)
            code = self._process.exitcode or 0
        return f"{KILLED} {-code}" if code < 0 else ""

    def close(self) -> None:
        """End the process in the middle of a step, too."""
        with self._starting:
            self._closed = True
            if self._started:
                self._process.terminate()
                self._process.join(_TERMINATE_TIMEOUT_S)
                self._process.kill()
                self._process.join()
            self._pipe.close()  # last: a thread that waits for an answer sees the end of file first


def start_threads(executor: ThreadPoolExecutor, count: int) -> None:
    """Start ``count`` threads of an executor, unless it has as many that are idle.

    Where memory is used up, ``Thread.start`` may wait for ever for a thread that could not start,
    and with it the event loop that asked for one.
    """
    barrier = Barrier(count + 1)
    for _ in range(count):
        executor.submit(barrier.wait)
    barrier.wait()


async def in_thread(call: Callable[..., ReturnT], *arguments: object) -> ReturnT:
    """Call what may wait long for a worker, in a thread that no answer needs."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(WORKER_THREADS, partial(call, *arguments))


class Steps(Generic[YieldT, SendT, ReturnT]):
    """The steps of a started worker, for the event loop."""

    def __init__(self, worker: Worker[YieldT, SendT, ReturnT]) -> None:
        self._worker = worker

    async def next(self, sent: SendT | None = None) -> YieldT | Finished[ReturnT]:
        """Run a step in a thread; ``sent`` is None for the first."""
        return await in_thread(self._worker.step, sent)

    async def finish(self, on_yield: Callable[[YieldT], None]) -> ReturnT:
        """Run all steps that are left; returns what the generator returns."""
        while not isinstance(answer := await self.next(), Finished):
            on_yield(answer)
        return answer.result


@asynccontextmanager
async def started(
    worker: Worker[YieldT, SendT, ReturnT],
) -> AsyncIterator[Steps[YieldT, SendT, ReturnT]]:
    """Start ``worker``, and close it when the block ends."""
    try:
        await in_thread(worker.start)
        yield Steps(worker)
    finally:
        await asyncio.shield(in_thread(worker.close))


def limit_memory() -> None:
    """Let this process have at most ``MAX_MEMORY_BYTES`` of data, on systems that can limit it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def end_after(seconds: float) -> None:
    """Let the system end this process after ``seconds``, on systems that can; 0: not any more.

    For one whose parent was killed and can't end it.
    """
    if hasattr(signal, "setitimer"):  # Windows has none
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _step(
    work: Generator[YieldT, SendT | None, ReturnT], sent: SendT | None
) -> YieldT | Finished[ReturnT]:
    try:
        return work.send(sent)
    except StopIteration as end:
        return Finished(end.value)


def _exit(_number: int, _frame: object) -> None:
    raise SystemExit


def _serve(
    pipe: "Connection",
    make: Callable[..., Generator[Any, Any, Any]],
    arguments: tuple[object, ...],
    is_parent: bool,
) -> None:
    """Run a step for every request until the other end of ``pipe`` is gone."""
    logging.captureWarnings(True)
    logging.getLogger().addHandler(logging.NullHandler())  # a parser repeats what it reads
    if is_parent:
        signal.signal(signal.SIGTERM, _exit)  # so that its own processes are ended first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends Ctrl-C to children, too
    if hasattr(os, "nice"):  # Windows has none
        os.nice(_NICENESS)
    with suppress(EOFError, OSError):
        try:
            work = make(*arguments)
            while True:
                pipe.send(_step(work, pipe.recv()))
        except Exception as error:  # the parent raises it again, whatever it is
            pipe.send(BuildFailed(f"{type(error).__name__}: {error}"))
