"""The database file: its schema, its pragmas, its transactions, and what can be wrong with it."""

import asyncio
import os
import shutil
import sqlite3
import sys
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

from bot.errors import StorageError, StorageGone
from bot.model.interface_language import InterfaceLanguage
from bot.storage import tables
from bot.storage.database import Database, open_database
from bot.storage.database_file import make_private
from bot.storage.readers import ReaderStore
from bot.storage.schema_version import HEAD, MIGRATIONS
from bot.storage.tables.schema import metadata


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


@pytest.mark.sqlite("PostgreSQL has other types and indexes: tests/cluster/test_storage_schema.py")
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
        await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
    async with open_database(database_path) as database:
        assert await ReaderStore(database).language(7) is InterfaceLanguage.ENGLISH


@pytest.mark.sqlite("the database is a file")
async def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "50% ?mode=ro&x=1#y" / "kutip.db"
    async with open_database(path):
        assert path.is_file()


@pytest.mark.sqlite("pragmas")
async def test_every_connection_has_its_pragmas(database: Database) -> None:
    async with database.read() as one, database.read() as other:
        for connection in (one, other):
            values = [
                await connection.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
            ]
            assert values == ["wal", 1, 5000, 1]


@pytest.mark.sqlite(
    "the schema is read with SQLite's statements: tests/cluster/test_storage_schema.py"
)
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


@pytest.mark.sqlite(
    "the schema is read with SQLite's statements: tests/cluster/test_storage_schema.py"
)
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
            await ReaderStore(database).choose_language(reader_id, InterfaceLanguage.ENGLISH)

    await asyncio.gather(choose(1), choose(2))
    async with open_database(database_path) as database:
        readers = ReaderStore(database)
        assert [await readers.language(1), await readers.language(2)] == [
            InterfaceLanguage.ENGLISH
        ] * 2


@pytest.mark.sqlite("the database is a file")
async def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    assert await key_of_failure(tmp_path / "data" / "kutip.db") == "storage_unwritable"


@pytest.mark.sqlite("the database is a file")
async def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "kutip.db").mkdir()
    assert await key_of_failure(tmp_path / "kutip.db") == "storage_unwritable"


@pytest.mark.sqlite("the database is a file")
async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "kutip.db").write_bytes(b"not a database " * 100)
    assert await key_of_failure(tmp_path / "kutip.db") == "storage_damaged"


async def test_a_write_that_raises_is_undone(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO readers VALUES (7, 'en')"))
            raise LookupError
    assert await ReaderStore(database).language(7) is None


@pytest.mark.sqlite(
    "the schema is read with SQLite's statements: tests/cluster/test_storage_schema.py"
)
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
        await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
        assert await connection.scalar(count) == before
    async with database.read() as connection:
        assert await connection.scalar(count) == 1


async def test_writers_wait_for_each_other(database: Database) -> None:
    readers = ReaderStore(database)
    await asyncio.gather(
        *(readers.choose_language(n, InterfaceLanguage.ENGLISH) for n in range(1, 41))
    )
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM readers")) == 40


@pytest.mark.sqlite("its lock of the file: tests/cluster/test_storage_server.py")
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


@pytest.mark.sqlite("its lock of the file: tests/cluster/test_storage_server.py")
async def test_a_lock_that_another_process_keeps_is_named(
    database: Database, database_path: Path
) -> None:
    async with database.read() as connection:  # the pool's only connection: gives up at once
        await connection.execute(text("PRAGMA busy_timeout=1"))
    with other_process(database_path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught:
            await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
    assert caught.value.key == "storage_busy"
    await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
    assert await ReaderStore(database).language(7) is InterfaceLanguage.ENGLISH


def put_another(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.touch()


def put_nothing(path: Path) -> None:
    put_another(path)
    path.unlink()


def make_open(path: Path) -> None:
    """As an earlier version made it."""
    path.parent.chmod(0o755)
    path.chmod(0o644)


@pytest.mark.sqlite("the database is a file")
async def test_a_write_notices_that_the_folder_is_gone(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    """Also that another database lies there now; the one that was opened is the right one again."""
    readers = ReaderStore(database)
    database_path.parent.rename(tmp_path / "moved")
    for _ in range(2):
        with pytest.raises(StorageGone):
            await readers.choose_language(7, InterfaceLanguage.ENGLISH)
        with pytest.raises(StorageGone):
            await database.execute(text("DELETE FROM readers"))
        put_another(database_path)
    shutil.rmtree(database_path.parent)
    (tmp_path / "moved").rename(database_path.parent)
    await readers.choose_language(8, InterfaceLanguage.ENGLISH)
    assert [await readers.language(7), await readers.language(8)] == [
        None,
        InterfaceLanguage.ENGLISH,
    ]


@pytest.mark.sqlite("the database is a file")
async def test_no_connection_makes_a_database_where_it_is_gone(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    database_path.parent.rename(tmp_path / "moved")
    put_nothing(database_path)
    async with database.read() as first:
        await first.scalar(text("SELECT 1"))
        with pytest.raises(StorageError) as caught:
            async with database.read():
                pass
    assert caught.value.key == "storage_unwritable"
    assert list(database_path.parent.iterdir()) == []


def modes(path: Path) -> set[int]:
    return {file.stat().st_mode & 0o777 for file in path.parent.glob("kutip.db*")}


@pytest.mark.sqlite("the database is a file")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
async def test_the_database_is_its_owner_s_alone(database_path: Path) -> None:
    before = os.umask(0)
    try:
        async with open_database(database_path) as database:
            await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
            assert modes(database_path) == {0o600}
            assert database_path.parent.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)


@pytest.mark.sqlite("the database is a file")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
@pytest.mark.parametrize(("mode", "expected"), [(0o600, 0o600), (0o400, 0o400)])
def test_a_journal_of_a_time_when_the_database_was_read_only_is_writable_with_it(
    database_path: Path, mode: int, expected: int
) -> None:
    database_path.parent.mkdir(exist_ok=True)
    database_path.touch(mode)
    for suffix in ("-wal", "-shm"):
        database_path.with_name(database_path.name + suffix).touch(0o400)
    make_private(database_path)
    assert modes(database_path) == {expected}


@pytest.mark.sqlite("the database is a file")
@pytest.mark.parametrize(("beside", "mode"), [("index-a1-f1", 0o700), ("notes.txt", 0o755)])
async def test_an_earlier_database_is_closed_to_others(
    database_path: Path, beside: str, mode: int
) -> None:
    """Its folder too, unless it holds more than Kutip's files."""
    async with open_database(database_path):
        pass
    (database_path.parent / beside).touch()
    make_open(database_path)
    async with open_database(database_path):
        assert modes(database_path) == {0o600}
        assert database_path.parent.stat().st_mode & 0o777 == mode


def content(path: Path) -> str:
    return path.read_bytes().decode("ascii", "replace")


@pytest.mark.sqlite("pragmas")
async def test_what_is_deleted_is_overwritten(database: Database, database_path: Path) -> None:
    secret = "zzz-topik-rahasia"
    async with database.write() as connection:
        await connection.execute(
            text(f"INSERT INTO tallies VALUES ('2026-03-01', 'x', '{secret}', 1)")  # noqa: S608
        )
    async with database.write() as connection:
        await connection.execute(text("DELETE FROM tallies"))
    async with database.read() as connection:
        await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert secret not in content(database_path)


@pytest.mark.sqlite("the database is a file")
async def test_a_database_opened_twice_in_one_process_keeps_its_locks(
    database: Database, database_path: Path
) -> None:
    """Else another process, on closing it, takes itself for the last and deletes the journal.

    A file that is closed loses all locks that its process has on it:
    https://www.sqlite.org/howtocorrupt.html
    """
    await ReaderStore(database).choose_language(1, InterfaceLanguage.ENGLISH)
    journal = database_path.with_name(database_path.name + "-wal")
    before = journal.stat().st_ino
    async with open_database(database_path):
        pass
    script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
    script += "c.execute('SELECT count(*) FROM readers').fetchone(); c.close()"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, database_path)
    assert await process.wait() == 0
    assert journal.stat().st_ino == before
