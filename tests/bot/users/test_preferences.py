"""What is remembered of readers, for how long, and that it can be forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from bot.model.conversation import Speaker
from bot.model.interface_language import InterfaceLanguage
from bot.storage.database import Database
from bot.storage.readers import ReaderStore
from bot.storage.replies import ReplyStore
from bot.users.preferences import Preferences, guess_language
from tests.bot.samples import Clock

READER, OTHER = 5_000_000_001, 5_000_000_002
GROUP, SUPERGROUP = -123, -1_001_234_567_890


@pytest.fixture
def readers(reader_store: ReaderStore, reply_store: ReplyStore, clock: Clock) -> Preferences:
    return Preferences(
        reader_store, reply_store, default_language=InterfaceLanguage.INDONESIAN, now=clock
    )


async def rows(database: Database, table: str) -> int:
    async with database.read() as connection:
        return await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608 - a test's own word


@pytest.mark.parametrize(
    ("hint", "language"),
    [
        ("id", InterfaceLanguage.INDONESIAN),
        ("ms", InterfaceLanguage.MALAY),
        ("jv", InterfaceLanguage.INDONESIAN),
        ("id-ID", InterfaceLanguage.INDONESIAN),
        ("en", InterfaceLanguage.ENGLISH),
        ("en-GB", InterfaceLanguage.ENGLISH),
        ("EN_us", InterfaceLanguage.ENGLISH),
        ("fr", None),
        ("eng", None),
        ("", None),
        (None, None),
    ],
)
@pytest.mark.parametrize("default", list(InterfaceLanguage))
def test_the_language_code_of_telegram_is_a_hint(
    hint: str | None, language: InterfaceLanguage | None, default: InterfaceLanguage
) -> None:
    assert guess_language(hint, default) is (language or default)


async def test_a_choice_goes_before_the_hint(readers: Preferences) -> None:
    assert await readers.language(READER, "id") is InterfaceLanguage.INDONESIAN
    await readers.choose_language(READER, InterfaceLanguage.ENGLISH)
    assert await readers.language(READER, "id") is InterfaceLanguage.ENGLISH
    assert await readers.language(OTHER, "id") is InterfaceLanguage.INDONESIAN


async def test_a_choice_replaces_the_one_before(readers: Preferences, database: Database) -> None:
    await readers.choose_language(READER, InterfaceLanguage.ENGLISH)
    await readers.choose_language(READER, InterfaceLanguage.INDONESIAN)
    assert await readers.language(READER, "en") is InterfaceLanguage.INDONESIAN
    assert await rows(database, "readers") == 1


async def test_nothing_is_kept_of_a_reader_who_chose_nothing(
    readers: Preferences, database: Database
) -> None:
    await readers.language(READER, "en")
    assert await rows(database, "readers") == 0


async def test_a_reply_is_found_by_its_question(readers: Preferences) -> None:
    await readers.remember_reply(Speaker(GROUP, READER), 10, 11)
    assert await readers.reply_to(GROUP, 10) == 11
    assert await readers.reply_to(GROUP, 11) is None
    assert await readers.reply_to(READER, 10) is None


async def test_a_new_reply_replaces_the_one_before(readers: Preferences) -> None:
    await readers.remember_reply(Speaker(GROUP, READER), 10, 11)
    await readers.remember_reply(Speaker(GROUP, READER), 10, 15)
    assert await readers.reply_to(GROUP, 10) == 15


async def test_replies_are_dropped_when_their_questions_can_no_longer_be_edited(
    readers: Preferences, clock: Clock, database: Database
) -> None:
    await readers.remember_reply(Speaker(GROUP, READER), 10, 11)
    clock.advance(timedelta(hours=48))
    await readers.remember_reply(Speaker(GROUP, READER), 20, 21)
    assert await readers.reply_to(GROUP, 10) == 11
    clock.advance(timedelta(seconds=1))
    await readers.remember_reply(Speaker(GROUP, READER), 30, 31)
    assert await readers.reply_to(GROUP, 10) is None
    assert await readers.reply_to(GROUP, 20) == 21
    assert await rows(database, "replies") == 2


async def test_forgetting_deletes_everything_of_one_reader_only(readers: Preferences) -> None:
    for reader, question in ((READER, 10), (OTHER, 20)):
        await readers.choose_language(reader, InterfaceLanguage.ENGLISH)
        await readers.remember_reply(Speaker(GROUP, reader), question, question + 1)
    await readers.delete(READER)
    assert await readers.language(READER, "id") is InterfaceLanguage.INDONESIAN
    assert await readers.reply_to(GROUP, 10) is None
    assert await readers.language(OTHER, "id") is InterfaceLanguage.ENGLISH
    assert await readers.reply_to(GROUP, 20) == 21


async def test_every_table_with_a_reader_is_emptied_by_forgetting(
    readers: Preferences, database: Database
) -> None:
    """Holds for tables yet to come: whoever adds one has to forget there, too."""
    await readers.choose_language(READER, InterfaceLanguage.ENGLISH)
    await readers.remember_reply(Speaker(GROUP, READER), 10, 11)
    await readers.delete(READER)
    async with database.read() as connection:
        columns = await connection.run_sync(lambda each: inspect(each).get_multi_columns())
    named = {table: [column["name"] for column in each] for (_, table), each in columns.items()}
    names = [table for table, each in named.items() if "reader_id" in each]
    assert sorted(names) == ["readers", "replies"]
    assert [await rows(database, name) for name in names] == [0, 0]


async def test_a_group_that_moved_leaves_no_replies_behind(readers: Preferences) -> None:
    """Messages are numbered anew there: an old number would mean another message."""
    await readers.remember_reply(Speaker(GROUP, READER), 10, 11)
    await readers.remember_reply(Speaker(READER, READER), 10, 12)
    await readers.leave_chat(GROUP)
    assert await readers.reply_to(GROUP, 10) is None
    assert await readers.reply_to(SUPERGROUP, 10) is None
    assert await readers.reply_to(READER, 10) == 12
