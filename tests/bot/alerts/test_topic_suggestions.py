"""Topics that a reader may take with one tap."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.alerts.topic_suggestions import TopicSuggestions
from index.topics import matches, parse
from index.types import Language
from tests.bot.alerting import Newsroom, news, open_newsroom
from tests.bot.samples import Clock


@pytest.fixture
async def room(database_path: Path, clock: Clock) -> AsyncIterator[Newsroom]:
    async with open_newsroom(database_path, clock) as room:
        await room.reload([news(1, "banjir bandang lumpur")])
        yield room


@pytest.fixture
def proposals(room: Newsroom) -> TopicSuggestions:
    return room.alerting.suggestions


async def test_words_of_the_question_and_none_that_only_ask(proposals: TopicSuggestions) -> None:
    topic = proposals.of_question("siapa yang meresmikan Jembatan Lestari?", Language.INDONESIAN)
    assert topic is not None
    assert {"Jembatan", "Lestari"} <= set(topic.split())
    assert "siapa" not in topic


async def test_a_question_without_weight_proposes_nothing(proposals: TopicSuggestions) -> None:
    assert proposals.of_question("siapa dia?", Language.INDONESIAN) is None


async def test_narrower_topics_first_leave_the_article_out(
    room: Newsroom, proposals: TopicSuggestions
) -> None:
    (article,) = (await room.articles.many([1])).values()
    found = await proposals.narrower("banjir", article.id)
    assert found
    assert not matches(parse(found[0]), article)
    assert matches(parse(found[-1]), article)


@pytest.mark.parametrize(("topic", "article_id"), [("banjir", 99), ("banjir (", 1)])
async def test_what_is_gone_is_not_narrowed(
    proposals: TopicSuggestions, topic: str, article_id: int
) -> None:
    assert await proposals.narrower(topic, article_id) == ()
