"""`kutip move`, with real databases: all of it arrives, or nothing does."""

import asyncio
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from pydantic import SecretStr

from bot.errors import BackupError, MoveError
from bot.maintenance.backup import running_on
from bot.maintenance.move import move_database
from bot.questions.answer import Answer
from bot.services.addresses import DATABASE
from bot.services.core import Services, open_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.tables.articles import reloads
from bot.storage.tables.chats import topics
from index.types import Language
from tests.bot.alert_harness import FakeSender, make_news, open_alert_harness
from tests.bot.cli.program import kutip, process
from tests.bot.samples import Clock
from tests.cluster.filled import ROWS, all_tables, contents, fill
from tests.cluster.needs import postgresql_binaries
from tests.cluster.postgresql import new_database

pytestmark = pytest.mark.long

ARTICLES = Path(__file__).parents[2] / "articles"
QUESTIONS = (
    "siapa yang mengetik naskah proklamasi",
    "berapa harga tiket candi borobudur",
    "batik diakui unesco kapan",
    "what is Borobudur",
    "harga emas hari ini",
)


@pytest.fixture
async def source(tmp_path: Path) -> Path:
    """A filled file."""
    path = tmp_path / "data" / DATABASE
    await fill(path)
    return path


@pytest.fixture
def target(tmp_path: Path, postgresql_address: str) -> DatabaseAddress:
    return DatabaseAddress(tmp_path / "elsewhere" / DATABASE, SecretStr(postgresql_address))


@pytest.fixture
async def observer(postgresql_address: str) -> AsyncIterator[Any]:
    """A connection that is not Kutip's."""
    connection = await asyncpg.connect(postgresql_address)
    yield connection
    await connection.close()


def ignore(_table: str, _copied: int, _total: int) -> None:
    """Show nothing."""


async def test_every_row_arrives_with_its_id_and_numbers_go_on(
    source: Path, target: DatabaseAddress
) -> None:
    before = await contents(source)
    copied = await move_database(DatabaseAddress(source), target, ignore)
    assert await contents(target) == before
    assert {table.name: table.rows for table in copied} == {
        name: len(rows) for name, rows in before.items()
    }
    assert sum(table.with_nul for table in copied) > 0
    assert sum(table.damaged + table.left_out for table in copied) == 0
    async with open_database(target) as database, database.write() as connection:
        for table in (topics, reloads):
            row = {c.name: before[table.name][0][i] for i, c in enumerate(table.c)}
            values = {**row, "id": None, "text": "new"} if table is topics else {**row, "id": None}
            del values["id"]
            made = await connection.execute(table.insert().values(values).returning(table.c.id))
            # The last row, number 3 * (ROWS - 1) + 1, was deleted: topics never give it again.
            newest = 3 * (ROWS - 1) + 1 if table is topics else 3 * (ROWS - 2) + 1
            assert made.scalar_one() == newest + 1
    assert await contents(source) == before


async def test_it_moves_back_to_a_file(
    source: Path, target: DatabaseAddress, tmp_path: Path
) -> None:
    await move_database(DatabaseAddress(source), target, ignore)
    back = DatabaseAddress(tmp_path / "back" / DATABASE)
    await move_database(target, back, ignore)
    assert await contents(back) == await contents(source)
    with closing(sqlite3.connect(back.file)) as connection, closing(sqlite3.connect(source)) as old:
        last = "SELECT name, seq FROM sqlite_sequence ORDER BY name"
        assert connection.execute(last).fetchall() == old.execute(last).fetchall()
    assert {path.name for path in back.file.parent.iterdir()} == {DATABASE, "kutip.lock"}
    with pytest.raises(MoveError) as caught:
        await move_database(target, back, ignore)
    assert caught.value.key == "move_target_there"


async def test_a_target_that_holds_anything_is_refused(
    source: Path, target: DatabaseAddress, observer: Any
) -> None:
    await observer.execute("CREATE TABLE invoices (id int)")
    with pytest.raises(MoveError) as caught:
        await move_database(DatabaseAddress(source), target, ignore)
    assert caught.value.key == "move_target_foreign"
    assert caught.value.arguments == {"tables": "invoices"}
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert await observer.fetchval(tables) == 1
    await observer.execute("DROP TABLE invoices")
    await move_database(DatabaseAddress(source), target, ignore)
    before = await contents(target)
    with pytest.raises(MoveError) as caught:
        await move_database(DatabaseAddress(source), target, ignore)
    assert caught.value.key == "move_target_used"
    assert await contents(target) == before


async def test_it_waits_for_no_bot_and_disturbs_none(
    source: Path, target: DatabaseAddress, tmp_path: Path
) -> None:
    with running_on(source), pytest.raises(BackupError) as locked:
        await move_database(DatabaseAddress(source), target, ignore)
    assert locked.value.key == "backup_in_use"
    async with open_database(target) as other:
        with pytest.raises(MoveError) as connected:
            await move_database(DatabaseAddress(source), target, ignore)
        assert connected.value.key == "move_in_use"
        with pytest.raises(MoveError) as connected:
            await move_database(target, DatabaseAddress(tmp_path / "back" / DATABASE), ignore)
        assert connected.value.key == "move_in_use"
        assert not (tmp_path / "back" / DATABASE).exists()
        assert other.address == target


async def test_killed_in_the_middle_it_leaves_the_target_empty(
    source: Path, target: DatabaseAddress, observer: Any, postgresql_address: str
) -> None:
    async with open_database(target):
        pass
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    mine = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'kutip' AND datname = $1"
    name = postgresql_address.rpartition("/")[2]
    last = all_tables()[-1].name
    held = observer.transaction()
    await held.start()
    await observer.execute(f"LOCK TABLE {last} IN EXCLUSIVE MODE")
    arguments = ("move", "--to", postgresql_address)
    moving = process(source.parent, *arguments, DATA=str(source.parent), LANGUAGE="en")
    while not await observer.fetchval(waiting):
        assert moving.poll() is None, moving.communicate()
        await asyncio.sleep(0.02)
    moving.send_signal(signal.SIGKILL)
    moving.communicate()
    await held.rollback()
    while await observer.fetchval(mine, name):  # noqa: ASYNC110 - of another process
        await asyncio.sleep(0.02)
    assert {table: rows for table, rows in (await contents(target)).items() if rows} == {}
    await move_database(DatabaseAddress(source), target, ignore)
    assert await contents(target) == await contents(source)


async def test_the_servers_own_tools_back_it_up_and_restore_it(
    source: Path, target: DatabaseAddress, postgresql_server: str, tmp_path: Path
) -> None:
    """As docs/cluster.md tells operators to."""
    await move_database(DatabaseAddress(source), target, ignore)
    binaries = postgresql_binaries()
    assert binaries is not None
    dump, address = (
        str(tmp_path / "kutip.dump"),
        target.url.get_secret_value() if target.url else "",
    )
    restored = DatabaseAddress(target.file, SecretStr(new_database(postgresql_server)))
    into = f"--dbname={restored.url.get_secret_value() if restored.url else ''}"
    for command in (
        ["pg_dump", "--format=custom", f"--file={dump}", address],
        ["pg_restore", "--no-owner", into, dump],
    ):
        program = str(binaries / command[0])
        subprocess.run([program, *command[1:]], check=True, timeout=60)  # noqa: ASYNC221
    assert await contents(restored) == await contents(source)


async def test_damage_is_counted_and_stops_nothing(source: Path, target: DatabaseAddress) -> None:
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("UPDATE articles SET title = CAST(x'61ff62' AS TEXT) WHERE id = 4")
        connection.execute("UPDATE articles SET body = '[[' WHERE id = 7")
        connection.execute("UPDATE articles SET added_at = 'x' WHERE id = 10")
        connection.commit()
    calls: list[tuple[str, int, int]] = []
    copied = await move_database(
        DatabaseAddress(source), target, lambda *counts: calls.append(counts)
    )
    assert [call for call in calls if call[0] == "articles"] == [
        ("articles", 250, ROWS - 1),
        ("articles", ROWS - 3, ROWS - 1),
        ("articles", ROWS - 3, ROWS - 3),
    ]
    [articles] = [table for table in copied if table.name == "articles"]
    assert (articles.damaged, articles.left_out, articles.rows) == (1, 2, ROWS - 3)
    connection = await asyncpg.connect(target.url.get_secret_value() if target.url else "")
    assert await connection.fetchval("SELECT title FROM articles WHERE id = 4") == "a\ufffdb"
    assert await connection.fetchval("SELECT count(*) FROM articles WHERE id IN (7, 10)") == 0
    await connection.close()


async def answers(services: Services) -> list[Answer]:
    ask = partial(services.answerer.ask, reader_language=Language.INDONESIAN)
    return [replace(await ask(question), took_ms=0.0) for question in QUESTIONS]


async def test_answers_are_the_same_afterwards(
    tmp_path: Path, target: DatabaseAddress, postgresql_address: str
) -> None:
    shutil.copytree(ARTICLES, tmp_path / "articles")
    settings = Settings(token=None, articles=tmp_path / "articles", data=tmp_path / "data")
    async with open_services(settings) as services:
        await services.library.reload()
        before = await answers(services)
        latest = await services.library.latest(limit=50)
    await move_database(DatabaseAddress(tmp_path / "data" / DATABASE), target, ignore)
    database = SecretStr(postgresql_address)
    moved = settings.model_copy(update={"database": database, "data": tmp_path / "new"})
    async with open_services(moved) as services:
        assert await answers(services) == before
        assert await services.library.latest(limit=50) == latest
    assert any(answer.quotes for answer in before)


async def test_alerts_go_on_afterwards(tmp_path: Path, target: DatabaseAddress) -> None:
    """What is queued is sent once, by whichever database, and topics go on."""
    clock, path = Clock(), tmp_path / "data" / DATABASE
    path.parent.mkdir()
    async with open_alert_harness(path, clock) as alerts:
        for chat in range(1, 6):
            await alerts.subscribe("banjir", chat)
        await alerts.subscribe("gempa", 6)
        await alerts.reload([make_news(100, "cuaca")])  # what is there first alerts nobody
        await alerts.publish(*(make_news(number) for number in range(3)))
    shutil.copytree(path.parent, tmp_path / "copy")
    await move_database(DatabaseAddress(path), target, ignore)
    arrived = []
    for database in (tmp_path / "copy" / DATABASE, target):
        sender = FakeSender()
        async with open_alert_harness(database, Clock(clock()), sender) as alerts:
            await alerts.deliver()
            await alerts.publish(make_news(7), make_news(8, "gempa"))
            await alerts.deliver()
        arrived.append([(message.chat_id, message.payload) for message in sender.arrived])
    assert len(arrived[0]) == 5 * 4 + 1
    assert sorted(arrived[1], key=repr) == sorted(arrived[0], key=repr)


def test_the_command_says_what_it_does_and_hides_the_password(
    tmp_path: Path, postgresql_address: str
) -> None:
    source = tmp_path / "data" / DATABASE
    asyncio.run(fill(source, 50))
    data = str(source.parent)
    done = kutip("move", "--to", postgresql_address, DATA=data, LANGUAGE="en")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == f"Copying {source} to PostgreSQL …"
    assert "  articles: 49" in lines
    tables = len(all_tables())
    rows = 50 * tables - sum(table.autoincrement_column is not None for table in all_tables())
    assert (
        f"{rows:,} rows of {tables} tables copied and compared: the same as in the source." in lines
    )
    assert lines[-2] == f"{source} stays as it was."
    assert "KUTIP_DATABASE=postgresql://…" in lines[-1]
    again = kutip("move", "--to", postgresql_address, DATA=data, LANGUAGE="en")
    assert again.exit_code == 1
    assert "The target database holds something" in again.output
    password = str(urlsplit(postgresql_address).password)
    assert password not in done.output + again.output
    wrong = kutip("move", "--to", "mysql://kutip:secret@db/x", DATA=data, LANGUAGE="en")
    assert wrong.exit_code == 1
    assert "--to isn't PostgreSQL's address" in wrong.output
    assert "secret" not in wrong.output
    nowhere = postgresql_address.replace("/test_", "/nothing_")
    missing = kutip("move", "--to", nowhere, DATA=data, LANGUAGE="en")
    assert missing.exit_code == 1
    assert password not in missing.output
