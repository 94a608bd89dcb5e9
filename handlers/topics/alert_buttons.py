"""The buttons of alerts, digests and answers that concern topics.

An alert may be for several topics, some of which may have been deleted since. In a channel nothing
is written but alerts: its buttons give a notice or lead to the private chat.
"""

from collections.abc import Sequence
from functools import partial

from bot.errors import TopicNotFound
from bot.model.topics import TopicState
from handlers.callback_data.topics import (
    ChannelDigest,
    MuteTopics,
    NarrowTopics,
    ShowSources,
    ShowTopic,
    TurnDigest,
    Unsubscribe,
)
from handlers.context import Context
from handlers.deep_links import link_to
from handlers.render.alerts import render_digest, render_sources
from handlers.render.reply import Reply
from handlers.render.topics import render_deleted_topic, render_narrowings, render_topic_choice
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.topics.request import TopicRequest, looking_press, topic_press
from handlers.topics.targets import readable_channel, this_chat


@topic_press
async def mute(press: ButtonPress[MuteTopics], request: TopicRequest) -> ButtonResult:
    """Mute an alert's topics for a day, and say until when."""
    for topic in await _remaining(press.payload.topic_ids, request):
        muted = await request.alerts.subscriptions.mute(request.chat_id, topic.id)
    until = muted.muted_until or request.view.now
    moment = request.texts.moment(until.astimezone(request.view.zone))
    return ButtonResult(notice=request.texts.format("alert_muted", moment=moment))


@topic_press
async def narrow(press: ButtonPress[NarrowTopics], request: TopicRequest) -> Reply:
    """Offer narrower topics in place of an alert's, or ask which of several is meant."""
    article_id, texts = press.payload.article_id, request.texts
    topics = await _remaining(press.payload.topic_ids, request)
    if len(topics) > 1:
        return render_topic_choice(topics, lambda id_: NarrowTopics(article_id, (id_,)), texts)
    found = await request.alerts.suggestions.narrower(topics[0].text, article_id)
    return render_narrowings(topics[0], found, texts)


@topic_press
async def unsubscribe(press: ButtonPress[Unsubscribe], request: TopicRequest) -> Reply:
    """Delete an alert's topic, or ask which of several is meant."""
    topics = await _remaining(press.payload.topic_ids, request)
    if len(topics) > 1:
        return render_topic_choice(topics, lambda id_: Unsubscribe((id_,)), request.texts)
    topic = await request.alerts.subscriptions.delete(request.chat_id, topics[0].id)
    return render_deleted_topic(topic, request.view, request.texts)


async def open_topic(
    press: ButtonPress[NarrowTopics] | ButtonPress[Unsubscribe], context: Context
) -> ButtonResult:
    """Lead a channel's administrator to the topic in the private chat; raises NotAllowed."""
    target = await this_chat(context)
    card = ShowTopic(press.payload.topic_ids[0], -target.chat.chat_id)
    return ButtonResult(url=link_to(card, context))


@looking_press
async def show_sources(press: ButtonPress[ShowSources], request: TopicRequest) -> Reply | None:
    """List the articles that tell a story; None if they are gone."""
    articles = await request.alerts.history.sources(press.payload.story_id)
    return render_sources(articles, request.texts) if articles else None


async def open_digest(press: ButtonPress[TurnDigest], context: Context) -> ButtonResult:
    """Lead whoever turns a channel's digest to the page in the private chat."""
    message_id, page = press.payload.message_id, press.payload.page
    channel = -press.message.chat.id
    return ButtonResult(url=link_to(ChannelDigest(message_id, page, channel), context))


async def turn_in_private(press: ButtonPress[ChannelDigest], context: Context) -> Reply | None:
    """Show another page of a channel's digest; raises NotAllowed."""
    return await channel_digest(press.payload, context)


async def channel_digest(wanted: ChannelDigest, context: Context) -> Reply | None:
    """A page of a channel's digest; None if it is no longer stored, raises NotAllowed."""
    chat_id = await readable_channel(wanted.channel, context)
    history, message_id = context.services.alerts.history, wanted.message_id
    page = await history.digest_page(chat_id, message_id, wanted.page)

    def turn(number: int) -> ChannelDigest:
        return ChannelDigest(message_id, number, wanted.channel)

    return render_digest(page, turn, context.texts) if page else None


@looking_press
async def turn_digest(press: ButtonPress[TurnDigest], request: TopicRequest) -> Reply | None:
    """Show another page of a digest; None if it is no longer stored."""
    message_id, number = press.payload.message_id, press.payload.page
    page = await request.alerts.history.digest_page(request.chat_id, message_id, number)
    return render_digest(page, partial(TurnDigest, message_id), request.texts) if page else None


async def _remaining(topic_ids: Sequence[int], request: TopicRequest) -> list[TopicState]:
    """Those of the topics that still exist; raises TopicNotFound if none does."""
    found = []
    for topic_id in topic_ids:
        try:
            found.append(await request.alerts.subscriptions.topic(request.chat_id, topic_id))
        except TopicNotFound:
            continue
    if not found:
        raise TopicNotFound
    return found
