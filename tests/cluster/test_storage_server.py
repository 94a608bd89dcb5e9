"""What a PostgreSQL server does that a file does not: it goes away, and has many writers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.errors import IndexesRebuilt, StorageError, TooManyTopics
from bot.maintenance.sizes import measure_sizes
from bot.model.articles import ReloadReport
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import Alert, StoryLine, TopicName
from bot.model.schedule import Frequency, Schedule
from bot.model.topics import ChatTarget
from bot.outages import outage_key
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.dialects.postgresql import SERVER_SETTINGS
from bot.storage.outbox import OutboxStore, outbox_row
from bot.storage.readers import ReaderStore
from bot.storage.tables.outbox import outbox
from bot.storage.topics import TopicStore
from tests.bot.samples import Clock, make_article
from tests.bot.stage_articles import staged_reload
from tests.cluster.postgresql import PostgreSql
from tests.cluster.servers import postgresql

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
REPORT = ReloadReport(
    added=250,
    changed=0,
    removed=0,
    unchanged=0,
    duplicates=0,
    failures=(),
    seconds=0.0,
    finished_at=NOW,
)
READER = 2**40
"""An id beyond four bytes, as Telegram's are."""


@pytest.fixture
def address(migrated_address: str, tmp_path: Path) -> DatabaseAddress:
    return DatabaseAddress(tmp_path / "data" / "kutip.db", SecretStr(migrated_address))


@pytest.fixture
async def database(address: DatabaseAddress) -> AsyncIterator[Database]:
    async with open_database(address) as database:
        yield database


@pytest.fixture
def server() -> Iterator[PostgreSql]:
    """A server of the test's own, to be killed."""
    with postgresql() as server:
        yield server


async def test_what_fails_while_the_server_is_away_succeeds_when_it_is_back(
    server: PostgreSql, tmp_path: Path
) -> None:
    address = DatabaseAddress(tmp_path / "kutip.db", SecretStr(server.new_database()))
    async with open_database(address) as database:
        readers = ReaderStore(database)
        await readers.choose_language(READER, InterfaceLanguage.ENGLISH)
        async with database.read(), database.write(key=1):  # connections for the pool
            pass
        server.kill()
        for _ in range(3):
            for work in (
                readers.language(READER),
                readers.choose_language(READER, InterfaceLanguage.INDONESIAN),
                readers.delete(READER),
                _in_a_transaction(database),
            ):
                with pytest.raises(StorageError) as caught:
                    await work
                assert outage_key(caught.value) == "storage_unavailable"
                assert "127.0.0.1" not in str(caught.value)
        server.start()
        assert await readers.language(READER) is InterfaceLanguage.ENGLISH
        await readers.choose_language(READER, InterfaceLanguage.INDONESIAN)
        await _in_a_transaction(database)
        assert await readers.language(READER) is InterfaceLanguage.INDONESIAN


async def _in_a_transaction(database: Database) -> None:
    async with database.read() as connection:
        await connection.scalar(text("SELECT 1"))


async def test_a_server_that_goes_in_the_midst_of_a_transaction_undoes_it(
    server: PostgreSql, tmp_path: Path
) -> None:
    address = DatabaseAddress(tmp_path / "kutip.db", SecretStr(server.new_database()))
    async with open_database(address) as database:
        with pytest.raises(StorageError, match="storage_unavailable"):
            async with database.write() as connection:
                await connection.execute(text("INSERT INTO readers VALUES (7, 'en')"))
                server.kill()
                await connection.execute(text("INSERT INTO readers VALUES (8, 'en')"))
        server.start()
        assert await database.scalar(text("SELECT count(*) FROM readers")) == 0


async def test_a_server_that_is_not_there_is_named_without_its_address(tmp_path: Path) -> None:
    url = "postgresql://somebody:secret@127.0.0.1:1/kutip"
    with pytest.raises(StorageError) as caught:
        async with open_database(DatabaseAddress(tmp_path / "kutip.db", SecretStr(url))):
            pass
    assert caught.value.key == "storage_unavailable"
    shown = repr(caught.value.arguments) + str(caught.value)
    assert not any(part in shown for part in ("somebody", "secret", "127.0.0.1"))


async def test_a_wrong_password_is_not_shown(postgresql_server: str, tmp_path: Path) -> None:
    user, _, host = postgresql_server.removeprefix("postgresql://").partition("@")
    url = f"postgresql://{user.partition(':')[0]}:not-the-password@{host}"
    with pytest.raises(StorageError) as caught:
        async with open_database(DatabaseAddress(tmp_path / "kutip.db", SecretStr(url))):
            pass
    assert caught.value.arguments["reason"] == "InvalidPasswordError 28P01"
    assert "not-the-password" not in str(caught.value)


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("SET TRANSACTION READ ONLY; DELETE FROM readers", "storage_unwritable"),
        ("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$", "storage_full"),
        ("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$", "storage_busy"),
        ("DO $$ BEGIN RAISE SQLSTATE 'XX001'; END $$", "storage_damaged"),
        ("DO $$ BEGIN RAISE SQLSTATE '53300'; END $$", "storage_unavailable"),
        ("DO $$ BEGIN RAISE SQLSTATE '57P01'; END $$", "storage_unavailable"),
        ("SELECT nothing", "storage_failed"),
    ],
)
async def test_the_server_s_errors_have_the_keys_of_a_file_s(
    database: Database, statement: str, key: str
) -> None:
    with pytest.raises(StorageError) as caught:
        async with database.write() as connection:
            for part in statement.split("; ") if "READ ONLY" in statement else [statement]:
                await connection.execute(text(part))
    assert caught.value.key == key
    assert await ReaderStore(database).language(READER) is None


async def test_an_index_that_is_damaged_is_rebuilt(database: Database) -> None:
    reports: list[object] = []
    database.index_repair.report = reports.append
    with pytest.raises(StorageError):
        async with database.write() as connection:
            await connection.execute(text("DO $$ BEGIN RAISE SQLSTATE 'XX002'; END $$"))
    await database.index_repair.close()
    assert [type(report) for report in reports] == [IndexesRebuilt]


async def test_a_lock_that_another_process_keeps_is_named(
    database: Database, address: DatabaseAddress
) -> None:
    async with open_database(address) as theirs, theirs.write():
        with pytest.raises(StorageError, match="storage_busy"):
            async with database.write() as connection:
                await connection.scalar(text("SELECT 1"))


async def test_writers_with_other_keys_do_not_wait(
    database: Database, address: DatabaseAddress
) -> None:
    async with open_database(address) as theirs, theirs.write(key=1), database.write(key=2) as own:
        await own.execute(text("INSERT INTO readers VALUES (7, 'en')"))
    assert await ReaderStore(database).language(7) is InterfaceLanguage.ENGLISH


@pytest.mark.parametrize("key", [None, READER])
async def test_what_is_counted_stays_until_it_is_written(
    address: DatabaseAddress, key: int | None
) -> None:
    """Ten databases of their own that each add a row as long as there are fewer than five."""

    async def add() -> bool:
        async with open_database(address) as database, database.write(key=key) as connection:
            count = await connection.scalar(text("SELECT count(*) FROM unanswered"))
            if count < 5:
                await connection.execute(
                    text("INSERT INTO unanswered (day, question) VALUES ('2026-03-01', 'x')")
                )
            return bool(count < 5)

    assert sum(await asyncio.gather(*(add() for _ in range(10)))) == 5


async def test_the_limit_of_topics_holds_for_processes_at_once(address: DatabaseAddress) -> None:
    async def add(number: int) -> bool:
        async with open_database(address) as database:
            topics = TopicStore(database, ZoneInfo("UTC"))
            with suppress(TooManyTopics):
                await topics.add(
                    ChatTarget(READER),
                    f"topik {number}",
                    Schedule(Frequency.AT_ONCE),
                    same=lambda _: False,
                    now=NOW,
                    limit=3,
                )
                return True
            return False

    assert sum(await asyncio.gather(*map(add, range(8)))) == 3


async def test_who_reads_all_articles_may_pause_for_longer_than_others(
    address: DatabaseAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SERVER_SETTINGS, "idle_in_transaction_session_timeout", "100ms")
    async with open_database(address) as database:
        articles = ArticleStore(database, Clock())
        loaded = [make_article(f"{number}", f"{number}") for number in range(250)]
        await articles.apply(staged_reload(articles, loaded), lambda: REPORT)
        reading = articles.all()
        found = [await anext(reading)]
        with pytest.raises(StorageError, match="storage_unavailable"):
            async with database.read() as connection:
                await connection.scalar(text("SELECT 1"))
                while await _idle_transactions(database) > 1:
                    pass
                await connection.scalar(text("SELECT 1"))
        found += [article async for article in reading]
    assert len(found) == 250


async def _idle_transactions(database: Database) -> int:
    idle = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
    own = f"{idle} AND datname = current_database()"
    return int(await database.scalar(text(own)))


async def test_no_message_is_claimed_twice_by_processes_at_once(address: DatabaseAddress) -> None:
    story = StoryLine(1, 1, "Judul", "Kutip", None, "")
    alert = Alert(story, (TopicName(1, "banjir"),), "Kutipan.", ())
    rows = [
        outbox_row(ChatTarget(chat), f"alert:{story_id}:0", alert, NOW)
        for chat in range(1, 101)
        for story_id in range(1, 5)
    ]
    async with open_database(address) as database, database.write() as connection:
        await connection.execute(outbox.insert(), rows)

    async def claim_all() -> list[int]:
        claimed: list[int] = []
        async with open_database(address) as database:
            store = OutboxStore(database, ZoneInfo("UTC"))
            while messages := await store.claim(NOW, NOW + timedelta(minutes=5), 10):
                claimed += [message.id for message in messages]
                await store.done(messages)
        return claimed

    found = [
        each for some in await asyncio.gather(*(claim_all() for _ in range(4))) for each in some
    ]
    assert len(found) == len(set(found)) == len(rows)


@pytest.mark.parametrize(
    "written", ["a\0b", "\0", "\ufdd0", "\ufdd00\0\ufdd01", "😀 \u0130ı ÀÉ", ""]
)
async def test_any_text_comes_back_as_it_was(database: Database, written: str) -> None:
    insert = text("INSERT INTO unanswered (day, question) VALUES ('2026-03-01', :written)")
    async with database.write() as connection:
        await connection.execute(insert, {"written": written})
        assert await connection.scalar(text("SELECT question FROM unanswered")) == written


async def test_a_transaction_that_hangs_lets_the_others_go_on(address: DatabaseAddress) -> None:
    async with open_database(address) as theirs, open_database(address) as database:
        with pytest.raises(StorageError, match="storage_unavailable"):
            async with theirs.write() as connection:
                await connection.execute(text("SET idle_in_transaction_session_timeout = '50ms'"))
                while await _is_locked(database):
                    pass
                await connection.scalar(text("SELECT 1"))
        await ReaderStore(database).delete(READER)


async def _is_locked(database: Database) -> bool:
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    return bool(await database.scalar(text(held)))


async def test_the_size_is_that_of_the_database_on_the_server(database: Database) -> None:
    sizes = await measure_sizes(database)
    assert sizes.database == await database.scalar(
        text("SELECT pg_database_size(current_database())")
    )
    assert sizes.database > 1_000_000
