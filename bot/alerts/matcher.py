"""Matches articles that arrived with topics and notifies the topics' chats.

::

    arrivals -> articles -> signatures -> stories -> matching topics -> batches of targets
                                                     batch -> decide -> one transaction

``index.topics`` matches, ``bot.alerts.decisions`` decides. An arrival is deleted with its last
batch: after a crash the batches repeat, and targets that were notified before are skipped.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from bot.alerts.decisions import decide, is_news
from bot.alerts.indexed_topics import IndexedTopics
from bot.model.channels import post_of
from bot.model.messages import MAX_QUOTE_CHARS, Alert, StoryLine, TopicName
from bot.model.topics import ChatState, Decision, TopicState
from bot.runtime.contact import ConfirmedTime
from bot.runtime.log_context import in_update
from bot.settings import Settings
from bot.storage.arrivals import Arrival, ArrivalStore
from bot.storage.articles import ArticleStore
from bot.storage.notifications import Fanout, NotificationStore
from bot.storage.stories import SignedArticle, StoryStore
from index.query.term_weights import TermWeights
from index.stories.near_duplicates import bands, same_story, signature
from index.topics import best_quote, parse
from index.types import Article, Idf, Quote

ARRIVALS_BATCH = 50
TARGETS_BATCH = 200
"""Targets of one transaction: so few that an answer need not wait for it."""


@dataclass(frozen=True, slots=True)
class MatcherStores:
    """The stores that the matcher reads and writes."""

    articles: ArticleStore
    arrivals: ArrivalStore
    stories: StoryStore
    notifications: NotificationStore


@dataclass(frozen=True, slots=True)
class MatchedArrival:
    """An article that arrived, the topics that match it, and its story."""

    article: Article
    arrived_at: datetime
    topic_ids: Sequence[int]
    story: StoryLine


class Matcher:
    """The job that empties ``arrivals``; calls ``decided`` after each batch."""

    def __init__(  # noqa: PLR0913 - its collaborators
        self,
        stores: MatcherStores,
        topics: IndexedTopics,
        weights: TermWeights,
        settings: Settings,
        *,
        now: Callable[[], datetime],
        confirmed: ConfirmedTime,
        decided: Callable[[], None],
    ) -> None:
        self._stores = stores
        self._topics = topics
        self._weights = weights
        self._settings = settings
        self._now = now
        self._confirmed = confirmed
        self._decided = decided

    async def work(self) -> bool:
        """Match a batch of arrivals; False if there are none."""
        arrivals = await self._stores.arrivals.waiting(ARRIVALS_BATCH)
        if not arrivals:
            return False
        found = await self._match(arrivals)
        matched_ids = {matched.article.id for matched in found}
        unmatched = [one.article_id for one in arrivals if one.article_id not in matched_ids]
        if unmatched:
            await self._stores.arrivals.drop(unmatched)
        causes = self._stores.articles.causes
        for matched in found:
            with in_update(causes.of(matched.article.id, matched.article.key)):
                causes.note(matched.article.id)
                await self._fan_out(matched)
        self._decided()
        return True

    async def prune(self) -> None:
        """Delete stories that no new article can join any more."""
        if (now := self._confirmed()) is None:
            return
        before = now - 2 * timedelta(days=self._settings.story_days)
        while await self._stores.stories.prune(before):
            pass

    async def _match(self, arrivals: Sequence[Arrival]) -> list[MatchedArrival]:
        """Return the arrivals that are news and match a topic."""
        articles = await self._stores.articles.many([one.article_id for one in arrivals])
        news = {
            one.article_id: one.arrived_at
            for one in arrivals
            if one.article_id in articles
            and is_news(articles[one.article_id].date, one.arrived_at, self._settings.alert_days)
        }
        fresh = [articles[number] for number in news]
        stories = await self._assign_stories(fresh)
        further = await self._stores.stories.further_articles(set(stories.values()))
        topics = await self._topics.match(fresh)
        return [
            MatchedArrival(
                article, news[article.id], ids, _line(article, stories[article.id], further)
            )
            for article, ids in zip(fresh, topics, strict=True)
            if ids
        ]

    async def _assign_stories(self, fresh: Sequence[Article]) -> dict[int, int]:
        now = self._now()
        since = now - timedelta(days=self._settings.story_days)
        signed = await asyncio.to_thread(lambda: [_signed(article) for article in fresh])
        return await self._stores.stories.assign(signed, same_story, since=since, now=now)

    async def _fan_out(self, matched: MatchedArrival) -> None:
        """Notify the targets in batches; a target is in one batch with all its topics."""
        targets = await self._stores.notifications.targets(matched.topic_ids)
        groups = list(targets.values())
        batches = [
            list(chain.from_iterable(groups[start : start + TARGETS_BATCH]))
            for start in range(0, max(1, len(groups)), TARGETS_BATCH)
        ]
        quotes: dict[str, Quote | None] = {}
        for number, topics in enumerate(batches, start=1):
            texts = {topic.text for topic in topics} - quotes.keys()
            quoted = partial(_quotes, texts, matched.article)
            quotes |= await self._weights.decide(quoted, in_thread=True)
            ids = [topic.id for topic in topics]
            await self._notify(matched, ids, quotes, last=number == len(batches))

    async def _notify(
        self,
        matched: MatchedArrival,
        topic_ids: Sequence[int],
        quotes: Mapping[str, Quote | None],
        *,
        last: bool,
    ) -> None:
        now = self._now()
        posted_in, _ = post_of(matched.article.key)
        fanout = Fanout(matched.article.id, matched.story.story_id, topic_ids, last, posted_in)

        def decide_now(topics: Sequence[TopicState], chat: ChatState) -> Decision:
            limit = self._settings.alerts_per_hour
            return decide(topics, chat, arrived_at=matched.arrived_at, now=now, limit=limit)

        alert = partial(make_alert, matched.story, quotes)
        await self._stores.notifications.notify(fanout, decide_now, alert, now)


def make_alert(
    story: StoryLine, quotes: Mapping[str, Quote | None], topics: Sequence[TopicState]
) -> Alert:
    """Return the alert of a story for topics of one target, with the best of their quotes."""
    names = tuple(TopicName(topic.id, topic.text) for topic in topics)
    found = [quote for topic in topics if (quote := quotes.get(topic.text)) is not None]
    if not found:
        return Alert(story, names)
    best = max(found, key=lambda quote: quote.score)
    if best.text == story.title:  # a post of one sentence, which is said once
        return Alert(story, names)
    highlights = tuple((start, end) for start, end in best.highlights if end <= MAX_QUOTE_CHARS)
    return Alert(story, names, best.text[:MAX_QUOTE_CHARS], highlights)


def _quotes(texts: Collection[str], article: Article, idf: Idf) -> dict[str, Quote | None]:
    return {text: _quote(text, article, idf) for text in texts}


def _quote(text: str, article: Article, idf: Idf) -> Quote | None:
    try:
        return best_quote(parse(text), article, idf)
    except ValueError:  # an article without a body
        return None


def _signed(article: Article) -> SignedArticle:
    signed = signature(article)
    return SignedArticle(article.id, signed, bands(signed))


def _line(article: Article, story_id: int, further: Mapping[int, int]) -> StoryLine:
    return StoryLine(
        story_id=story_id,
        article_id=article.id,
        title=article.title,
        source=article.source,
        date=article.date,
        url=article.url,
        others=further.get(story_id, 0),
    )
