"""What a topic would have brought, found out before anybody subscribes to it.

Stores nothing.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import TopicTooBroad, TopicUnclear
from bot.storage.articles import ArticleStore
from index.errors import BadTopic
from index.topics import Topic, parse, try_topic
from index.types import Article

RECENT = timedelta(days=30)
READ_AT_ONCE = 200
MOST_TRIED = 5000
"""Articles that a new topic is tried on, the newest: about half a second's worth in a thread."""

ENOUGH = 20
"""With fewer articles than that, a share of them says nothing."""

NEWEST = 3


@dataclass(frozen=True, slots=True)
class TopicPreview:
    """What a topic would have brought: how many articles of the last 30 days, the newest three.

    ``understood`` is the topic's canonical spelling.
    """

    understood: str
    matching: int
    newest: tuple[Article, ...]


class TopicPreviewer:
    """Tries topics on the newest articles; more than ``share`` percent of them are too many."""

    def __init__(self, articles: ArticleStore, share: int) -> None:
        self._articles = articles
        self._share = share

    async def preview(self, text: str, today: date) -> TopicPreview:
        """The preview of a topic; raises TopicUnclear or TopicTooBroad."""
        topic = read_topic(text)
        since = today - RECENT
        tried, hits = 0, list[Article]()
        async for articles in self._sample(since):
            trial = await asyncio.to_thread(try_topic, topic, articles)
            matched = set(trial.matched)
            tried += trial.articles
            hits += [article for article in articles if article.id in matched]
        percent = 100 * len(hits) // max(tried, 1)
        if tried >= ENOUGH and percent > self._share:
            raise TopicTooBroad(str(topic), percent)
        recent = [article for article in hits if _is_since(article, since)]
        return TopicPreview(str(topic), len(recent), tuple(recent[:NEWEST]))

    async def _sample(self, since: date) -> AsyncIterator[list[Article]]:
        """The newest articles: those since a day, and some more where they are few."""
        for offset in range(0, MOST_TRIED, READ_AT_ONCE):
            articles = await self._articles.latest(READ_AT_ONCE, offset)
            if articles:
                yield articles
            if len(articles) < READ_AT_ONCE or not _is_since(articles[-1], since):
                return


def read_topic(text: str) -> Topic:
    """The topic that a reader wrote; raises TopicUnclear."""
    try:
        return parse(text)
    except BadTopic as error:
        raise TopicUnclear(
            text, error.offset, error.example, error.key, **error.arguments
        ) from error


def _is_since(article: Article, since: date) -> bool:
    return article.date is not None and article.date >= since
