"""The database file: its schema, its pragmas, its transactions, and what can be wrong with it."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import StorageError
from bot.storage import tables
from bot.storage.database import HEAD, MIGRATIONS, Database, open_database
from bot.storage.readers import ReaderStore
from bot.storage.tables.schema import metadata
from index.types import Language


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    """Where a database is to be made; the other tests have a migrated one there."""
    return tmp_path / "data" / "kutip.db"


@contextmanager
def other_process(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that the program knows nothing of."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        yield connection


async def key_of_failure(path: Path) -> str:
    with pytest.raises(StorageError) as caught:
        async with open_database(path):
            pass
    assert str(path.parent) in str(caught.value.arguments["path"])
    assert caught.value.arguments["reason"]
    return caught.value.key


async def test_migrations_lead_to_the_tables_as_declared(database: Database) -> None:
    for module in iter_modules(tables.__path__, f"{tables.__name__}."):
        import_module(module.name)

    def differences(connection: Connection) -> object:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return compare_metadata(context, metadata)

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


def test_the_newest_migration_is_the_one_that_opening_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_opening_again_keeps_what_is_there(database_path: Path) -> None:
    async with open_database(database_path) as database:
        await ReaderStore(database).choose_language(7, Language.ENGLISH)
    async with open_database(database_path) as database:
        assert await ReaderStore(database).language(7) is Language.ENGLISH


async def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "50% ?mode=ro&x=1#y" / "kutip.db"
    async with open_database(path):
        assert path.is_file()


async def test_every_connection_has_its_pragmas(database: Database) -> None:
    async with database.read() as one, database.read() as other:
        for connection in (one, other):
            values = [
                await connection.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
            ]
            assert values == ["wal", 1, 5000, 1]


async def test_a_migration_that_fails_leaves_nothing(
    database_path: Path,
) -> None:
    """A table that is in the way of the last step: the steps before it are undone as well."""
    database_path.parent.mkdir()
    with other_process(database_path) as connection:
        connection.execute("CREATE TABLE reloads (id INTEGER)")
    assert await key_of_failure(database_path) == "storage_failed"
    with other_process(database_path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert tables.fetchall() == [("reloads",)]


async def test_the_database_of_a_later_kutip_is_left_alone(database_path: Path) -> None:
    async with open_database(database_path):
        pass
    with other_process(database_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert await key_of_failure(database_path) == "storage_newer"
    with other_process(database_path) as connection:
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [("9999",)]


async def test_two_that_open_a_new_database_at_once_both_can(database_path: Path) -> None:
    async def choose(reader_id: int) -> None:
        async with open_database(database_path) as database:
            await ReaderStore(database).choose_language(reader_id, Language.ENGLISH)

    await asyncio.gather(choose(1), choose(2))
    async with open_database(database_path) as database:
        readers = ReaderStore(database)
        assert [await readers.language(1), await readers.language(2)] == [Language.ENGLISH] * 2


async def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    assert await key_of_failure(tmp_path / "data" / "kutip.db") == "storage_unwritable"


async def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "kutip.db").mkdir()
    assert await key_of_failure(tmp_path / "kutip.db") == "storage_unwritable"


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "kutip.db").write_bytes(b"not a database " * 100)
    assert await key_of_failure(tmp_path / "kutip.db") == "storage_damaged"


async def test_a_write_that_raises_is_undone(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO readers VALUES (7, 'en')"))
            raise LookupError
    assert await ReaderStore(database).language(7) is None


async def test_schema_changes_are_part_of_their_transaction(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.write() as connection:
            await connection.execute(text("CREATE TABLE later (id INTEGER)"))
            raise LookupError
    async with database.read() as connection:
        found = await connection.scalar(
            text("SELECT count(*) FROM sqlite_master WHERE name = 'later'")
        )
    assert found == 0


async def test_a_reader_sees_one_state_while_another_writes(database: Database) -> None:
    count = text("SELECT count(*) FROM readers")
    async with database.read() as connection:
        before = await connection.scalar(count)
        await ReaderStore(database).choose_language(7, Language.ENGLISH)
        assert await connection.scalar(count) == before
    async with database.read() as connection:
        assert await connection.scalar(count) == 1


async def test_writers_wait_for_each_other(database: Database) -> None:
    readers = ReaderStore(database)
    await asyncio.gather(*(readers.choose_language(n, Language.ENGLISH) for n in range(1, 41)))
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM readers")) == 40


async def test_a_writer_holds_the_lock_from_its_first_moment(
    database: Database, database_path: Path
) -> None:
    """So that reading first and writing then cannot fail halfway."""
    async with database.write():
        with (
            other_process(database_path) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")


async def test_a_lock_that_another_process_keeps_is_named(
    database: Database, database_path: Path
) -> None:
    async with database.read() as connection:  # the pool's only connection: gives up at once
        await connection.execute(text("PRAGMA busy_timeout=1"))
    with other_process(database_path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught:
            await ReaderStore(database).choose_language(7, Language.ENGLISH)
    assert caught.value.key == "storage_busy"
    await ReaderStore(database).choose_language(7, Language.ENGLISH)
    assert await ReaderStore(database).language(7) is Language.ENGLISH


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
    await ReaderStore(database).choose_language(8, Language.ENGLISH)
    assert await ReaderStore(database).language(7) is None
    assert await ReaderStore(database).language(8) is Language.ENGLISH


async def test_a_writer_that_is_cancelled_at_any_statement_leaves_no_lock(
    database: Database,
) -> None:
    """Not even as long as its error, and with that the statement's cursor, is referenced."""
    count = text("SELECT count(*) FROM readers")
    rows = [{"id": number} for number in range(100)]
    insert = text("INSERT INTO readers VALUES (1000 + :id, 'en')")

    async def write() -> None:
        async with database.write() as connection:
            for first in range(0, 100, 10):
                await connection.execute(insert, rows[first : first + 10])
            await asyncio.Event().wait()

    errors: list[BaseException | None] = []
    for turns in range(1, 40):
        task = asyncio.create_task(write())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        errors += await asyncio.gather(task, return_exceptions=True)
        await ReaderStore(database).choose_language(turns, Language.ENGLISH)
        async with database.read() as connection:
            assert await connection.scalar(count) == turns
    assert all(isinstance(error, asyncio.CancelledError) for error in errors)
