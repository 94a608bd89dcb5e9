"""A question gets its answer, and an edited question gets its answer edited.

``bot.questions.answering`` finds the answer.
"""

import logging
import time
from datetime import timedelta

from telegram import Message
from telegram.constants import ChatType
from telegram.ext.filters import MessageFilter

from bot.conversation.responses import Answered, Response, Talked
from bot.conversation.service import ReaderMessage
from bot.errors import KutipError
from bot.model.schedule import time_zone
from bot.outbox.outcomes import MessageGone
from bot.questions.answer import Answer, AnswerOutcome
from bot.texts import Texts, texts_for
from handlers.callback_data.articles import AskAsTyped, AskQuestion
from handlers.callback_data.codec import follow
from handlers.callback_data.keyboard import Button
from handlers.context import Context
from handlers.questions.message_text import is_addressed, question_in
from handlers.render.answer import render_answer
from handlers.render.conversation import talk_text
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress

log = logging.getLogger(__name__)

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
    reply, answer = await _reply_to(message, context)
    if await _deliver(reply, message, context) and answer is not None:
        context.services.recorder.answered(answer, time.perf_counter() - began)


async def ask_label(press: ButtonPress[AskQuestion], context: Context) -> Reply | None:
    """Answer the question on the button; None if the message no longer has it."""
    return await _answer(press.label, press.message, context)


async def ask_as_typed(press: ButtonPress[AskAsTyped], context: Context) -> Reply | None:
    """Answer the question above without correcting it; None if it is gone or asks elsewhere."""
    asked = press.message.reply_to_message
    question = question_in(asked, context.bot.bot) if asked else ""
    return await _answer(question, press.message, context, as_typed=True)


async def example_question(context: Context) -> str:
    """A question that the articles answer, if there are any."""
    examples = await context.services.suggestions.questions(context.texts.language)
    return examples[0] if examples else context.texts.ask_example


def _is_too_old(message: Message, context: Context) -> bool:
    is_edit = context.incoming.edited_message is not None
    return is_edit and context.services.now() - message.date > EDIT_WINDOW


async def _reply_to(message: Message, context: Context) -> tuple[Reply, Answer | None]:
    """The reply, and the answer that it holds if something was asked."""
    question = question_in(message, context.bot.bot)
    if not question:
        example = await example_question(context)
        return text_reply(context.texts.format("ask_how", example=example)), None
    response = await _respond(question, context)
    answer = response.answer if isinstance(response, Answered) else None
    return _rendered(response, message, context), answer


async def _answer(
    question: str, above: Message, context: Context, *, as_typed: bool = False
) -> Reply | None:
    """The answer to a button's question, with the question above it."""
    if not question:
        return None
    response = await _respond(question, context, as_typed=as_typed)
    return _rendered(response, above, context, repeat_question=True)


async def _respond(question: str, context: Context, *, as_typed: bool = False) -> Response:
    zone = time_zone(context.services.settings.time_zone)
    message = ReaderMessage(
        text=question, language=context.texts.language, zone=zone, as_typed=as_typed
    )
    async with context.typing():
        return await context.services.conversation.respond(message)


def _rendered(
    response: Response, message: Message, context: Context, *, repeat_question: bool = False
) -> Reply:
    """The response as a message in its language, with the buttons for this chat."""
    texts = texts_for(response.language)
    match response:
        case Answered(answer):
            follow = _follow_button(answer, message, context, texts)
            return render_answer(answer, texts, repeat_question=repeat_question, follow=follow)
        case Talked():
            return text_reply(talk_text(response, texts))


async def _deliver(reply: Reply, message: Message, context: Context) -> bool:
    """Send the reply, or edit the one that the message got before its edit.

    Returns whether it has arrived.
    """
    known = None
    if context.incoming.edited_message is not None:
        known = await context.services.preferences.reply_to(message.chat_id, message.message_id)
    if known is not None:
        failed = await context.messenger.edit(message.chat_id, known, reply)
        if not isinstance(failed, MessageGone):
            return failed is None
    sent = await context.messenger.send(context.reply_target, reply)
    if sent is not None:
        await _remember(sent, message, context)
    return sent is not None


async def _remember(sent: Message, message: Message, context: Context) -> None:
    """Store which reply is whose; the answer has been given, so failing here is only logged."""
    if sent.chat_id != message.chat_id:
        return  # the group has just become another one, which numbers its messages anew
    asker = context.incoming.effective_user
    try:
        await context.services.preferences.remember_reply(
            message.chat_id,
            message.message_id,
            sent.message_id,
            asker.id if asker else message.chat_id,
        )
    except KutipError:
        log.exception("a reply is not remembered; an edit of its question gets a new one")


def _follow_button(
    answer: Answer, message: Message, context: Context, texts: Texts
) -> Button | None:
    """The button that subscribes to the weighty words of the question, if it has any."""
    if answer.outcome not in {AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED}:
        return None
    asked = answer.searched or answer.question
    topic = context.services.alerts.suggestions.of_question(asked, answer.language)
    payload = follow(topic) if topic else None
    private = message.chat.type == ChatType.PRIVATE
    return Button(texts.follow if private else texts.follow_here, payload) if payload else None
