"""SIGTERM in the middle of something: it ends in time with status 0, and all goes on afterwards."""

import asyncio
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.faults import Held
from bot.storage.database import Database, dialect_of
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.schema_version import HEAD, upgrade
from tests.e2e.killing import NEWS as FLOOD
from tests.e2e.killing import TITLE, prepare
from tests.faults.conftest import reader
from tests.faults.program import Program
from tests.faults.signs import Person, is_sound, leftovers, locked
from tests.faults.test_limits import stored, write_many

HARD_END = "ended with work unfinished"
"""The last line of a program that did not end in time by itself."""


@pytest.mark.long
async def test_sigterm_during_a_reload_leaves_all_of_it_or_nothing(
    program: Program, ani: Person, owner: Person
) -> None:
    """It is awaited for as long as the end may take."""
    async with program.running(watch="no") as run:
        assert await ani.is_answered()
        write_many(program.articles / "banyak.jsonl")
        await owner.says("/reload folder")
        await run.child()
        assert await run.stopped() == 0
        assert HARD_END not in run.log
    assert stored(program) in (4, 39)
    assert leftovers(program.data) == []
    async with program.running():
        assert await ani.is_answered()
    assert stored(program) == 39
    assert is_sound(program.database)


async def test_sigterm_during_a_delivery_loses_and_repeats_nothing(
    program: Program, server: BotApiServer, owner: Person, tmp_path: Path
) -> None:
    """One message is on its way to Telegram when the signal comes, and arrives."""
    people = [reader(server, f"Pelanggan {number}") for number in range(40)]
    shutil.rmtree(program.articles)
    await prepare(server, tmp_path, [person.chat.id for person in people])
    async with program.running() as run:
        held = Held()
        server.fail("sendMessage", held, chat=people[20].chat)
        (program.articles / "banjir.txt").write_text(FLOOD, "utf-8")
        await owner.says("/reload folder")
        await held.reached.wait()
        run.signal(signal.SIGTERM)
        await asyncio.sleep(0)
        held.released.set()
        assert await run.ended() == 0
        assert HARD_END not in run.log
    async with program.running():
        heard = [await person.hears() for person in people]
    assert all(TITLE in text for text in heard)
    assert [person.chat.unread for person in people] == [0] * len(people)


@pytest.mark.long
async def test_sigterm_during_a_restore_leaves_the_old_database(
    program: Program, ani: Person, tmp_path: Path
) -> None:
    """It reads the backup from a pipe that has given only half of it."""
    async with program.running():
        assert await ani.is_answered()
    backup, pipe = tmp_path / "cadangan.gz", tmp_path / "pipa.gz"
    assert (await program.command("backup", str(backup)))[0] == 0
    before = program.database.read_bytes()
    os.mkfifo(pipe)
    content = backup.read_bytes()
    run = await program.begin("restore", str(pipe))
    writing = await asyncio.to_thread(pipe.open, "wb", buffering=0)
    with writing:
        await asyncio.to_thread(writing.write, content[: len(content) // 2])
        assert await run.stopped() != 0
    assert program.database.read_bytes() == before
    async with program.running():
        assert await ani.is_answered()
    assert leftovers(program.data) == []


async def test_sigterm_during_a_migration_leaves_the_old_schema(
    program: Program, ani: Person
) -> None:
    """It waits for the lock of the database, which another program holds."""
    await make_earlier(program.database, "0012")
    with locked(program.database):
        run = await program.begin("run")
        await run.opened(program.database)
        assert await run.stopped() in (0, 1, -signal.SIGTERM)
    assert version(program.database) == "0012"
    async with program.running():
        assert await ani.is_answered()
    assert version(program.database) == HEAD
    assert is_sound(program.database)


async def make_earlier(database: Path, version: str) -> None:
    """Make an empty database of an earlier version of the program."""
    dialect = dialect_of(DatabaseAddress(database))
    try:
        await dialect.prepare()
        async with Database(dialect).write() as connection:
            await connection.run_sync(upgrade, version)
    finally:
        await dialect.close()


def version(database: Path) -> str:
    """Return the version of the schema."""
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
