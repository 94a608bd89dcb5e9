"""Subscriptions to topics: subscribe, list, edit, reschedule, pause, mute, delete.

Permissions are checked by the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from rapidfuzz import fuzz, process

from bot.alerts.decisions import recompute_due
from bot.alerts.previews import TopicPreview, TopicPreviewer, read_topic
from bot.errors import TopicNotFound, TopicUnclear
from bot.model.schedule import Schedule
from bot.model.topics import ChatTarget, TopicState
from bot.runtime.wakeup import Wakeup
from bot.storage.chat_states import RecomputeDue
from bot.storage.chats import ChatStore
from bot.storage.topics import IsSame, TopicChange, TopicStore, timing

MUTE = timedelta(hours=24)
TOPICS_PER_PAGE = 8
AT_ONCE = Schedule()
_MIN_LIKENESS = 70
"""Per cent of the letters; "gmpa" has 89 of "gempa", "banjir" 18."""


@dataclass(frozen=True, slots=True)
class SubscribedTopic:
    """A stored topic and the preview of what it would have matched."""

    topic: TopicState
    preview: TopicPreview


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A page of a chat's topics, oldest first; ``number`` counts from 0."""

    topics: tuple[TopicState, ...]
    number: int
    pages: int
    total: int


class Subscriptions:
    """The topics of chats, at most ``limit`` for each.

    Methods with a chat and a topic id raise TopicNotFound if the topic is not the chat's.
    ``pending`` is notified when due times may have changed.
    """

    def __init__(  # noqa: PLR0913 - its collaborators
        self,
        topics: TopicStore,
        chats: ChatStore,
        previewer: TopicPreviewer,
        *,
        limit: int,
        now: Callable[[], datetime],
        pending: Wakeup,
    ) -> None:
        self._topics = topics
        self._chats = chats
        self._previewer = previewer
        self._limit = limit
        self._now = now
        self._pending = pending

    async def subscribe(
        self, target: ChatTarget, text: str, schedule: Schedule = AT_ONCE
    ) -> SubscribedTopic:
        """Add a topic; raises TopicUnclear, TopicTooBroad, TopicKnown or TooManyTopics."""
        preview = await self.preview(text, target.chat_id)
        topic = await self._topics.add(
            target,
            preview.text,
            schedule,
            same=_same_as(preview.text),
            now=self._now(),
            limit=self._limit,
        )
        await self._chats.reactivate(target.chat_id)
        return SubscribedTopic(topic, preview)

    async def preview(self, text: str, chat_id: int = 0) -> TopicPreview:
        """Return what a topic would have brought a chat; raises TopicUnclear or TopicTooBroad."""
        return await self._previewer.preview(text, self._now(), chat_id)

    async def edit(self, chat_id: int, topic_id: int, text: str) -> SubscribedTopic:
        """Replace the text of a topic and nothing else; raises as ``subscribe`` does."""
        await self.topic(chat_id, topic_id)
        preview = await self.preview(text, chat_id)
        same = _same_as(preview.text)
        topic = _found(
            await self._topics.edit(chat_id, topic_id, preview.text, same, self._recompute())
        )
        self._pending.notify()
        return SubscribedTopic(topic, preview)

    async def topic(self, chat_id: int, topic_id: int) -> TopicState:
        """Return a topic of a chat."""
        return _found(await self._topics.get(chat_id, topic_id))

    async def named(self, target: ChatTarget, text: str) -> TopicState:
        """Return the target's topic with this text, compared without case.

        Raises TopicUnclear or TopicNotFound.
        """
        same = _same_as(str(read_topic(text)))
        known = await self._topics.of_chat(target.chat_id, self._limit)
        here = (topic for topic in known if topic.target == target and same(topic.text))
        return _found(next(here, None))

    async def numbered(self, chat_id: int, number: int) -> TopicState:
        """Return the topic that stands at this place in the list of topics, from 1."""
        found = await self._topics.of_chat(chat_id, 1, number - 1) if number > 0 else []
        return _found(next(iter(found), None))

    async def nearest(self, chat_id: int, text: str) -> TopicState | None:
        """Return the topic of the chat that ``text`` most likely misspells; None if none is."""
        known = await self._topics.of_chat(chat_id, self._limit)
        texts = [topic.text.lower() for topic in known]
        found = process.extractOne(
            text.lower(), texts, scorer=_likeness, score_cutoff=_MIN_LIKENESS
        )
        return known[found[2]] if found else None

    async def delete_all(self, chat_id: int, count: int) -> bool:
        """Delete all topics of a chat; return False, and do nothing, unless they are ``count``."""
        return await self._topics.delete_all(chat_id, count)

    async def page(self, chat_id: int, number: int = 0) -> TopicPage:
        """Return a page of the chat's topics, the nearest one if there is none of this number."""
        total = await self._topics.count(chat_id)
        last = max(0, -(-total // TOPICS_PER_PAGE) - 1)
        number = min(max(number, 0), last)
        shown = await self._topics.of_chat(chat_id, TOPICS_PER_PAGE, number * TOPICS_PER_PAGE)
        return TopicPage(tuple(shown), number, last + 1, total)

    async def set_schedule(self, chat_id: int, topic_id: int, schedule: Schedule) -> TopicState:
        """Change a topic's schedule; pending stories become due by the new one."""
        return await self._change(chat_id, topic_id, timing(schedule))

    async def pause(self, chat_id: int, topic_id: int) -> TopicState:
        """Match nothing until the topic is resumed; its pending stories are dropped."""
        return await self._silence(chat_id, topic_id, {"paused": True})

    async def resume(self, chat_id: int, topic_id: int) -> TopicState:
        """End a pause, a snooze and a mute."""
        return await self._change(
            chat_id, topic_id, {"paused": False, "snoozed_until": None, "muted_until": None}
        )

    async def snooze(self, chat_id: int, topic_id: int, until: datetime) -> TopicState:
        """Collect stories for a digest until then instead of sending alerts."""
        return await self._change(chat_id, topic_id, {"snoozed_until": until})

    async def mute(self, chat_id: int, topic_id: int) -> TopicState:
        """Match nothing for the time ``MUTE``; the topic's pending stories are dropped."""
        return await self._silence(chat_id, topic_id, {"muted_until": self._now() + MUTE})

    async def delete(self, chat_id: int, topic_id: int) -> TopicState:
        """Delete a topic; return it as it was."""
        return _found(await self._topics.delete(chat_id, topic_id))

    async def _change(self, chat_id: int, topic_id: int, change: TopicChange) -> TopicState:
        topic = _found(await self._topics.change(chat_id, topic_id, change, self._recompute()))
        self._pending.notify()
        return topic

    async def _silence(self, chat_id: int, topic_id: int, change: TopicChange) -> TopicState:
        return _found(await self._topics.change(chat_id, topic_id, change, None))

    def _recompute(self) -> RecomputeDue:
        return partial(recompute_due, now=self._now())


def _found(topic: TopicState | None) -> TopicState:
    if topic is None:
        raise TopicNotFound
    return topic


def _likeness(text: str, topic: str, **_: object) -> float:
    """Return how alike ``text`` is to a topic or to the word in it that is most like it."""
    return max(fuzz.ratio(text, each) for each in (topic, *topic.split()))


def _same_as(text: str) -> IsSame:
    """Return a function that compares stored texts with ``text``, without case."""
    folded = read_topic(text).folded

    def same(known: str) -> bool:
        try:
            return read_topic(known).folded == folded
        except TopicUnclear:  # stored when more was understood
            return False

    return same
