"""Suggested topics."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.alerts.topic_suggestions import TopicSuggestions
from index.topics import matches, parse
from index.types import Language
from tests.bot.alert_harness import AlertHarness, make_news, open_alert_harness
from tests.bot.samples import Clock


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(1, "banjir bandang lumpur")])
        yield harness


@pytest.fixture
def suggestions(harness: AlertHarness) -> TopicSuggestions:
    return harness.alerts.suggestions


async def test_a_suggestion_is_about_the_subject_of_the_question(
    suggestions: TopicSuggestions,
) -> None:
    topic = await suggestions.of_question(
        "siapa yang meresmikan Jembatan Lestari?", Language.INDONESIAN
    )
    assert topic == "Jembatan Lestari"


async def test_a_question_without_a_subject_suggests_nothing(suggestions: TopicSuggestions) -> None:
    assert await suggestions.of_question("siapa dia?", Language.INDONESIAN) is None


async def test_variants_are_wider_and_narrower(suggestions: TopicSuggestions) -> None:
    found = await suggestions.variants("banjir bandang", 1)
    assert found == ["banjir", "bandang", "judul:(banjir bandang)", "banjir bandang lumpur"]
    assert await suggestions.variants("banjir", None) == ["judul:banjir"]
    assert await suggestions.variants("banjir", 99) == ["judul:banjir"]


async def test_the_first_narrower_topics_exclude_the_article(
    harness: AlertHarness, suggestions: TopicSuggestions
) -> None:
    (article,) = (await harness.articles.many([1])).values()
    found = await suggestions.narrower("banjir", article.id)
    assert found
    assert not matches(parse(found[0]), article)
    assert matches(parse(found[-1]), article)


@pytest.mark.parametrize(("topic", "article_id"), [("banjir", 99), ("banjir (", 1)])
async def test_nothing_is_suggested_for_a_missing_article_or_topic(
    suggestions: TopicSuggestions, topic: str, article_id: int
) -> None:
    assert await suggestions.narrower(topic, article_id) == ()
