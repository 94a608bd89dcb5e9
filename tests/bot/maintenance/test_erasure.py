"""Traces of deleted rows, also in databases that a restore has replaced."""

import asyncio
import random
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.conversation.shown_answers import ShownAnswers
from bot.errors import StorageError
from bot.maintenance.backup import restore
from bot.maintenance.erasure import Erasure
from bot.model.interface_language import InterfaceLanguage
from bot.runtime.supervisor import running
from bot.statistics.recorder import StatisticsRecorder
from bot.storage.backup import replaced_copies
from bot.storage.backup_file import back_up
from bot.storage.counters import CounterStore
from bot.storage.database import Database, open_database
from bot.storage.readers import ReaderStore
from bot.storage.replies import ReplyStore
from bot.storage.shown_answers import ShownAnswerStore
from bot.storage.tables.readers import replies
from bot.users.preferences import Preferences
from tests.bot.maintenance.traces import PERSON, WORD, overwritten_at_once, traces_in
from tests.bot.samples import Clock

pytestmark = pytest.mark.sqlite("a server has files of its own")

ROWS = 3_000
"""So many that their pages are split and joined."""


def erasure_of(database: Database, clock: Clock) -> Erasure:
    language = InterfaceLanguage.INDONESIAN
    preferences = Preferences(
        ReaderStore(database), ReplyStore(database), default_language=language, now=clock
    )
    recorder = StatisticsRecorder(CounterStore(database), ZoneInfo("Asia/Jakarta"), clock)
    return Erasure(database, preferences, recorder, ShownAnswers(ShownAnswerStore(database)))


async def fill(path: Path, clock: Clock, seed: int) -> None:
    """Store questions of many persons in a random order, and delete some of them again."""
    chance = random.Random(seed)
    async with open_database(path) as database:
        for start in range(0, ROWS, 500):
            rows = [_row(number, chance, clock) for number in range(start, start + 500)]
            async with database.write() as connection:
                await connection.execute(replies.insert(), rows)
                some = [chance.randrange(start + 500) for _ in range(60)]
                await connection.execute(replies.delete().where(replies.c.question_id.in_(some)))


def _row(number: int, chance: random.Random, clock: Clock) -> dict[str, object]:
    person = PERSON if number % 37 == 0 else chance.randrange(10**9, 7 * 10**9)
    word = WORD if person == PERSON else "lain"
    return {
        "chat_id": person,
        "question_id": number,
        "reply_id": number,
        "reader_id": person,
        "created_at": clock(),
        "thread_id": 0,
        "question": f"{word} " * chance.randrange(1, 25),
    }


@pytest.mark.parametrize("seed", range(2))
async def test_no_unused_byte_keeps_what_was_deleted(
    database_path: Path, tmp_path: Path, clock: Clock, seed: int
) -> None:
    """SQLite leaves copies of rows where it has moved them while balancing a tree."""
    await fill(database_path, clock, seed)
    back_up(database_path, tmp_path / "copy.db")
    copy = restore(tmp_path / "copy.db", database_path)
    assert copy is not None
    files = {name for name, _ in traces_in(database_path.parent)}
    assert files >= {database_path.name, copy.name}
    modified = copy.stat().st_mtime
    async with open_database(database_path) as database:
        erasure = erasure_of(database, clock)
        done = overwritten_at_once(erasure)
        async with running(erasure.run()), asyncio.timeout(20):
            await erasure.forget(PERSON)
            await done.wait()
        assert traces_in(database_path.parent) == set()
        count = await database.scalar(text("SELECT count(*) FROM replies"))
        assert ROWS * 0.7 < count < ROWS
        assert await database.scalar(text("PRAGMA integrity_check")) == "ok"
    assert replaced_copies(database_path) == [copy]
    assert copy.stat().st_mtime == modified


async def test_a_replaced_database_that_cannot_be_changed_is_deleted(
    database_path: Path, database: Database, clock: Clock
) -> None:
    copy = database_path.with_name(f"{database_path.name}.before-restore")
    copy.write_bytes(f"no database, and {PERSON} in it".encode())
    await erasure_of(database, clock).forget(PERSON)
    assert not copy.exists()


async def test_what_storage_has_hindered_is_made_up_for(
    database_path: Path, database: Database, clock: Clock
) -> None:
    erasure = erasure_of(database, clock)
    done = overwritten_at_once(erasure)
    await erasure.forget(PERSON)
    aside = await asyncio.to_thread(database_path.rename, database_path.with_name("aside"))
    with pytest.raises(StorageError):
        await erasure.run()
    assert not done.is_set()
    await asyncio.to_thread(aside.rename, database_path)
    async with running(erasure.run()), asyncio.timeout(20):
        await done.wait()
