"""The database is locked, damaged or gone: answers go on, owners are told, nothing is lost."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from tests.faults.conftest import reader
from tests.faults.disk import Disk
from tests.faults.program import Program
from tests.faults.signs import TEXTS, Person, answered, is_sound, locked


async def test_while_another_program_locks_the_database_answers_go_on(
    program: Program, server: BotApiServer, ani: Person, owner: Person
) -> None:
    """For everybody who asks at once, and again: no one waits for the lock in another's turn."""
    people = [reader(server, f"Pembaca {number}") for number in range(12)]
    busy = TEXTS.format("storage_busy", path=str(program.database))
    async with program.running() as run:
        assert await ani.is_answered()
        with locked(program.database):
            for _ in range(3):
                assert all(await asyncio.gather(*(each.is_answered() for each in people)))
            assert await ani.says("/subscribe banjir") == TEXTS.trouble
            assert await owner.hears() == busy
        assert "banjir" in await ani.says("/subscribe banjir")
        assert await ani.is_answered()
        assert owner.chat.unread == 0
        assert "Traceback" not in run.log
    assert answered(program.database) == 12 * 3 + 2
    assert is_sound(program.database)


async def test_a_damaged_page_is_told_and_answers_go_on(
    program: Program, ani: Person, owner: Person, tmp_path: Path
) -> None:
    """It is where every message, and what owners are told, finds its language.

    A backup brings it back.
    """
    async with program.running():
        assert await ani.is_answered()
        for person in (ani, owner):
            await person.presses("/language", "Bahasa Indonesia")
    backup = str(tmp_path / "cadangan.gz")
    assert (await program.command("backup", backup))[0] == 0
    damage(program.database, "readers")
    async with program.running() as run:
        assert await ani.is_answered()
        assert await owner.hears() == TEXTS.format("storage_damaged", path=str(program.database))
        await run.logged("storage_damaged")
    code, written = await program.command("check")
    assert code == 1
    assert TEXTS.format("storage_damaged", path=str(program.database)) in written
    assert (await program.command("restore", backup))[0] == 0
    async with program.running():
        assert await ani.is_answered()
    assert is_sound(program.database)


@pytest.mark.long
async def test_what_is_no_database_any_more_ends_the_start_in_words(
    program: Program, ani: Person
) -> None:
    async with program.running():
        assert await ani.is_answered()
    with program.database.open("r+b") as file:
        file.write(bytes(100))
    code, log = await program.command("run")
    assert code == 1
    assert log.splitlines()[-1].endswith(
        TEXTS.format("storage_damaged", path=str(program.database))
    )
    assert "Traceback" not in log


async def test_a_folder_that_is_gone_is_told_and_used_again_when_it_is_back(
    program: Program, ani: Person, owner: Person
) -> None:
    away = program.data.with_name("elsewhere")
    async with program.running() as run:
        assert await ani.is_answered()
        program.data.rename(away)
        assert await ani.is_answered()
        assert await owner.hears() == TEXTS.format("storage_gone", path=str(program.database))
        assert await ani.says("/subscribe banjir") == TEXTS.trouble
        away.rename(program.data)
        assert "banjir" in await ani.says("/subscribe banjir")
        assert "Traceback" not in run.log
    assert answered(program.database) == 2
    assert is_sound(program.database)


@pytest.mark.long
async def test_a_disk_that_is_unmounted_is_told_and_nothing_is_written_beside_it(
    program: Program, disk: Disk, ani: Person, owner: Person
) -> None:
    """The folder that it was mounted on is empty then, and another database must not begin."""
    async with program.running():
        assert await ani.is_answered()
        disk.pull()
        assert await ani.is_answered()
        assert await owner.hears() == TEXTS.format("storage_gone", path=str(program.database))
        assert await ani.says("/subscribe banjir") == TEXTS.trouble
    assert list(program.data.glob("kutip.db*")) == []


def damage(database: Path, table: str) -> None:
    """Write garbage over the first page of a table."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(query, [table]).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(random.Random(7).randbytes(size))
