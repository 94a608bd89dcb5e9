"""Work in steps, each in a thread or all of them in another process.

The work is a generator: a step is what it does until it yields. Nothing here holds up the event
loop, or knows what the work is.
"""

import asyncio
import multiprocessing
import os
import signal
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from index.errors import BuildFailed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_PATIENCE = 5.0  # seconds until a process that was asked to end is ended
_NICENESS = 5  # whoever answers questions goes first, and a reload still goes on

Asked = TypeVar("Asked")
Told = TypeVar("Told")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Finished(Generic[Result]):
    """Stands for a step when there are no more: ``result`` is what the work returned."""

    result: Result


class Worker(ABC, Generic[Told, Asked, Result]):
    """Whoever takes the steps."""

    @abstractmethod
    def start(self) -> None:
        """Get ready; blocks."""

    @abstractmethod
    def take(self, asked: Asked | None) -> Told | Finished[Result]:
        """What the work yields next, ``asked`` being sent to it, or what it returned; blocks."""

    @abstractmethod
    def close(self) -> None:
        """Give the work up, if it is not done; blocks until it does nothing more."""


class ThreadWorker(Worker[Told, Asked, Result]):
    """Takes the steps in this process."""

    def __init__(self, work: Generator[Told, Asked | None, Result]) -> None:
        self._work = work
        self._working = Lock()

    def start(self) -> None:
        """Nothing has to be got ready."""

    def take(self, asked: Asked | None) -> Told | Finished[Result]:
        """Raises what the work raises."""
        with self._working:
            return _step(self._work, asked)

    def close(self) -> None:
        """Waits for a step that is being taken."""
        with self._working:
            self._work.close()


class ProcessWorker(Worker[Told, Asked, Result]):
    """Takes the steps in a process of their own; what makes the work is pickled."""

    def __init__(
        self, work: Callable[..., Generator[Told, Asked | None, Result]], *arguments: object
    ) -> None:
        spawn = multiprocessing.get_context("spawn")  # a fork would copy the loop and its threads
        self._pipe, self._theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(self._theirs, work, arguments))
        self._process.daemon = True
        self._changing = Lock()
        self._started = self._closed = False

    def start(self) -> None:
        """Start the process, unless it is closed already."""
        with self._changing:
            if not self._closed:
                self._process.start()
                self._started = True
            self._theirs.close()

    def take(self, asked: Asked | None) -> Told | Finished[Result]:
        """Raises BuildFailed where the work failed, or its process ended."""
        try:
            self._pipe.send(asked)
            answer: Told | Finished[Result] | BuildFailed = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise BuildFailed(type(error).__name__) from error
        if isinstance(answer, BuildFailed):
            raise answer
        return answer

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._changing:
            self._closed = True
            if self._started:
                self._process.terminate()
                self._process.join(_PATIENCE)
                self._process.kill()
                self._process.join()
            self._pipe.close()  # last: a thread that waits for an answer reads its end first


class Steps(Generic[Told, Asked, Result]):
    """Work under way."""

    def __init__(self, worker: Worker[Told, Asked, Result]) -> None:
        self._worker = worker

    async def step(self, asked: Asked | None = None) -> Told | Finished[Result]:
        """What the work yields next, ``asked`` being sent to it; None for the first step."""
        return await asyncio.to_thread(self._worker.take, asked)

    async def finish(self, told: Callable[[Told], None]) -> Result:
        """Take all steps that are left; returns what the work returns."""
        while not isinstance(answer := await self.step(), Finished):
            told(answer)
        return answer.result


@asynccontextmanager
async def started(
    worker: Worker[Told, Asked, Result],
) -> AsyncIterator[Steps[Told, Asked, Result]]:
    """The steps of a worker, who does nothing more when the block ends."""
    try:
        await asyncio.to_thread(worker.start)
        yield Steps(worker)
    finally:
        await asyncio.shield(asyncio.to_thread(worker.close))


def _step(
    work: Generator[Told, Asked | None, Result], asked: Asked | None
) -> Told | Finished[Result]:
    try:
        return work.send(asked)
    except StopIteration as end:
        return Finished(end.value)


def _serve(
    pipe: "Connection",
    make: Callable[..., Generator[Any, Any, Any]],
    arguments: tuple[object, ...],
) -> None:
    """What the other process does: take a step for every request."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too; our parent decides
    if hasattr(os, "nice"):  # Windows has none
        os.nice(_NICENESS)
    with suppress(EOFError, OSError):
        try:
            work = make(*arguments)
            while True:
                pipe.send(_step(work, pipe.recv()))
        except Exception as error:  # whatever it is, the parent has to know
            pipe.send(BuildFailed(f"{type(error).__name__}: {error}"))
