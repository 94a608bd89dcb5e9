"""A question gets its answer, and an edited question gets its answer edited.

``bot.questions.answering`` finds the answer.
"""

import time
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from telegram import Message
from telegram.ext.filters import MessageFilter

from bot.conversation.dates import may_name_days
from bot.conversation.responses import (
    AlertsAsked,
    Answered,
    ArticleFound,
    ArticleOpened,
    DaysRefused,
    FurtherShown,
    NewsListed,
    PagesLinked,
    PagesOpened,
    QuotationsShown,
    Response,
    SubjectAsked,
    Talked,
    TimelineShown,
    TopicsAsked,
    exchange_of,
)
from bot.conversation.service import ReaderMessage
from bot.conversation.wording import days_text
from bot.model.conversation import Exchange
from bot.model.schedule import time_zone
from bot.outbox.outcomes import MessageGone
from bot.texts import Texts
from bot.users.permissions import Command
from handlers.articles.browse import passed_on
from handlers.callback_data.articles import AskAbout, AskAsTyped, AskQuestion, TakeBack
from handlers.context import Context
from handlers.questions.asker import is_asker
from handlers.questions.further import show_further
from handlers.questions.history import history_of, remember, speaker_in
from handlers.questions.message_text import Said, is_addressed, question_in, said_in
from handlers.questions.shown import show_answer
from handlers.render.article import render_article
from handlers.render.conversation import render_subject_asked, render_talk
from handlers.render.further import render_links
from handlers.render.news import render_news
from handlers.render.quotations import render_shown
from handlers.render.reply import Reply, text_reply
from handlers.render.subscribing import render_topic_help
from handlers.render.timeline import render_timeline
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.topics.commands import topics_here
from handlers.topics.proposal import proposal

EDIT_WINDOW = timedelta(hours=48)  # for so long Telegram lets people edit what they wrote


class _Addressed(MessageFilter):
    """A message of a group that is meant for the bot."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one."""
        return is_addressed(message, message.get_bot().bot)


ADDRESSED = _Addressed()


async def ask(context: Context) -> None:
    """Answer a message that asks something, or say how to ask."""
    began, message = time.perf_counter(), context.message
    if _is_too_old(message, context) or context.messenger.gives_up(message.chat_id):
        return
    async with context.shared.speaker_lock(speaker_in(message, context)):
        reply, response = await _reply_to(message, context)
        exchange = exchange_of(response) if response else None
        is_delivered = await deliver(reply, exchange, message, context)
    if is_delivered and isinstance(response, Answered) and not response.is_again:
        context.services.recorder.answered(response.answer, time.perf_counter() - began)
        context.services.monitoring.metrics.answered(response.answer)


async def ask_label(press: ButtonPress[AskQuestion], context: Context) -> ButtonResult:
    """Answer the question on the button; None if the message no longer has it."""
    return await _answer(press.label, press.message, context)


async def ask_as_typed(press: ButtonPress[AskAsTyped], context: Context) -> ButtonResult:
    """Answer the question above without correcting it; None if it is gone or asks elsewhere."""
    asked = press.message.reply_to_message
    question = question_in(asked, context.bot.bot) if asked else ""
    return await _answer(question, press.message, context, as_typed=True)


async def ask_about(press: ButtonPress[AskAbout], context: Context) -> ButtonResult:
    """Answer the question above with the subject of an earlier one; None if either is gone."""
    asked = press.message.reply_to_message
    question = question_in(asked, context.bot.bot) if asked else ""
    chat_id = press.message.chat_id
    about = await context.services.preferences.exchange(chat_id, press.payload.question_id)
    return await _answer(question if about else "", press.message, context, about=about)


async def take_back(press: ButtonPress[TakeBack], context: Context) -> Reply | ButtonResult | None:
    """Answer the message above without these of its conditions; None if it is gone."""
    asked = press.message.reply_to_message
    said = said_in(asked, context.bot.bot) if asked else Said("")
    if not said.text or asked is None:
        return None
    if not await is_asker(press.message, context):
        return ButtonResult(notice=context.texts.answers.asker_only)
    taken = press.payload.numbers
    history, replied_to = await history_of(said.text, asked, context)
    written = await _written(said, context)
    written = replace(written, without=taken, at=asked.date, history=history, replied_to=replied_to)
    response = await _respond(written, context)
    return await _rendered(response, asked, context, taken=taken)


async def ask_linked(question: str, context: Context) -> None:
    """Answer the question of a link that led here, with the question above it."""
    result = await _answer(question, context.message, context)
    if result.reply is None:
        return
    sent = await context.messenger.send(context.reply_target, result.reply)
    if sent is not None and result.on_sent is not None:
        await result.on_sent(sent)


async def example_question(context: Context) -> str:
    """A question that the articles answer, if there are any."""
    examples = await context.services.suggestions.questions(context.texts.language.content)
    return examples[0] if examples else context.texts.ask_example


def _is_too_old(message: Message, context: Context) -> bool:
    is_edit = context.incoming.edited_message is not None
    return is_edit and context.services.now() - message.date > EDIT_WINDOW


async def _reply_to(message: Message, context: Context) -> tuple[Reply, Response | None]:
    """The reply, and the response that it shows if something was said."""
    said = said_in(message, context.bot.bot)
    if not said.text:
        example = await example_question(context)
        return text_reply(context.texts.format("ask_how", example=example)), None
    history, replied_to = await history_of(said.text, message, context)
    written = replace(await _written(said, context), history=history, replied_to=replied_to)
    response = await _respond(written, context)
    return await _rendered(response, message, context), response


async def _answer(
    question: str,
    above: Message,
    context: Context,
    *,
    as_typed: bool = False,
    about: Exchange | None = None,
) -> ButtonResult:
    """The answer to a button's question, with the question above it."""
    if not question:
        return ButtonResult()
    written = replace(await _written(Said(question), context), as_typed=as_typed, replied_to=about)
    response = await _respond(written, context)

    async def remember_sent(sent: Message) -> None:
        if sent.chat_id == above.chat_id:
            number, exchange = sent.message_id, exchange_of(response)
            await remember(number, number, above, exchange, context)

    reply = await _rendered(response, above, context, repeated=question)
    return ButtonResult(reply, on_sent=remember_sent)


async def _written(said: Said, context: Context) -> ReaderMessage:
    """A message of this chat that says it, to which the circumstances are added."""
    return ReaderMessage(
        text=said.text,
        links=said.links,
        forwarded=said.forwarded,
        language=context.texts.language.content,
        zone=await _zone(said.text, context),
    )


async def _respond(message: ReaderMessage, context: Context) -> Response:
    async with context.typing():
        return await context.services.conversation.respond(message)


async def _zone(question: str, context: Context) -> ZoneInfo:
    """The chat's time zone; the bot's if it does not matter."""
    if not may_name_days(question):
        return time_zone(context.services.settings.time_zone)
    return (await context.services.alerts.chats.state(context.message.chat_id)).zone


async def _rendered(
    response: Response,
    message: Message,
    context: Context,
    *,
    repeated: str = "",
    taken: frozenset[int] = frozenset(),
) -> Reply:
    """The response as a message in its language, with the buttons for this chat.

    ``repeated`` is the question that an answer puts above, as it was asked.
    """
    texts = context.texts_in(response.language)
    match response:
        case Answered():
            reply = await show_answer(response, message, context, repeated=repeated, taken=taken)
        case NewsListed() | TimelineShown() | QuotationsShown() | PagesLinked():
            reply = _listed(response, texts, taken)
        case DaysRefused():
            reply = text_reply(days_text(response, texts))
        case Talked():
            reply = render_talk(response, texts)
        case SubjectAsked(exchanges):
            reply = render_subject_asked(exchanges, texts)
        case ArticleOpened(article, quote=quote):
            removable = await context.may(Command.REMOVE)
            page = None if quote else 0
            reply = render_article(article, page, texts, removable=removable, quote=quote)
        case FurtherShown():
            reply = await show_further(response, context)
        case AlertsAsked() | TopicsAsked():
            reply = await _about_topics(response, context)
        case PagesOpened() | ArticleFound():
            reply = await passed_on(response, context)
    return reply


def _listed(
    response: NewsListed | TimelineShown | QuotationsShown | PagesLinked,
    texts: Texts,
    taken: frozenset[int],
) -> Reply:
    match response:
        case PagesLinked():
            return render_links(response, texts)
        case NewsListed():
            return render_news(response, texts, taken)
        case TimelineShown(timeline):
            return render_timeline(timeline, texts)
        case QuotationsShown():
            return render_shown(response, texts, taken)


async def _about_topics(response: AlertsAsked | TopicsAsked, context: Context) -> Reply:
    """The chat's topics, or the preview of one; raises NotAllowed, TopicUnclear, TopicTooBroad."""
    match response:
        case AlertsAsked(""):
            return render_topic_help(context.texts_in(response.language))
        case AlertsAsked(subject, schedule):
            return await proposal(subject, schedule, context)
        case TopicsAsked():
            return await topics_here(context)


async def deliver(
    reply: Reply, exchange: Exchange | None, message: Message, context: Context
) -> bool:
    """Send the reply, or edit the one that the message got before its edit.

    Returns whether it has arrived.
    """
    known = None
    if context.incoming.edited_message is not None:
        known = await context.services.preferences.reply_to(message.chat_id, message.message_id)
    if known is not None:
        failed = await context.messenger.edit(message.chat_id, known, reply)
        if not isinstance(failed, MessageGone):
            await remember(message.message_id, known, message, exchange, context)
            return failed is None
    sent = await context.messenger.send(context.reply_target, reply)
    if sent is not None and sent.chat_id == message.chat_id:
        # Else the group has just become another one, which numbers its messages anew.
        await remember(message.message_id, sent.message_id, message, exchange, context)
    return sent is not None
