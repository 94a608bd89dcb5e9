"""What a reader may do with their topics: subscribe, look, change, pause, mute, delete.

Knows no Telegram, and of texts only their keys. Who may do it is the caller's to know.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from bot.alerts.decisions import recompute_due
from bot.alerts.digests import DigestPage, opened
from bot.alerts.matcher import IndexedTopics
from bot.alerts.previews import TopicPreview, TopicPreviewer, read_topic
from bot.alerts.topic_suggestions import TopicSuggestions
from bot.errors import BadTimeZone, TooManyTopics, TopicKnown, TopicNotFound
from bot.model.messages import OutboxCounts
from bot.model.schedule import QuietHours, Schedule, time_zone
from bot.model.topics import ChatState, ChatTarget, TopicState
from bot.runtime.wakeup import Wakeup
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.chats import ChatStore
from bot.storage.outbox import OutboxStore
from bot.storage.stories import StoryStore
from bot.storage.topics import RecomputeDue, TopicStore
from index.topics import Topic
from index.types import Article, Language

MUTE = timedelta(hours=24)
TOPICS_A_PAGE = 8
AT_ONCE = Schedule()

ALIASES = {
    "wib": "Asia/Jakarta",
    "wita": "Asia/Makassar",
    "wit": "Asia/Jayapura",
}
"""Indonesia's zones as its people call them."""


@dataclass(frozen=True, slots=True)
class SubscribedTopic:
    """A topic as it is stored, and what it would have brought."""

    topic: TopicState
    preview: TopicPreview


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Some of a chat's topics, oldest first; ``number`` counts from 0."""

    topics: tuple[TopicState, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class SubscriptionStores:
    """Where subscriptions are read and written."""

    articles: ArticleStore
    chats: ChatStore
    topics: TopicStore
    stories: StoryStore
    outbox: OutboxStore


class Subscriptions:
    """The readers' topics.

    Methods with a chat and a topic's number raise TopicNotFound for a topic of another chat.
    """

    def __init__(  # noqa: PLR0913 - what it consists of
        self,
        stores: SubscriptionStores,
        topics: IndexedTopics,
        settings: Settings,
        *,
        proposals: TopicSuggestions,
        now: Callable[[], datetime],
        kept: Wakeup,
        queued: Wakeup,
    ) -> None:
        self._articles = stores.articles
        self._previews = TopicPreviewer(stores.articles, settings.topic_share)
        self._chats = stores.chats
        self._topics = stores.topics
        self._stories = stores.stories
        self._outbox = stores.outbox
        self._filed = topics
        self.proposals = proposals
        self._settings = settings
        self._now = now
        self.kept = kept
        self._queued = queued

    async def preview(self, text: str) -> TopicPreview:
        """What a topic would bring; raises TopicUnclear or TopicTooBroad."""
        return await self._previews.of(text, self._now().date())

    async def subscribe(
        self, target: ChatTarget, text: str, schedule: Schedule = AT_ONCE
    ) -> SubscribedTopic:
        """A new topic; raises TopicUnclear, TopicTooBroad, TopicKnown or TooManyTopics."""
        preview = await self.preview(text)
        await self._refuse_twin(target, preview.understood)
        limit = self._settings.topics
        topic = await self._topics.add(
            chat_id=target.chat_id,
            thread_id=target.thread_id,
            text=preview.understood,
            schedule=schedule,
            now=self._now(),
            limit=limit,
        )
        if topic is None:
            raise TooManyTopics(limit)
        await self._filed.add(topic.id, topic.text)
        await self._chats.reactivate(target.chat_id)
        return SubscribedTopic(topic, preview)

    async def edit(self, chat_id: int, topic_id: int, text: str) -> SubscribedTopic:
        """Another text for a topic, everything else kept; raises as ``subscribe`` does."""
        topic = await self.topic(chat_id, topic_id)
        preview = await self.preview(text)
        if preview.understood != topic.text:
            await self._refuse_twin(
                ChatTarget(chat_id, topic.thread_id), preview.understood, but=topic_id
            )
            topic = await self._change(replace(topic, text=preview.understood))
            await self._filed.add(topic.id, topic.text)
        return SubscribedTopic(topic, preview)

    async def topic(self, chat_id: int, topic_id: int) -> TopicState:
        """One topic of a chat."""
        topic = await self._topics.get(chat_id, topic_id)
        if topic is None:
            raise TopicNotFound
        return topic

    async def named(self, target: ChatTarget, text: str) -> TopicState:
        """The topic of a place that says this, in whatever case.

        Raises TopicUnclear or TopicNotFound.
        """
        found = await self._twin(target, read_topic(text))
        if found is None:
            raise TopicNotFound
        return found

    async def page(self, chat_id: int, number: int = 0) -> TopicPage:
        """A page of the chat's topics; one that does not exist is the nearest that does."""
        total = await self._topics.count(chat_id)
        last = max(0, -(-total // TOPICS_A_PAGE) - 1)
        number = min(max(number, 0), last)
        shown = await self._topics.of_chat(chat_id, TOPICS_A_PAGE, number * TOPICS_A_PAGE)
        return TopicPage(tuple(shown), number, last + 1, total)

    async def set_schedule(self, chat_id: int, topic_id: int, schedule: Schedule) -> TopicState:
        """When a topic speaks; what is kept for it goes out by the new schedule."""
        topic = await self.topic(chat_id, topic_id)
        return await self._change(replace(topic, schedule=schedule))

    async def pause(self, chat_id: int, topic_id: int) -> TopicState:
        """Take nothing for a topic until it is resumed; what is kept for it is dropped."""
        return await self._silence(replace(await self.topic(chat_id, topic_id), paused=True))

    async def resume(self, chat_id: int, topic_id: int) -> TopicState:
        """End a pause, a snooze and a mute."""
        topic = await self.topic(chat_id, topic_id)
        free = replace(topic, paused=False, snoozed_until=None, muted_until=None)
        return await self._change(free)

    async def snooze(self, chat_id: int, topic_id: int, until: datetime) -> TopicState:
        """Say nothing of a topic before then; what comes is kept for a digest."""
        topic = await self.topic(chat_id, topic_id)
        return await self._change(replace(topic, snoozed_until=until))

    async def mute(self, chat_id: int, topic_id: int, span: timedelta = MUTE) -> TopicState:
        """Take nothing for a topic for so long; what is kept for it is dropped."""
        topic = await self.topic(chat_id, topic_id)
        return await self._silence(replace(topic, muted_until=self._now() + span))

    async def delete(self, chat_id: int, topic_id: int) -> TopicState:
        """Take a topic away; returns what it was."""
        topic = await self.topic(chat_id, topic_id)
        await self._topics.delete(topic.id)
        await self._filed.remove(topic.id)
        return topic

    async def chat(self, chat_id: int) -> ChatState:
        """What a chat chose of zone and quiet hours, and whether it sleeps."""
        return await self._chats.state(chat_id)

    async def set_zone(self, chat_id: int, name: str) -> ChatState:
        """Another time zone, by IANA name in any case or as Indonesians call theirs.

        Raises BadTimeZone.
        """
        zone = time_zone(await asyncio.to_thread(_zone_name, name))
        await self._chats.choose_zone(chat_id, zone, self._recompute())
        self.kept.notify()
        return await self._chats.state(chat_id)

    async def set_quiet(self, chat_id: int, quiet: QuietHours | None) -> ChatState:
        """Quiet hours, or none."""
        await self._chats.choose_quiet(chat_id, quiet, self._recompute())
        self.kept.notify()
        return await self._chats.state(chat_id)

    async def digest_now(self, chat_id: int) -> int:
        """Send what is kept for a chat now; for how many topics something was."""
        topics = await self._topics.hasten(chat_id, self._now())
        self.kept.notify()
        return topics

    async def digest_page(self, chat_id: int, message_id: int, number: int) -> DigestPage | None:
        """A page of a digest by its number in the outbox; None where it is no longer kept."""
        digest = await self._outbox.digest(chat_id, message_id)
        return None if digest is None else opened(digest, number)

    async def sources(self, story_id: int) -> Sequence[Article]:
        """The articles that tell a story, first seen first, without those removed since."""
        ids = await self._stories.articles(story_id)
        found = await self._articles.many(ids)
        return [found[number] for number in ids if number in found]

    async def language(self, chat_id: int) -> Language | None:
        """The language that was chosen for a chat's alerts; None where none was."""
        return await self._chats.language(chat_id)

    async def set_language(self, chat_id: int, language: Language) -> None:
        """Speak this language in a chat's alerts."""
        await self._chats.choose_language(chat_id, language)

    async def reactivate(self, chat_id: int) -> bool:
        """The chat let the bot in again; whether it was asleep."""
        return await self._chats.reactivate(chat_id)

    async def deactivate(self, chat_id: int, reason: str) -> None:
        """The chat shut the bot out; nothing is kept of one without topics."""
        if await self._topics.count(chat_id):
            await self._chats.deactivate(chat_id, reason, self._now())

    async def follow_migration(self, old_chat: int, new_chat: int) -> None:
        """A group became a supergroup: everything of it follows."""
        await self._chats.migrate(old_chat, new_chat)
        self._queued.notify()

    async def counts(self) -> OutboxCounts:
        """How many messages and chats are in which state."""
        return await self._outbox.counts()

    async def _refuse_twin(self, target: ChatTarget, text: str, but: int = 0) -> None:
        twin = await self._twin(target, read_topic(text))
        if twin is not None and twin.id != but:
            raise TopicKnown(twin.id, twin.text)

    async def _twin(self, target: ChatTarget, topic: Topic) -> TopicState | None:
        """The place's topic that says the same, in whatever case."""
        for known in await self._topics.of_chat(target.chat_id, self._settings.topics):
            if (
                known.thread_id == target.thread_id
                and read_topic(known.text).folded == topic.folded
            ):
                return known
        return None

    async def _change(self, topic: TopicState) -> TopicState:
        chat = await self._chats.state(topic.chat_id)
        await self._topics.change(topic, chat, self._recompute())
        self.kept.notify()
        return await self.topic(topic.chat_id, topic.id)

    async def _silence(self, topic: TopicState) -> TopicState:
        await self._topics.change(topic, await self._chats.state(topic.chat_id), None)
        return await self.topic(topic.chat_id, topic.id)

    def _recompute(self) -> RecomputeDue:
        now = self._now()
        return lambda topic, chat: recompute_due(topic, chat, now)


def _zone_name(name: str) -> str:
    """The name as the zone database spells it."""
    wanted = name.strip().lower().replace(" ", "_")
    known = {zone.lower(): zone for zone in available_timezones()} | ALIASES
    if wanted not in known:
        raise BadTimeZone(name)
    return known[wanted]
