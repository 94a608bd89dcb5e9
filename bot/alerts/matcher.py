"""Articles that arrived -> the chats that are told of them.

::

    arrivals -> articles -> signatures -> stories -> topics that match -> places, in slices
                                                           slice -> decide -> one transaction

Decides nothing itself: what matches is ``index.topics``, what becomes of it
``bot.alerts.decisions``. An arrival goes with the last slice of its places, so that a crash repeats
what was not done, and what was done is known to the places.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from bot.alerts.decisions import decide, is_news
from bot.model.messages import MAX_QUOTE_CHARS, Alert, StoryLine, TopicName
from bot.model.topics import ChatState, Decision, TopicState
from bot.storage.arrivals import Arrival, ArrivalStore
from bot.storage.articles import ArticleStore
from bot.storage.notifications import Fanout, NotificationStore
from bot.storage.stories import SignedArticle, StoryStore
from bot.storage.topics import TopicStore
from index.errors import BadTopic
from index.stories.near_duplicates import bands, same_story, signature
from index.topics import TopicIndex, best_quote, parse
from index.types import Article, Quote

log = logging.getLogger(__name__)

ARRIVALS_AT_ONCE = 50
PLACES_AT_ONCE = 200
"""Places of one transaction: few enough that an answer need not wait for it."""

FILED_AT_ONCE = 1000
"""Topics that are read and filed between two looks at the event loop."""

Idf = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What the settings say of alerts.

    ``alert_days``: older articles are no news. ``story_days``: for how long a copy is looked for.
    """

    alerts_per_hour: int
    alert_days: int
    story_days: int


@dataclass(frozen=True, slots=True)
class MatcherStores:
    """Where matching reads and writes."""

    articles: ArticleStore
    arrivals: ArrivalStore
    stories: StoryStore
    topics: TopicStore
    notifications: NotificationStore


@dataclass(frozen=True, slots=True)
class MatchedArrival:
    """An article that arrived, the topics that match it, and the story that it tells."""

    article: Article
    arrived_at: datetime
    topic_ids: Sequence[int]
    story: StoryLine


class IndexedTopics:
    """The topics in memory, changed one at a time and never while they match."""

    def __init__(self, store: TopicStore, idf: Idf) -> None:
        self._store = store
        self._index = TopicIndex(idf)
        self._busy = asyncio.Lock()
        self._changed: set[int] | None = set()

    def __len__(self) -> int:
        return len(self._index)

    async def fill(self) -> None:
        """File everything that is stored, but what was changed since the program began."""
        batch: list[tuple[int, str]] = []
        async for row in self._store.texts():
            batch.append(row)
            if len(batch) == FILED_AT_ONCE:
                await self._file(batch)
                batch = []
        await self._file(batch)
        self._changed = None

    async def add(self, topic_id: int, text: str) -> None:
        """File a topic, or file it anew."""
        async with self._busy:
            self._note(topic_id)
            self._index.add(topic_id, parse(text))

    async def remove(self, topic_id: int) -> None:
        """Take a topic out."""
        async with self._busy:
            self._note(topic_id)
            self._index.remove(topic_id)

    async def match(self, articles: Sequence[Article]) -> list[list[int]]:
        """The topics that match each article, found in a thread."""
        async with self._busy:
            return await asyncio.to_thread(lambda: list(map(self._index.match, articles)))

    def _note(self, topic_id: int) -> None:
        if self._changed is not None:
            self._changed.add(topic_id)

    async def _file(self, batch: Iterable[tuple[int, str]]) -> None:
        async with self._busy:
            changed = self._changed or set()
            fresh = [row for row in batch if row[0] not in changed]
            await asyncio.to_thread(self._file_all, fresh)

    def _file_all(self, batch: Iterable[tuple[int, str]]) -> None:
        for number, text in batch:
            try:
                self._index.add(number, parse(text))
            except BadTopic as error:
                log.warning("topic %d is not understood any more: %s", number, error.key)


class Matcher:
    """The job that empties ``arrivals``; ``decided`` is called after each batch."""

    def __init__(  # noqa: PLR0913 - what it consists of
        self,
        stores: MatcherStores,
        topics: IndexedTopics,
        idf: Idf,
        rules: AlertRules,
        *,
        now: Callable[[], datetime],
        decided: Callable[[], None],
    ) -> None:
        self._stores = stores
        self._topics = topics
        self._idf = idf
        self._rules = rules
        self._now = now
        self._decided = decided

    async def work(self) -> bool:
        """Match some of what has arrived; False where nothing has."""
        arrivals = await self._stores.arrivals.waiting(ARRIVALS_AT_ONCE)
        if not arrivals:
            return False
        found = await self._match(arrivals)
        concerned = {matched.article.id for matched in found}
        silent = [one.article_id for one in arrivals if one.article_id not in concerned]
        if silent:
            await self._stores.arrivals.drop(silent)
        for matched in found:
            await self._tell(matched)
        self._decided()
        return True

    async def prune(self) -> None:
        """Forget stories that no copy can join any more."""
        before = self._now() - 2 * timedelta(days=self._rules.story_days)
        while await self._stores.stories.prune(before):
            pass

    async def _match(self, arrivals: Sequence[Arrival]) -> list[MatchedArrival]:
        """Those of the arrivals that are news and that a topic asks for, with their stories."""
        articles = await self._stores.articles.many([one.article_id for one in arrivals])
        news = {
            one.article_id: one.arrived_at
            for one in arrivals
            if one.article_id in articles
            and is_news(articles[one.article_id].date, one.arrived_at, self._rules.alert_days)
        }
        fresh = [articles[number] for number in news]
        stories = await self._assign(fresh)
        further = await self._stores.stories.further_articles(set(stories.values()))
        topics = await self._topics.match(fresh)
        return [
            MatchedArrival(
                article, news[article.id], ids, _line(article, stories[article.id], further)
            )
            for article, ids in zip(fresh, topics, strict=True)
            if ids
        ]

    async def _assign(self, fresh: Sequence[Article]) -> dict[int, int]:
        now = self._now()
        since = now - timedelta(days=self._rules.story_days)
        signed = await asyncio.to_thread(lambda: [_signed(article) for article in fresh])
        return await self._stores.stories.assign(signed, same_story, since=since, now=now)

    async def _tell(self, matched: MatchedArrival) -> None:
        """Slice by slice of the places; a place is in one slice with all of its topics."""
        targets = await self._stores.notifications.targets(matched.topic_ids)
        groups = list(targets.values())
        slices = [
            list(chain.from_iterable(groups[start : start + PLACES_AT_ONCE]))
            for start in range(0, max(1, len(groups)), PLACES_AT_ONCE)
        ]
        quotes: dict[str, Quote | None] = {}
        for number, topics in enumerate(slices, start=1):
            texts = {topic.text for topic in topics} - quotes.keys()
            quotes |= await asyncio.to_thread(self._quotes, texts, matched.article)
            ids = [topic.id for topic in topics]
            await self._tell_slice(matched, ids, quotes, last=number == len(slices))

    async def _tell_slice(
        self,
        matched: MatchedArrival,
        topic_ids: Sequence[int],
        quotes: Mapping[str, Quote | None],
        *,
        last: bool,
    ) -> None:
        now = self._now()
        fanout = Fanout(matched.article.id, matched.story.story_id, topic_ids, last)

        def decide_now(topics: Sequence[TopicState], chat: ChatState) -> Decision:
            limit = self._rules.alerts_per_hour
            return decide(topics, chat, arrived_at=matched.arrived_at, now=now, limit=limit)

        alert = partial(make_alert, matched.story, quotes)
        await self._stores.notifications.notify(fanout, decide_now, alert, now)

    def _quotes(self, texts: Collection[str], article: Article) -> dict[str, Quote | None]:
        return {text: _quote(text, article, self._idf) for text in texts}


def make_alert(
    story: StoryLine, quotes: Mapping[str, Quote | None], topics: Sequence[TopicState]
) -> Alert:
    """An alert of a story for some topics of a place, with the best of their quotes."""
    names = tuple(TopicName(topic.id, topic.text) for topic in topics)
    found = [quote for topic in topics if (quote := quotes.get(topic.text)) is not None]
    if not found:
        return Alert(story, names)
    best = max(found, key=lambda quote: quote.score)
    highlights = tuple((start, end) for start, end in best.highlights if end <= MAX_QUOTE_CHARS)
    return Alert(story, names, best.text[:MAX_QUOTE_CHARS], highlights)


def _quote(text: str, article: Article, idf: Idf) -> Quote | None:
    try:
        return best_quote(parse(text), article, idf)
    except ValueError:  # an article without a body
        return None


def _signed(article: Article) -> SignedArticle:
    kept = signature(article)
    return SignedArticle(article.id, kept, bands(kept))


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
