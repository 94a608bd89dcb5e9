"""A question, however it comes, gets its answer; an edited one gets its answer edited.

Finds and judges nothing itself: that is ``bot.questions.answering``'s.
"""

import logging
import time
from datetime import timedelta

from telegram import Message, Update
from telegram.constants import ChatType

from bot.errors import KutipError
from bot.questions.answering import Answer, AnswerOutcome
from bot.texts import Texts, texts_for
from handlers.callback_data import Button, follow
from handlers.context import Context
from handlers.questions.message_text import is_addressed, question_in
from handlers.render import Reply, render_answer, text_reply
from handlers.telegram.failures import DropReason
from handlers.telegram.messenger import reply_target_of

log = logging.getLogger(__name__)

EDIT_WINDOW = timedelta(hours=48)  # for so long Telegram lets people edit what they wrote


async def ask(update: Update, context: Context) -> None:
    """Answer any message that asks something: in private all, in groups those meant for me."""
    message = update.effective_message
    began = time.perf_counter()
    if message is None or _is_too_old(message, update, context):
        return
    if message.media_group_id is not None:
        context.shared.is_new_album(message.media_group_id)  # its other pictures say nothing
    async with context.shared.turn(message.chat_id, message.message_id):
        reply, answer = await _reply_to(message, update, context)
        arrived = await _deliver(reply, message, update, context)
    if arrived and answer is not None:
        context.services.recorder.answered(answer, time.perf_counter() - began)


async def ask_in_group(update: Update, context: Context) -> None:
    """Answer a message in a group if it is meant for me; leave the others alone."""
    message = update.effective_message
    if message is not None and is_addressed(message, context.bot.bot):
        await ask(update, context)


def _is_too_old(message: Message, update: Update, context: Context) -> bool:
    is_edit = update.edited_message is not None
    return is_edit and context.services.now() - message.date > EDIT_WINDOW


async def _reply_to(
    message: Message, update: Update, context: Context
) -> tuple[Reply, Answer | None]:
    """What to say, and the answer that it says, if something was asked."""
    language = await context.language(update)
    question = question_in(message, context.bot.bot)
    if not question:
        texts = texts_for(language)
        example = await example_question(context, texts)
        return text_reply(texts.format("ask_how", example=example)), None
    async with context.messenger.typing(reply_target_of(message)):
        answer = await context.services.answerer.ask(question, reader_language=language)
    texts = texts_for(answer.language)
    follow = follow_button(answer, message, context, texts)
    return render_answer(answer, texts, follow=follow), answer


async def _deliver(reply: Reply, message: Message, update: Update, context: Context) -> bool:
    """Send the reply, or put it in the place of the one that the message got before its edit.

    Whether it has arrived.
    """
    known = None
    if update.edited_message is not None:
        known = await context.services.preferences.reply_to(message.chat_id, message.message_id)
    if known is not None:
        failed = await context.messenger.edit(message.chat_id, known, reply)
        if failed is not DropReason.MESSAGE_GONE:
            return failed is None
    sent = await context.messenger.send(reply_target_of(message), reply)
    if sent is not None:
        await _remember(sent, message, update, context)
    return sent is not None


async def _remember(sent: Message, message: Message, update: Update, context: Context) -> None:
    """Note which reply is whose; the answer has been given, so failing here is only logged."""
    if sent.chat_id != message.chat_id:
        return  # the group has just become another one, which numbers its messages anew
    reader = update.effective_user
    try:
        await context.services.preferences.remember_reply(
            message.chat_id,
            message.message_id,
            sent.message_id,
            reader.id if reader else message.chat_id,
        )
    except KutipError:
        log.exception("a reply is not remembered; an edit of its question gets a new one")


def follow_button(
    answer: Answer, message: Message, context: Context, texts: Texts
) -> Button | None:
    """The button that subscribes to the weighty words of what was asked, if it has any."""
    if answer.outcome not in {AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED}:
        return None
    asked = answer.searched or answer.question
    topic = context.services.alerts.suggestions.of_question(asked, answer.language)
    action = follow(topic) if topic else None
    private = message.chat.type == ChatType.PRIVATE
    return Button(texts.follow if private else texts.follow_here, action) if action else None


async def example_question(context: Context, texts: Texts) -> str:
    """A question that the articles answer, if there are any."""
    examples = await context.services.suggestions.questions(texts.language)
    return examples[0] if examples else texts.ask_example
