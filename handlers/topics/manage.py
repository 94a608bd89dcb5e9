"""The buttons of a topic and of the list of topics."""

from datetime import timedelta

from handlers.callback_data.topics import (
    DeleteAllTopics,
    DeleteTopic,
    ListToDelete,
    ListTopics,
    PauseTopic,
    RestoreTopic,
    ResumeTopic,
    ShowTopic,
    SnoozeTopic,
)
from handlers.render.reply import Reply, text_reply
from handlers.render.timing import SNOOZE_HOURS
from handlers.render.topics import (
    render_delete_all,
    render_deleted_topic,
    render_topic,
    render_topics,
    render_topics_to_delete,
)
from handlers.telegram.button_press import ButtonPress
from handlers.topics.request import TopicRequest, looking_press, shown_topic, topic_press
from handlers.topics.schedule import schedule_of


@looking_press
async def list_topics(press: ButtonPress[ListTopics], request: TopicRequest) -> Reply:
    """Show a page of the topics."""
    page = await request.alerts.subscriptions.page(request.chat_id, press.payload.page)
    return render_topics(page, request.view, request.texts)


@topic_press
async def list_to_delete(press: ButtonPress[ListToDelete], request: TopicRequest) -> Reply:
    """Show a page of the topics to delete from."""
    page = await request.alerts.subscriptions.page(request.chat_id, press.payload.page)
    return render_topics_to_delete(page, request.view, request.texts)


@topic_press
async def show_topic(press: ButtonPress[ShowTopic], request: TopicRequest) -> Reply:
    """Show a topic and what can be done with it."""
    return await topic_card(press.payload.topic_id, request)


@topic_press
async def pause(press: ButtonPress[PauseTopic], request: TopicRequest) -> Reply:
    """Send nothing for a topic until it is resumed."""
    topic = await request.alerts.subscriptions.pause(request.chat_id, press.payload.topic_id)
    return render_topic(topic, request.view, request.texts)


@topic_press
async def resume(press: ButtonPress[ResumeTopic], request: TopicRequest) -> Reply:
    """End a pause, a snooze and a mute."""
    topic = await request.alerts.subscriptions.resume(request.chat_id, press.payload.topic_id)
    return render_topic(topic, request.view, request.texts)


@topic_press
async def snooze(press: ButtonPress[SnoozeTopic], request: TopicRequest) -> Reply | None:
    """Collect a topic's stories for some hours; None if no button offers that many."""
    topic_id, hours = press.payload.topic_id, press.payload.hours
    if hours not in SNOOZE_HOURS:
        return None
    until = request.view.now + timedelta(hours=hours)
    topic = await request.alerts.subscriptions.snooze(request.chat_id, topic_id, until)
    return render_topic(topic, request.view, request.texts)


@topic_press
async def delete(press: ButtonPress[DeleteTopic], request: TopicRequest) -> Reply:
    """Delete a topic."""
    topic = await request.alerts.subscriptions.delete(request.chat_id, press.payload.topic_id)
    return render_deleted_topic(topic, request.view, request.texts)


@topic_press
async def delete_all(press: ButtonPress[DeleteAllTopics], request: TopicRequest) -> Reply:
    """Delete all topics; ask again if there are others by now than the question named."""
    subscriptions, count = request.alerts.subscriptions, press.payload.count
    if await subscriptions.delete_all(request.chat_id, count):
        return text_reply(request.texts.format("unsubscribed_all", count=count))
    page = await subscriptions.page(request.chat_id)
    return render_delete_all(page, request.view, request.texts)


@topic_press
async def restore(press: ButtonPress[RestoreTopic], request: TopicRequest) -> Reply | None:
    """Subscribe again to the deleted topic that the message shows as code, on its schedule."""
    text = shown_topic(press.message)
    if not text:
        return None
    payload, texts = press.payload, request.texts
    schedule = schedule_of(payload.frequency, payload.day, payload.minute)
    restored = await request.alerts.subscriptions.subscribe(request.target, text, schedule)
    return render_topic(restored.topic, request.view, texts, texts.topic_restored)


async def topic_card(topic_id: int, request: TopicRequest) -> Reply:
    """A topic and what can be done with it; raises TopicNotFound."""
    topic = await request.alerts.subscriptions.topic(request.chat_id, topic_id)
    return render_topic(topic, request.view, request.texts)
