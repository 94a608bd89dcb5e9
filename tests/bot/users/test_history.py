"""What somebody asked is remembered for later messages: bounded, apart, and not for long."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.model.conversation import Exchange, Speaker
from bot.model.interface_language import InterfaceLanguage
from bot.storage.database import Database
from bot.storage.readers import ReaderStore
from bot.storage.replies import (
    EDITABLE,
    MAX_EXCHANGES,
    MAX_RECALLED,
    MAX_STORED_ARTICLES,
    MAX_STORED_QUESTION,
    MAX_STORED_SUBJECT,
    ReplyStore,
)
from bot.users.preferences import Preferences
from index.types import Language
from tests.bot.samples import Clock

ANI, BUDI = 5_000_000_001, 5_000_000_002
GROUP, SUPERGROUP = -123, -1_001_234_567_890
SECOND = timedelta(seconds=1)


@pytest.fixture
def readers(reader_store: ReaderStore, reply_store: ReplyStore, clock: Clock) -> Preferences:
    return Preferences(
        reader_store, reply_store, default_language=InterfaceLanguage.INDONESIAN, now=clock
    )


async def asks(
    readers: Preferences, clock: Clock, subject: str, number: int, speaker: Speaker
) -> None:
    clock.advance(SECOND)
    exchange = Exchange(f"{subject} gimana", subject, Language.INDONESIAN, (3, 1), clock())
    await readers.remember_reply(speaker, number, number + 1, exchange)


async def subjects(
    readers: Preferences, speaker: Speaker, reply_id: int | None = None
) -> list[str]:
    last, replied = await readers.history(speaker, reply_id)
    return [each.subject for each in [*last, *([replied] if replied else [])]]


async def test_what_was_asked_and_shown_is_recalled(readers: Preferences, clock: Clock) -> None:
    await asks(readers, clock, "ebola", 10, Speaker(GROUP, ANI))
    (recalled,), replied = await readers.history(Speaker(GROUP, ANI), 11)
    assert recalled == replied
    assert recalled == Exchange(
        "ebola gimana", "ebola", Language.INDONESIAN, (3, 1), clock(), reply_id=11, question_id=10
    )
    assert await readers.exchange(GROUP, 10) == recalled


async def test_everybody_has_a_history_of_their_own_in_each_chat_and_topic(
    readers: Preferences, clock: Clock
) -> None:
    speakers = [
        Speaker(GROUP, ANI), Speaker(GROUP, BUDI), Speaker(GROUP, ANI, 7), Speaker(ANI, ANI),
    ]  # fmt: skip
    for number, speaker in enumerate(speakers):
        await asks(readers, clock, f"subject {number}", 10 * number, speaker)
    for number, speaker in enumerate(speakers):
        assert await subjects(readers, speaker) == [f"subject {number}"]


async def test_a_reply_to_anybodys_answer_recalls_it(readers: Preferences, clock: Clock) -> None:
    await asks(readers, clock, "ebola", 10, Speaker(GROUP, BUDI))
    assert await subjects(readers, Speaker(GROUP, ANI), 11) == ["ebola"]
    assert await subjects(readers, Speaker(SUPERGROUP, ANI), 11) == []


async def test_an_edited_question_replaces_what_was_asked(
    readers: Preferences, clock: Clock
) -> None:
    speaker = Speaker(ANI, ANI)
    await asks(readers, clock, "ebola", 10, speaker)
    await asks(readers, clock, "persib", 20, speaker)
    await asks(readers, clock, "malaria", 10, speaker)
    assert await subjects(readers, speaker) == ["persib", "malaria"]
    await readers.remember_reply(speaker, 20, 21)
    assert await subjects(readers, speaker) == ["malaria"]


async def test_little_is_stored_of_one_person(
    readers: Preferences, clock: Clock, database: Database
) -> None:
    speaker = Speaker(ANI, ANI)
    for number in range(1, MAX_EXCHANGES + 4):
        await asks(readers, clock, f"subject {number}", number * 10, speaker)
    last = MAX_EXCHANGES + 3
    newest = [f"subject {number}" for number in range(last, last - MAX_RECALLED, -1)]
    assert await subjects(readers, speaker) == newest
    async with database.read() as connection:
        stored = "SELECT count(question), count(*) FROM replies"
        assert (await connection.execute(text(stored))).one() == (MAX_EXCHANGES, last)


async def test_long_texts_are_cut(readers: Preferences, clock: Clock) -> None:
    long = Exchange("a" * 5000, "b" * 5000, Language.ENGLISH, tuple(range(99)), clock())
    await readers.remember_reply(Speaker(ANI, ANI), 10, 11, long)
    (cut,), _ = await readers.history(Speaker(ANI, ANI), None)
    assert len(cut.question) == MAX_STORED_QUESTION
    assert len(cut.subject) == MAX_STORED_SUBJECT
    assert len(cut.articles) == MAX_STORED_ARTICLES


async def test_after_some_time_nothing_is_recalled(readers: Preferences, clock: Clock) -> None:
    await asks(readers, clock, "ebola", 10, Speaker(ANI, ANI))
    clock.advance(EDITABLE)
    assert await subjects(readers, Speaker(ANI, ANI)) == ["ebola"]
    clock.advance(SECOND)
    assert await subjects(readers, Speaker(ANI, ANI), 11) == []


async def test_forgetting_leaves_nothing_that_somebody_asked(
    readers: Preferences, clock: Clock, database: Database
) -> None:
    for speaker in (Speaker(ANI, ANI), Speaker(GROUP, ANI), Speaker(GROUP, BUDI)):
        await asks(readers, clock, "ebola", speaker.reader_id, speaker)
    await readers.delete(ANI)
    assert await subjects(readers, Speaker(GROUP, ANI), ANI + 1) == []
    assert await subjects(readers, Speaker(ANI, ANI)) == []
    assert await subjects(readers, Speaker(GROUP, BUDI)) == ["ebola"]
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT count(question) FROM replies")) == 1


async def test_a_group_that_moved_recalls_nothing(readers: Preferences, clock: Clock) -> None:
    await asks(readers, clock, "ebola", 10, Speaker(GROUP, ANI))
    await readers.leave_chat(GROUP)
    for chat in (GROUP, SUPERGROUP):
        assert await subjects(readers, Speaker(chat, ANI), 11) == []
