"""What is cancelled, or goes on for too long, leaves nothing: no rows, locks or connections."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.errors import StorageDamaged
from bot.model.interface_language import InterfaceLanguage
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database, open_database
from bot.storage.readers import ReaderStore
from bot.storage.staging import new_staging_file


async def test_a_cancelled_writer_leaves_nothing_and_lets_the_next_one_in(
    database: Database,
) -> None:
    inside = asyncio.Event()

    async def write_forever() -> None:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO readers VALUES (7, 'en')"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_forever())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await ReaderStore(database).choose_language(8, InterfaceLanguage.ENGLISH)
    assert await ReaderStore(database).language(7) is None
    assert await ReaderStore(database).language(8) is InterfaceLanguage.ENGLISH


class Statements(list[str]):
    """The statements that have begun; ``cancelled`` is set as the task of one is cancelled."""

    def __init__(self) -> None:
        self.cancelled = asyncio.Event()


@contextmanager
def statements(database: Database, cancelled: int | None = None) -> Iterator[Statements]:
    """Collect the statements that begin; the task of the one at this place is cancelled in it."""
    begun = Statements()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        begun.append(statement)
        if len(begun) - 1 == cancelled and (task := asyncio.current_task()):
            task.cancel()
            begun.cancelled.set()

    engine = database.dialect.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield begun
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("attached", [False, True], ids=["alone", "with a reload's file"])
async def test_a_writer_that_is_cancelled_at_any_statement_leaves_no_lock(
    database: Database, tmp_path: Path, attached: bool
) -> None:
    """Not even as long as its error, and with that the statement's cursor, is referenced."""
    staged = tmp_path / "staged.db" if attached else None
    if staged is not None:
        with new_staging_file(database.address, staged):
            pass
    insert = text("INSERT INTO readers VALUES (1000 + :id, 'en')")

    async def write() -> None:
        async with database.write(staged) as connection:
            await connection.execute(text("DELETE FROM readers"))
            for first in (0, 10, 20):
                await connection.execute(insert, [{"id": first + each} for each in range(10)])

    with statements(database) as begun:
        await write()
    assert len(begun) >= 5 + attached  # BEGIN and ATTACH are among them
    errors: list[BaseException | None] = []
    for place in range(len(begun)):
        with statements(database, place):
            errors += await asyncio.gather(asyncio.create_task(write()), return_exceptions=True)
        await ReaderStore(database).choose_language(place, InterfaceLanguage.ENGLISH)
        kept = await database.rows(text("SELECT 1 FROM readers WHERE reader_id < 1000"))
        assert len(kept) == place + 1, begun[place]
    assert all(isinstance(error, asyncio.CancelledError) for error in errors)


@pytest.mark.parametrize("next_by", ["write", "write_all", "execute"])
async def test_a_connection_that_there_was_no_memory_to_close_does_not_lock_out_the_next_writer(
    database: Database, monkeypatch: pytest.MonkeyPatch, next_by: str
) -> None:
    """Not even as long as its error is referenced, as the one of a job that failed."""
    insert = text("INSERT INTO readers VALUES (:id, 'en')")

    async def no_memory(_connection: AsyncConnection) -> None:
        raise MemoryError

    async def write(by: str, number: int) -> None:
        if by == "write":
            async with database.write() as connection:
                await connection.execute(insert, {"id": number})
        elif by == "execute":
            await database.execute(insert.bindparams(id=number))
        else:
            await database.write_all((insert, {"id": number}))

    with pytest.raises(MemoryError) as failed, monkeypatch.context() as patch:
        patch.setattr(AsyncConnection, "close", no_memory)
        async with database.write() as connection:
            await connection.execute(insert, {"id": 7})
            raise MemoryError
    await write(next_by, 8)
    assert failed.value
    assert await database.rows(text("SELECT reader_id FROM readers")) == [(8,)]


@pytest.mark.sqlite("only SQLite's short statements have threads of their own")
async def test_its_threads_are_started_before_memory_may_be_used_up(tmp_path: Path) -> None:
    """For a thread that cannot start, the event loop may wait for ever."""
    async with open_database(tmp_path / "kutip.db"):
        names = {each.name for each in threading.enumerate()}
    assert names >= {"storage-reading_0", "storage-writing_0"}


def open_descriptors(path: Path) -> int:
    """Count this process's descriptors of a file."""
    with os.scandir("/proc/self/fd") as found:
        descriptors = [Path(each.path) for each in found]
    return sum(each.is_symlink() and each.readlink() == path for each in descriptors)


@pytest.mark.sqlite("the database is a file")
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not tell them")
async def test_a_connection_that_outlives_the_database_is_closed_when_it_is_returned(
    tmp_path: Path,
) -> None:
    """As that of a request whose answer the server did not wait for."""
    path = tmp_path / "data" / "kutip.db"
    inside, leave = asyncio.Event(), asyncio.Event()

    async def read(database: Database) -> None:
        async with database.read() as connection:
            await connection.scalar(text("SELECT 1"))
            inside.set()
            await leave.wait()

    async with open_database(path) as database:
        reading = asyncio.create_task(read(database))
        await inside.wait()
    assert open_descriptors(path) == 1
    leave.set()
    await reading
    assert open_descriptors(path) == 0


@pytest.mark.sqlite("the database is a file")
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not tell them")
async def test_a_database_closes_its_connections_also_if_it_is_cancelled_meanwhile(
    tmp_path: Path,
) -> None:
    path = tmp_path / "data" / "kutip.db"

    async def use(inside: asyncio.Event) -> None:
        async with open_database(path) as database:
            await ReaderStore(database).language(7)
            inside.set()
            await asyncio.Event().wait()

    for turns in range(1, 12):
        inside = asyncio.Event()
        task = asyncio.create_task(use(inside))
        await inside.wait()
        task.cancel()
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()  # while it closes
        await asyncio.gather(task, return_exceptions=True)
        assert open_descriptors(path) == 0


@pytest.mark.sqlite("it is SQLite's driver that has a thread for each connection")
@pytest.mark.parametrize("step", [1, -1], ids=["first made first", "last made first"])
async def test_a_loop_that_ends_waits_for_no_connection_that_never_closes(
    database: Database, step: int
) -> None:
    """As ``asyncio.run`` ends: what is left is cancelled all at once, in whatever it is."""

    async def write() -> None:
        async with database.write() as connection:
            while True:
                await connection.execute(text("INSERT OR REPLACE INTO readers VALUES (7, 'en')"))

    for turns in range(20):
        before = asyncio.all_tasks()
        with statements(database, 3) as begun:
            writing = asyncio.create_task(write())
            await begun.cancelled.wait()
            for _ in range(turns):
                await asyncio.sleep(0)
            left = sorted(asyncio.all_tasks() - before, key=asyncio.Task.get_name)
            for each in left[::step]:
                each.cancel()
            _, waiting = await asyncio.wait([writing, *left], timeout=20)
        assert not waiting


@pytest.mark.sqlite("a page of a file is damaged")
async def test_a_database_that_cannot_be_opened_leaves_no_repair_behind(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kutip.db"
    async with open_database(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    before = asyncio.all_tasks()
    with pytest.raises(StorageDamaged):
        async with open_database(path):
            pass
    assert asyncio.all_tasks() == before
    assert open_descriptors(path) == 0
