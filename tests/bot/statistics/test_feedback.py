"""Ratings: one of each answer, without a person, in the form in which questions are measured."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.evaluation.runner import ArticlesInMemory
from bot.model.feedback import Feedback, RatedQuote
from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.statistics.feedback import FeedbackService
from bot.storage import feedback as storage
from bot.storage.database import Database
from bot.storage.feedback import FeedbackStore
from index.types import Article, Language
from tests.bot.samples import Clock, make_article
from tests.bot.statistics.sample_report import ZONE

TEXT = "Harga beras naik. Warga mengeluh, kata pedagang. Hujan turun lama sekali."
NIGHT = datetime(2026, 5, 29, 18, 30, tzinfo=UTC)
"""Half past one in the morning of the 30th in Jakarta."""


@pytest.fixture
def store(database: Database) -> FeedbackStore:
    return FeedbackStore(database)


class Articles(ArticlesInMemory):
    async def articles(self, ids: Any) -> dict[int, Article]:
        return {number: self.by_id[number] for number in ids if number in self.by_id}


@pytest.fixture
def articles() -> Articles:
    made = replace(make_article(), id=7, text=TEXT, external_id="x7")
    return Articles([made])


@pytest.fixture
def service(store: FeedbackStore, articles: Articles) -> FeedbackService:
    return FeedbackService(store, articles, ZONE, Clock(NIGHT))


def shown(number: int = 5, question: str = "harga beras", article: int = 7) -> ShownAnswer:
    quotes = (ShownQuote(article, 0, 48), ShownQuote(8, 0, 9))
    return ShownAnswer(
        id=number, question=question, language=Language.INDONESIAN, quotes=quotes, at=NIGHT
    )


async def exported(service: FeedbackService, language: Language | None = None) -> list[Any]:
    return [row async for row in service.questions(language)]


async def test_a_rating_is_changed_and_the_same_again_takes_it_back(
    service: FeedbackService,
) -> None:
    assert await service.rating(5) is None
    assert await service.rate(shown(), helpful=True) is True
    assert await service.rate(shown(), helpful=False) is False
    assert await service.rating(5) is False
    assert await service.rate(shown(), helpful=False) is None
    assert await service.rating(5) is None


async def test_the_sentences_that_helped_are_the_answers(service: FeedbackService) -> None:
    await service.rate(shown(), helpful=True)
    (row,) = await exported(service)
    assert row == {
        "id": "reader-1",
        "text": "harga beras",
        "answers": ["Harga beras naik.", "Warga mengeluh, kata pedagang."],
        "kind": "liked",
        "date": "2026-05-30",
        "article": "x7",
        "sentence": TEXT[:48],
        "shown": [TEXT[:48]],
    }


async def test_of_an_answer_that_did_not_help_none_is_known(service: FeedbackService) -> None:
    await service.rate(shown(), helpful=False)
    (row,) = await exported(service)
    assert (row["answers"], row["kind"], row["sentence"]) == ([], "disliked", "")
    assert row["shown"] == [TEXT[:48]]


async def test_what_no_article_says_any_more_is_left_out(
    service: FeedbackService, articles: Articles
) -> None:
    await service.rate(shown(1), helpful=True)
    await service.rate(shown(2, article=9), helpful=True)
    assert [row and row["id"] for row in await exported(service)] == ["reader-1", None]
    articles.by_id[7] = replace(articles.by_id[7], text="Lain sama sekali.")
    assert await exported(service) == [None, None]


async def test_a_question_of_an_address_alone_is_left_out(service: FeedbackService) -> None:
    await service.rate(shown(question="https://contoh.id/123"), helpful=False)
    assert await exported(service) == [None]


async def test_one_language_can_be_exported(service: FeedbackService) -> None:
    await service.rate(shown(), helpful=True)
    assert await exported(service, Language.ENGLISH) == []
    assert len(await exported(service, Language.INDONESIAN)) == 1


async def test_a_damaged_rating_is_left_out(
    service: FeedbackService, store: FeedbackStore, database: Database
) -> None:
    await service.rate(shown(), helpful=True)
    await database.execute(text("UPDATE feedback SET quotes = 'x'"))
    assert await exported(service) == []
    assert await store.rating(5) is True


async def test_the_oldest_are_deleted_beyond_the_limit(
    store: FeedbackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "MAX_RATINGS", 2)
    for day in (1, 2, 3):
        rated = Feedback(
            answer_id=day,
            day=NIGHT.date().replace(day=day),
            helpful=False,
            question=f"q{day}",
            language=Language.ENGLISH,
            quotes=(RatedQuote(1, "x"),),
        )
        await store.put(rated)
    await store.prune(NIGHT.date().replace(day=1))
    assert await store.unhelpful(NIGHT.date().replace(day=1), 9) == ["q3", "q2"]
    await store.prune(NIGHT.date().replace(day=3))
    assert [rated.question async for rated in store.all()] == ["q3"]
