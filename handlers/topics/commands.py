"""Commands about topics: subscribe, list, unsubscribe, quiet hours, time zone, digest."""

from bot.alerts.subscriptions import AT_ONCE, SubscribedTopic
from bot.errors import TopicKnown, TopicNotFound, TopicUnclear
from bot.model.schedule import Schedule, parse_quiet_hours
from bot.model.topics import TopicState
from handlers.context import Context
from handlers.render.errors import error_text
from handlers.render.reply import Reply, text_reply
from handlers.render.subscribing import render_subscribed, render_topic_help
from handlers.render.timing import render_quiet_hours, render_time_zone
from handlers.render.topics import (
    render_delete_all,
    render_deleted_topic,
    render_nearest,
    render_topic,
    render_topics,
    render_topics_to_delete,
)
from handlers.topics.request import (
    TopicRequest,
    looking_command,
    open_request,
    setting_command,
    topic_command,
)
from handlers.topics.targets import this_chat

ALL = frozenset({"all", "semua", "semuanya", "everything"})
MAX_DIGITS = 6
OFF = frozenset({"off", "mati", "matikan", "none", "no", "tidak"})


@setting_command
async def subscribe(request: TopicRequest) -> Reply:
    """Subscribe to the topic that follows the command; without one, say how it is written."""
    if not request.words:
        return render_topic_help(request.texts)
    return await subscribed(request.words, request)


@topic_command
async def unsubscribe(request: TopicRequest) -> Reply:
    """Delete the topic that follows the command; without one, list them to choose from."""
    subscriptions, view, texts = request.alerts.subscriptions, request.view, request.texts
    if not request.words:
        return render_topics_to_delete(await subscriptions.page(request.chat_id), view, texts)
    if request.words.lower() in ALL:
        return render_delete_all(await subscriptions.page(request.chat_id), view, texts)
    try:
        named = await _meant(request)
    except (TopicNotFound, TopicUnclear):
        nearest = await subscriptions.nearest(request.chat_id, request.words)
        if nearest is None:
            return text_reply(texts.topic_unknown)
        return render_nearest(nearest, view, texts)
    return render_deleted_topic(await subscriptions.delete(request.chat_id, named.id), view, texts)


async def _meant(request: TopicRequest) -> TopicState:
    """The topic with the text or the number that follows the command."""
    subscriptions, words = request.alerts.subscriptions, request.words
    try:
        return await subscriptions.named(request.target, words)
    except (TopicNotFound, TopicUnclear):
        number = words.removeprefix("#")
        if not (number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS):
            raise
        return await subscriptions.numbered(request.chat_id, int(number))


@looking_command
async def topics(request: TopicRequest) -> Reply:
    """List the topics."""
    page = await request.alerts.subscriptions.page(request.chat_id)
    return render_topics(page, request.view, request.texts)


async def topics_here(context: Context) -> Reply:
    """List this chat's topics for whom asked in words."""
    request = await open_request(await this_chat(context, changing=False), context)
    page = await request.alerts.subscriptions.page(request.chat_id)
    return render_topics(page, request.view, request.texts)


@setting_command
async def quiet(request: TopicRequest) -> Reply:
    """Set the quiet hours, or show them."""
    if not request.words:
        chat = await request.alerts.chats.state(request.chat_id)
    else:
        hours = None if request.words.lower() in OFF else parse_quiet_hours(request.words)
        chat = await request.alerts.chat_settings.set_quiet(request.chat_id, hours)
    return render_quiet_hours(chat, request.view, request.texts)


@setting_command
async def timezone(request: TopicRequest) -> Reply:
    """Set the time zone, or show it."""
    if not request.words:
        chat = await request.alerts.chats.state(request.chat_id)
    else:
        chat = await request.alerts.chat_settings.set_zone(request.chat_id, request.words)
    return render_time_zone(chat, request.view, request.texts)


@topic_command
async def digest(request: TopicRequest) -> Reply:
    """Send now what was collected."""
    topics = await request.alerts.digest_job.send_now(request.chat_id)
    return text_reply(request.texts.digest_coming if topics else request.texts.digest_nothing)


async def subscribed(text: str, request: TopicRequest) -> Reply:
    """Subscribe to a topic and show what it would have matched; show one that exists."""
    try:
        result = await add_topic(text, AT_ONCE, request)
    except TopicKnown as error:
        return await known_topic(error, request)
    return render_subscribed(result, request.view, request.texts)


async def known_topic(error: TopicKnown, request: TopicRequest) -> Reply:
    """The topic that exists already."""
    topic = await request.alerts.subscriptions.topic(request.chat_id, error.topic_id)
    return render_topic(topic, request.view, request.texts, error_text(error, request.texts))


async def add_topic(text: str, schedule: Schedule, request: TopicRequest) -> SubscribedTopic:
    """Subscribe to a topic; the chat's language is then known. Raises as ``subscribe`` does."""
    alerts, view, texts = request.alerts, request.view, request.texts
    result = await alerts.subscriptions.subscribe(request.target, text, schedule)
    if request.chat_id < 0 and not view.channel:  # a group, whose messages will say more
        await alerts.chats.hear(request.chat_id, texts.language.content, first=True)
    else:
        await alerts.chat_settings.set_language_once(request.chat_id, texts.language)
    return result
