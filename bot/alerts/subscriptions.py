"""Subscriptions to topics: subscribe, list, edit, reschedule, pause, mute, delete.

Permissions are checked by the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.alerts.decisions import recompute_due
from bot.alerts.indexed_topics import IndexedTopics
from bot.alerts.previews import TopicPreview, TopicPreviewer, read_topic
from bot.errors import TooManyTopics, TopicKnown, TopicNotFound
from bot.model.schedule import Schedule
from bot.model.topics import ChatTarget, TopicState
from bot.runtime.wakeup import Wakeup
from bot.storage.chats import ChatStore
from bot.storage.topics import TopicStore
from index.topics import Topic

MUTE = timedelta(hours=24)
TOPICS_PER_PAGE = 8
AT_ONCE = Schedule()


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
        indexed: IndexedTopics,
        previewer: TopicPreviewer,
        *,
        limit: int,
        now: Callable[[], datetime],
        pending: Wakeup,
    ) -> None:
        self._topics = topics
        self._chats = chats
        self._indexed = indexed
        self._previewer = previewer
        self._limit = limit
        self._now = now
        self._pending = pending

    async def subscribe(
        self, target: ChatTarget, text: str, schedule: Schedule = AT_ONCE
    ) -> SubscribedTopic:
        """Add a topic; raises TopicUnclear, TopicTooBroad, TopicKnown or TooManyTopics."""
        preview = await self._preview(text)
        await self._refuse_duplicate(target, preview.text)
        topic = await self._topics.add(
            target, preview.text, schedule, now=self._now(), limit=self._limit
        )
        if topic is None:
            raise TooManyTopics(self._limit)
        await self._indexed.add(topic.id, topic.text)
        await self._chats.reactivate(target.chat_id)
        return SubscribedTopic(topic, preview)

    async def edit(self, chat_id: int, topic_id: int, text: str) -> SubscribedTopic:
        """Replace the text of a topic and nothing else; raises as ``subscribe`` does."""
        topic = await self.topic(chat_id, topic_id)
        preview = await self._preview(text)
        if preview.text != topic.text:
            await self._refuse_duplicate(topic.target, preview.text, except_id=topic_id)
            topic = await self._change(replace(topic, text=preview.text))
            await self._indexed.add(topic.id, topic.text)
        return SubscribedTopic(topic, preview)

    async def topic(self, chat_id: int, topic_id: int) -> TopicState:
        """Return a topic of a chat."""
        topic = await self._topics.get(chat_id, topic_id)
        if topic is None:
            raise TopicNotFound
        return topic

    async def named(self, target: ChatTarget, text: str) -> TopicState:
        """Return the target's topic with this text, compared without case.

        Raises TopicUnclear or TopicNotFound.
        """
        found = await self._find(target, read_topic(text))
        if found is None:
            raise TopicNotFound
        return found

    async def page(self, chat_id: int, number: int = 0) -> TopicPage:
        """Return a page of the chat's topics, the nearest one if there is none of this number."""
        total = await self._topics.count(chat_id)
        last = max(0, -(-total // TOPICS_PER_PAGE) - 1)
        number = min(max(number, 0), last)
        shown = await self._topics.of_chat(chat_id, TOPICS_PER_PAGE, number * TOPICS_PER_PAGE)
        return TopicPage(tuple(shown), number, last + 1, total)

    async def set_schedule(self, chat_id: int, topic_id: int, schedule: Schedule) -> TopicState:
        """Change a topic's schedule; pending stories become due by the new one."""
        topic = await self.topic(chat_id, topic_id)
        return await self._change(replace(topic, schedule=schedule))

    async def pause(self, chat_id: int, topic_id: int) -> TopicState:
        """Match nothing until the topic is resumed; its pending stories are dropped."""
        return await self._silence(replace(await self.topic(chat_id, topic_id), paused=True))

    async def resume(self, chat_id: int, topic_id: int) -> TopicState:
        """End a pause, a snooze and a mute."""
        topic = await self.topic(chat_id, topic_id)
        free = replace(topic, paused=False, snoozed_until=None, muted_until=None)
        return await self._change(free)

    async def snooze(self, chat_id: int, topic_id: int, until: datetime) -> TopicState:
        """Collect stories for a digest until then instead of sending alerts."""
        topic = await self.topic(chat_id, topic_id)
        return await self._change(replace(topic, snoozed_until=until))

    async def mute(self, chat_id: int, topic_id: int) -> TopicState:
        """Match nothing for the time ``MUTE``; the topic's pending stories are dropped."""
        topic = await self.topic(chat_id, topic_id)
        return await self._silence(replace(topic, muted_until=self._now() + MUTE))

    async def delete(self, chat_id: int, topic_id: int) -> TopicState:
        """Delete a topic; return it as it was."""
        topic = await self.topic(chat_id, topic_id)
        await self._topics.delete(topic.id)
        await self._indexed.remove(topic.id)
        return topic

    async def _preview(self, text: str) -> TopicPreview:
        return await self._previewer.preview(text, self._now().date())

    async def _refuse_duplicate(self, target: ChatTarget, text: str, except_id: int = 0) -> None:
        known = await self._find(target, read_topic(text))
        if known is not None and known.id != except_id:
            raise TopicKnown(known.id, known.text)

    async def _find(self, target: ChatTarget, topic: Topic) -> TopicState | None:
        for known in await self._topics.of_chat(target.chat_id, self._limit):
            if known.target == target and read_topic(known.text).folded == topic.folded:
                return known
        return None

    async def _change(self, topic: TopicState) -> TopicState:
        chat = await self._chats.state(topic.chat_id)
        await self._topics.change(topic, chat, partial(recompute_due, now=self._now()))
        self._pending.notify()
        return await self.topic(topic.chat_id, topic.id)

    async def _silence(self, topic: TopicState) -> TopicState:
        await self._topics.change(topic, await self._chats.state(topic.chat_id), None)
        return await self.topic(topic.chat_id, topic.id)
