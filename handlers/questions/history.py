"""The history of a conversation: look up what a message may refer to, and store it."""

import logging
from collections.abc import Sequence

from telegram import Message

from bot.conversation.following import FOLLOW_UP_LIMIT
from bot.conversation.understanding import may_refer
from bot.errors import KutipError
from bot.model.conversation import Exchange, Speaker
from handlers.context import Context
from handlers.questions.message_text import answer_replied_to

log = logging.getLogger(__name__)

History = tuple[Sequence[Exchange], Exchange | None]
"""The last exchanges, newest first, and the one whose answer is replied to."""


async def history_of(question: str, message: Message, context: Context) -> History:
    """The exchanges that ``message`` may refer to; looked up only if it may refer to any.

    An edited message is read with what came before it.
    """
    replied = answer_replied_to(message, context.bot.bot)
    if replied is None and not may_refer(question):
        return (), None
    speaker = speaker_in(message, context)
    try:
        last, answer = await context.services.preferences.history(speaker, replied)
    except KutipError:
        log.exception("what went before is not known; a message is read without it")
        return (), None
    if context.incoming.edited_message is None:
        return last, answer
    earlier = [each for each in last if each.question_id < message.message_id]
    if answer is None and earlier and message.date - earlier[0].at <= FOLLOW_UP_LIMIT:
        answer = earlier[0]
    return earlier, answer


async def remember(
    question_id: int, reply_id: int, message: Message, exchange: Exchange | None, context: Context
) -> None:
    """Store which reply is whose, and what was asked.

    The answer has been given, so failing here is only logged.
    """
    try:
        await context.services.preferences.remember_reply(
            speaker_in(message, context), question_id, reply_id, exchange
        )
    except KutipError as error:
        log.exception("a reply is not remembered; an edit of its question gets a new one")
        context.services.error_reporter.report(error)


def speaker_in(message: Message, context: Context) -> Speaker:
    """The person that the update is from, in the message's chat and forum topic."""
    person = context.incoming.effective_user
    thread = message.message_thread_id if message.is_topic_message else None
    return Speaker(message.chat_id, person.id if person else message.chat_id, thread or 0)
