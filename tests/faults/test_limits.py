"""The system gives no more files or memory: nothing is removed, owners are told, all comes back."""

import asyncio
import json
import os
import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from tests.e2e.conversation import PAGE
from tests.faults.conftest import reader
from tests.faults.program import Program, Run
from tests.faults.signs import NEWS, TEXTS, WHO, Person, is_sound

OFTEN = 40
MANY_BYTES = 2_100_000
"""Of a folder that is read in a process of its own."""

NO_MEMORY = ("memory_exhausted", "worker_killed", "can't start new thread", "not logged")
"""What the log says of a program without memory, as far as it can."""


@pytest.mark.long
async def test_with_64_descriptors_everybody_is_answered(
    program: Program, server: BotApiServer, owner: Person
) -> None:
    people = [reader(server, f"Pembaca {number}") for number in range(OFTEN)]
    async with program.running(under=("prlimit", "--nofile=64")) as run:
        assert all(await asyncio.gather(*(each.is_answered() for each in people)))
        (program.articles / "banjir.txt").write_text(NEWS, "utf-8")
        await owner.says("/reload folder")
        assert "Baru: 1" in await owner.sees(TEXTS.reload_done)
        assert "Too many open files" not in run.log


@pytest.mark.parametrize("spare", [0, pytest.param(2, marks=pytest.mark.long), 5])
async def test_used_up_descriptors_remove_nothing_and_are_told(
    program: Program, ani: Person, owner: Person, spare: int
) -> None:
    """With some to spare, the folder can be opened, and its files can't be read."""
    async with program.running(watch="no") as run:
        assert await ani.is_answered()
        (program.articles / "pelabuhan.html").write_text(PAGE, "utf-8")
        with limited(run, resource.RLIMIT_NOFILE, descriptors(run) + spare):
            await owner.says("/reload folder")
            report = await owner.sees((TEXTS.reload_failed, TEXTS.reload_done))
            assert "Dihapus: 0" in report or TEXTS.format("files_exhausted") in report
        assert stored(program) == 4
        assert await ani.is_answered()
        await owner.until(TEXTS.reload_started, "/reload folder")
        assert "Baru: 1" in await owner.sees(TEXTS.reload_done)
        assert "Traceback" not in run.log
    assert is_sound(program.database)


@pytest.mark.long
async def test_a_build_that_the_system_ends_leaves_the_old_articles_and_is_told(
    program: Program, ani: Person, owner: Person
) -> None:
    """As it does when memory is used up: a process of the program's is killed."""
    async with program.running(watch="no") as run:
        assert await ani.is_answered()
        write_many(program.articles / "banyak.jsonl")
        killing = asyncio.create_task(kill_children(run))
        await owner.says("/reload folder")
        assert (await owner.sees(TEXTS.reload_failed)).endswith(TEXTS.format("worker_killed"))
        killing.cancel()
        assert stored(program) == 4
        assert await ani.is_answered()
        await owner.until(TEXTS.reload_started, "/reload folder")
        assert "Baru: 35" in await owner.sees(TEXTS.reload_done)
        assert "Traceback" not in run.log
    assert is_sound(program.database)


async def test_without_memory_nothing_is_removed_and_all_comes_back(
    program: Program, ani: Person, owner: Person
) -> None:
    """Anything may fail meanwhile, also to say so, but the program goes on."""
    async with program.running(watch="no") as run:
        assert await ani.is_answered()
        write_many(program.articles / "banyak.jsonl")
        with limited(run, resource.RLIMIT_DATA, data_bytes(run)):
            owner.chat.says(owner.user, "/reload folder")
            await run.logged(*NO_MEMORY)
        assert stored(program) == 4
        await ani.until("Ratna Dewi", WHO)  # perhaps after an apology
        while TEXTS.reload_started not in await owner.says("/reload folder"):
            pass  # the one that fails has not ended, or is reported
        assert "Baru: 35" in await owner.sees(TEXTS.reload_done)
    assert is_sound(program.database)


@contextmanager
def limited(run: Run, which: int, amount: int) -> Iterator[None]:
    """Set a limit of the running program, and take it away again."""
    before = resource.prlimit(run.process.pid, which)
    resource.prlimit(run.process.pid, which, (amount, before[1]))
    try:
        yield
    finally:
        resource.prlimit(run.process.pid, which, before)


def descriptors(run: Run) -> int:
    """Return how many files the program has open."""
    return len(list(Path(f"/proc/{run.process.pid}/fd").iterdir()))


def data_bytes(run: Run) -> int:
    """Return how much memory of data the program has."""
    status = Path(f"/proc/{run.process.pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmData"))
    return int(line.split()[1]) * 1024


async def kill_children(run: Run) -> None:
    """Kill each process that the program starts, as soon as it is there."""
    while True:
        for number in run.children:
            os.kill(number, signal.SIGKILL)
        await asyncio.sleep(0.01)


def write_many(path: Path) -> None:
    """Write long articles, too many bytes to be read in the program's own process."""
    paragraph = " ".join(f"Kata{number} dicatat di buku tamu." for number in range(100))
    with path.open("w", encoding="utf-8") as file:
        for number in range(35):
            text = f"Nomor {number}. {paragraph}\n\n" * (MANY_BYTES // 35 // len(paragraph))
            file.write(json.dumps({"id": str(number), "title": f"B {number}", "text": text}) + "\n")


def stored(program: Program) -> int:
    """Return how many articles are stored."""
    with closing(sqlite3.connect(program.database)) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
