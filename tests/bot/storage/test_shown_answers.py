"""What is stored of an answer that was shown, and for how long."""

import datetime
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.storage.database import Database
from bot.storage.shown_answers import ShownAnswerStore
from bot.storage.tables.shown_answers import shown_answers
from index.types import Filters, Language
from tests.bot.samples import Clock


@pytest.fixture
def answer(clock: Clock) -> ShownAnswer:
    return ShownAnswer(
        id=10**15 - 1,
        question="kapan gaji ke-13 cair?",
        language=Language.INDONESIAN,
        quotes=(ShownQuote(3, 0, 20), ShownQuote(3, 50, 90), ShownQuote(10**9, 7, 8)),
        at=clock(),
    )


@pytest.fixture
def store(database: Database) -> ShownAnswerStore:
    return ShownAnswerStore(database)


async def test_an_answer_is_read_as_it_was_stored(
    store: ShownAnswerStore, answer: ShownAnswer
) -> None:
    day = datetime.date(2026, 5, 1)
    full = replace(
        answer,
        id=2,
        filters=Filters(since=day, until=day, source="suara", section="economy"),
        newest=True,
        about="gaji 😀",
        heading=("Kapan?", "kapan gaji", "Bukan dari hari itu."),
        conditions=((0, "hari ini"), (3, "source:suara")),
        taken=(1, 4),
        page=2,
        earlier=(ShownQuote(4, 5, 6, 2**32 - 1),),
    )
    await store.add(answer)
    await store.add(full)
    assert await store.get(answer.id) == answer
    assert await store.get(2) == full
    assert await store.get(1) is None
    turned = replace(full, page=3)
    await store.update(turned)
    assert await store.get(2) == turned


async def test_no_column_says_who_was_answered_or_where(database: Database) -> None:
    names = {column.name for column in shown_answers.columns}
    assert names == {"id", "question", "language", "quotes", "details", "created_at"}


async def test_what_is_damaged_is_as_if_it_were_gone(
    store: ShownAnswerStore, answer: ShownAnswer, database: Database
) -> None:
    broken = {"details": "{", "quotes": "3:0", "language": "xx"}
    for number, (column, value) in enumerate(broken.items()):
        await store.add(replace(answer, id=number))
        this = shown_answers.update().where(shown_answers.c.id == number)
        await database.execute(this.values({column: value}))
        assert await store.get(number) is None


async def test_old_answers_are_deleted(
    store: ShownAnswerStore, answer: ShownAnswer, database: Database
) -> None:
    await store.add(replace(answer, id=1, at=answer.at - timedelta(days=2)))
    await store.add(replace(answer, id=2))
    await store.prune(answer.at - timedelta(days=1))
    (left,) = await database.rows(select(shown_answers))
    assert left.id == 2
