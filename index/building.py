"""Builds and merges segments in a process of their own, which leaves them in a file.

What goes over the pipe are articles and counts; the arrays never do: the file is mapped where the
segment is served. Everything here blocks and belongs in a thread.
"""

import multiprocessing
import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from index.errors import BuildFailed
from index.segment import SegmentBuilder, merge
from index.snapshot import read_segment, write_segment
from index.types import Article

_PATIENCE = 5.0  # seconds until a process that was asked to end is ended


class BuildProcess:
    """One segment being built elsewhere; a context manager that leaves no process behind."""

    def __init__(self, path: Path) -> None:
        spawn = multiprocessing.get_context("spawn")  # a fork would copy the loop and its threads
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_work, args=(theirs, path), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> "BuildProcess":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def add(self, articles: Sequence[Article]) -> int:
        """Have ``articles`` analysed; returns how many were until now. Raises BuildFailed."""
        return self._ask(list(articles))

    def merge(self, parts: Sequence[tuple[Path, frozenset[int]]]) -> None:
        """Make the segment of stored ones instead, without their removed articles."""
        self._ask(tuple(parts))

    def finish(self) -> None:
        """Return when the segment is in its file. Raises BuildFailed."""
        self._ask(None)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.terminate()
        self._process.join(_PATIENCE)
        self._pipe.close()  # last: a thread that waits for an answer reads its end first

    def _ask(self, request: object) -> int:
        try:
            self._pipe.send(request)
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise BuildFailed(type(error).__name__) from error
        if not isinstance(answer, int):
            raise BuildFailed(str(answer))
        return answer


def _work(pipe: Connection, path: Path) -> None:
    """What the other process does: answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too; our parent decides
    with suppress(EOFError, OSError):
        try:
            _build(pipe, path)
        except Exception as error:  # whatever it is, the parent has to know
            pipe.send(f"{type(error).__name__}: {error}")


def _build(pipe: Connection, path: Path) -> None:
    builder, done = SegmentBuilder(), 0
    while (request := pipe.recv()) is not None:
        if isinstance(request, tuple):
            parts = [(read_segment(file), removed) for file, removed in request]
            write_segment(path, merge(parts))
            pipe.send(0)
            return
        builder.add(request)
        done += len(request)
        pipe.send(done)
    write_segment(path, builder.segment())
    pipe.send(done)
