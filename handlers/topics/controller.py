"""What can be done with the topics of a place, each as the reply that shows it.

Commands and buttons come here; who may is decided before, in ``places``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.alerts.service import AlertService
from bot.alerts.subscriptions import SubscribedTopic
from bot.errors import SubscriptionError, TopicKnown, TopicNotFound, TopicUnclear
from bot.model.schedule import QuietHours, Schedule
from bot.model.topics import TopicState
from bot.texts import Texts
from handlers.callback_data import NarrowTopics, Unsubscribe
from handlers.context import Context
from handlers.render import (
    Reply,
    TopicView,
    render_deleted_topic,
    render_edit_question,
    render_narrowings,
    render_quiet_hours,
    render_subscribed,
    render_time_zone,
    render_topic,
    render_topic_choice,
    render_topics,
    render_topics_to_delete,
    render_unclear_topic,
    text_reply,
)
from handlers.topics.targets import TopicTarget, view_of


@dataclass(frozen=True, slots=True)
class TopicController:
    """The topics of one place, in one language; methods raise SubscriptionError."""

    alerts: AlertService
    target: TopicTarget
    view: TopicView
    texts: Texts

    @property
    def chat_id(self) -> int:
        """Whose topics they are."""
        return self.target.place.chat_id

    async def subscribe(self, text: str) -> Reply:
        """A new topic with what it would have brought; one that is there already is shown."""
        try:
            subscribed = await self.alerts.subscriptions.subscribe(self.target.place, text)
        except TopicKnown as error:
            topic = await self.alerts.subscriptions.topic(self.chat_id, error.topic_id)
            known = self.texts.format(error.key, **error.arguments)
            return render_topic(topic, self.view, self.texts, known)
        await self.alerts.chat_settings.set_language_once(self.chat_id, self.texts.language)
        return self._subscribed(subscribed)

    async def restore(self, text: str, schedule: Schedule) -> Reply:
        """A topic that was deleted, as it was."""
        subscribed = await self.alerts.subscriptions.subscribe(self.target.place, text, schedule)
        return render_topic(subscribed.topic, self.view, self.texts, self.texts.topic_restored)

    async def edit(self, topic_id: int, text: str) -> Reply:
        """Another text for a topic."""
        edited = await self.alerts.subscriptions.edit(self.chat_id, topic_id, text)
        return self._subscribed(edited, self.texts.topic_changed)

    async def ask_edit(self, topic_id: int) -> Reply:
        """Asks for that text."""
        topic = await self.topic(topic_id)
        channel = f"_{self.view.channel}" if self.view.channel else ""
        return render_edit_question(topic, f"/edit_{topic_id}{channel}", self.texts)

    async def topic(self, topic_id: int) -> TopicState:
        """A topic of the place."""
        return await self.alerts.subscriptions.topic(self.chat_id, topic_id)

    def show(self, topic: TopicState) -> Reply:
        """A topic and what can be done with it."""
        return render_topic(topic, self.view, self.texts)

    async def listed(self, number: int) -> Reply:
        """A page of the topics."""
        page = await self.alerts.subscriptions.page(self.chat_id, number)
        return render_topics(page, self.view, self.texts)

    async def listed_to_delete(self, number: int) -> Reply:
        """A page of the topics to delete from."""
        page = await self.alerts.subscriptions.page(self.chat_id, number)
        return render_topics_to_delete(page, self.view, self.texts)

    async def delete(self, topic_id: int) -> Reply:
        """Take a topic away."""
        topic = await self.alerts.subscriptions.delete(self.chat_id, topic_id)
        return render_deleted_topic(topic, self.view, self.texts)

    async def delete_named(self, text: str) -> Reply:
        """Take the topic away that says this."""
        topic = await self.alerts.subscriptions.named(self.target.place, text)
        return await self.delete(topic.id)

    async def unsubscribe(self, topic_ids: Sequence[int]) -> Reply:
        """Take away the topic of an alert, or ask which where it was for several."""
        topics = await self._still_there(topic_ids)
        if len(topics) == 1:
            return await self.delete(topics[0].id)
        return render_topic_choice(topics, lambda number: Unsubscribe((number,)), self.texts)

    async def narrow(self, article_id: int, topic_ids: Sequence[int]) -> Reply:
        """Offer narrower topics, or ask which topic where the alert was for several."""
        topics = await self._still_there(topic_ids)
        if len(topics) > 1:
            return render_topic_choice(
                topics, lambda number: NarrowTopics(article_id, (number,)), self.texts
            )
        found = await self.alerts.suggestions.narrower(topics[0].text, article_id)
        return render_narrowings(topics[0], found, self.texts)

    async def mute(self, topic_ids: Sequence[int]) -> str:
        """Mute the topics of an alert for a day; until when, in words."""
        for topic in await self._still_there(topic_ids):
            muted = await self.alerts.subscriptions.mute(self.chat_id, topic.id)
        until = muted.muted_until or self.view.now
        moment = self.texts.moment(until.astimezone(self.view.zone))
        return self.texts.format("alert_muted", moment=moment)

    async def snooze(self, topic_id: int, hours: int) -> Reply:
        """Keep what comes for a topic for some hours."""
        until = self.view.now + timedelta(hours=hours)
        return self.show(await self.alerts.subscriptions.snooze(self.chat_id, topic_id, until))

    async def quiet(self) -> Reply:
        """The quiet hours."""
        chat = await self.alerts.chats.state(self.chat_id)
        return render_quiet_hours(chat, self.view, self.texts)

    async def set_quiet(self, quiet: QuietHours | None) -> Reply:
        """Other quiet hours, or none."""
        chat = await self.alerts.chat_settings.set_quiet(self.chat_id, quiet)
        return render_quiet_hours(chat, self.view, self.texts)

    async def zone(self) -> Reply:
        """The time zone."""
        chat = await self.alerts.chats.state(self.chat_id)
        return render_time_zone(chat, self.view, self.texts)

    async def set_zone(self, name: str) -> Reply:
        """Another time zone."""
        chat = await self.alerts.chat_settings.set_zone(self.chat_id, name)
        return render_time_zone(chat, self.view, self.texts)

    async def digest_now(self) -> Reply:
        """Send what was collected."""
        topics = await self.alerts.digest_job.send_now(self.chat_id)
        return text_reply(self.texts.digest_coming if topics else self.texts.digest_nothing)

    def _subscribed(self, subscribed: SubscribedTopic, news: str = "") -> Reply:
        return render_subscribed(subscribed, self.view, self.texts, news)

    async def _still_there(self, topic_ids: Sequence[int]) -> list[TopicState]:
        """Those of the topics that were not deleted since; raises TopicNotFound for none."""
        found = []
        for topic_id in topic_ids:
            try:
                found.append(await self.topic(topic_id))
            except TopicNotFound:
                continue
        if not found:
            raise TopicNotFound
        return found


async def controller_for(target: TopicTarget, context: Context, texts: Texts) -> TopicController:
    """The desk for a place."""
    view = await view_of(target, context)
    return TopicController(context.services.alerts, target, view, texts)


def explained(error: SubscriptionError, texts: Texts) -> Reply:
    """Why something could not be done, and how it could."""
    if isinstance(error, TopicUnclear):
        return render_unclear_topic(error, texts)
    return text_reply(texts.format(error.key, **error.arguments))
