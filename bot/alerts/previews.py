"""Previews of topics: what a topic would have matched, before anybody subscribes to it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.errors import TopicTooBroad, TopicUnclear
from bot.model.channels import post_of
from bot.storage.articles import ArticleStore
from index.errors import BadTopic
from index.text.invisible import remove_invisible
from index.topics import Topic, matches, parse, try_topic
from index.types import Article

PERIOD = timedelta(days=30)
READ_BATCH = 200
MAX_SAMPLE = 5000
"""Articles that a topic is tried on, the newest: about half a second's work in a thread."""

MIN_SAMPLE = 20
"""Of fewer articles a matching share says nothing."""

SHOWN_ARTICLES = 3
_LEAD = 2
"""Paragraphs at an article's beginning that say what it is about."""


@dataclass(frozen=True, slots=True)
class TopicPreview:
    """The number of matching articles of the last 30 days, and the newest three about the topic.

    Those that match by their titles come first, then by their first paragraphs, then the rest. An
    article without a date counts as of the day it arrived, after those with one.
    ``text`` is the topic's canonical text.
    """

    text: str
    matching: int
    newest: tuple[Article, ...]


class TopicPreviewer:
    """Tries topics on the newest articles; ``max_percent`` of them may match."""

    def __init__(self, articles: ArticleStore, max_percent: int) -> None:
        self._articles = articles
        self._max_percent = max_percent

    async def preview(self, text: str, now: datetime, chat_id: int = 0) -> TopicPreview:
        """Return the preview of a topic for a chat; raises TopicUnclear or TopicTooBroad.

        A channel's own posts, of which it gets no alert, are left out.
        """
        topic = read_topic(text)
        since = (now - PERIOD).date()
        undated = await self._articles.undated_since(now - PERIOD, READ_BATCH)
        new = {article.id for article in undated}
        tried, hits = 0, list[Article]()
        async for articles in self._sample(since, undated):
            trial = await asyncio.to_thread(try_topic, topic, articles)
            matched = set(trial.matched)
            tried += trial.articles
            hits += [article for article in articles if article.id in matched]
        percent = 100 * len(hits) // max(tried, 1)
        if tried >= MIN_SAMPLE and percent > self._max_percent:
            raise TopicTooBroad(str(topic), percent)
        hits = [each for each in hits if post_of(each.key)[0] != chat_id or not chat_id]
        recent = [each for each in hits if each.id in new or _is_since(each, since)]
        shown = await asyncio.to_thread(_clearest, topic, recent)
        return TopicPreview(str(topic), len(recent), shown)

    async def _sample(
        self, since: date, undated: Sequence[Article]
    ) -> AsyncIterator[Sequence[Article]]:
        """Yield batches of the newest articles, up to the batch that goes back before ``since``.

        The last one has those of ``undated`` that were in none of them.
        """
        last = set[int]()
        for offset in range(0, MAX_SAMPLE, READ_BATCH):
            articles = await self._articles.latest(READ_BATCH, offset)
            if articles:
                yield articles
            last = {article.id for article in articles}
            if len(articles) < READ_BATCH or not _is_since(articles[-1], since):
                break
        yield [article for article in undated if article.id not in last]


def read_topic(text: str) -> Topic:
    """Parse a topic; raises TopicUnclear."""
    text = remove_invisible(text)
    try:
        return parse(text)
    except BadTopic as error:
        raise TopicUnclear(
            text, error.offset, error.example, error.key, **error.arguments
        ) from error


def _clearest(topic: Topic, articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return those articles to show: the ones whose titles and beginnings match come first."""

    def only_mentions(article: Article) -> tuple[bool, bool]:
        title, lead = replace(article, body=()), replace(article, body=article.body[:_LEAD])
        return not matches(topic, title), not matches(topic, lead)

    return tuple(sorted(articles, key=only_mentions)[:SHOWN_ARTICLES])


def _is_since(article: Article, since: date) -> bool:
    return article.date is not None and article.date >= since
