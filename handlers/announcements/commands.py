"""An announcement to many chats: the draft, the question whether to send it, and its buttons.

``handlers.announcements.progress`` shows how the sending goes, since that outlives the update.
"""

from telegram import Message

from bot.announcements.service import stripped
from bot.model.announcements import Announcement, Entity, EntityType, FormattedText
from handlers.callback_data.announcements import (
    CancelBroadcast,
    ChooseAudience,
    SendBroadcast,
    StopBroadcast,
)
from handlers.context import Context
from handlers.render.announcements import render_announcement_draft, render_formatted_text
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress, ButtonResult
from index.types import Language

MAX_AUDIT_SUBJECT = 120
AUDIENCES: tuple[Language | None, ...] = (None, *Language)


async def broadcast(context: Context) -> Reply | None:
    """Show the announcement exactly as it would arrive, then ask whether to send it.

    A draft that Telegram does not take is discarded: nobody would get it either.
    """
    if context.reader is None:
        return None
    announcements = context.services.announcements
    draft = await announcements.draft(written_in(context.message), context.reader.id)
    preview = render_formatted_text(draft.content)
    if await context.messenger.send(context.reply_target, preview) is None:
        await announcements.discard(draft.number)
        return text_reply(context.texts.announcements.broadcast_how)
    return await _question(draft, context)


async def choose_audience(
    press: ButtonPress[ChooseAudience], context: Context
) -> Reply | ButtonResult:
    """Send the draft only to chats of a language, or to all."""
    number, language = press.payload.number, press.payload.language
    if language >= len(AUDIENCES):
        return ButtonResult()
    draft = await context.services.announcements.choose(number, AUDIENCES[language])
    return await _question(draft, context)


async def send_broadcast(press: ButtonPress[SendBroadcast], context: Context) -> ButtonResult:
    """Start to send the draft."""
    chat, message = press.message.chat.id, press.message.message_id
    sent = await context.services.announcements.start(press.payload.number, chat, message)
    await context.audit("did_broadcast", sent.content.text[:MAX_AUDIT_SUBJECT])
    count = sent.recipients or 0
    return ButtonResult(notice=context.texts.format("broadcast_begun", count=count))


async def stop_broadcast(press: ButtonPress[StopBroadcast], context: Context) -> ButtonResult:
    """Send no more of an announcement."""
    stopped = await context.services.announcements.stop(press.payload.number)
    await context.audit("did_stop_broadcast", stopped.content.text[:MAX_AUDIT_SUBJECT])
    return ButtonResult(notice=context.texts.announcements.broadcast_stopping)


async def cancel_broadcast(press: ButtonPress[CancelBroadcast], context: Context) -> Reply:
    """Discard the draft."""
    await context.services.announcements.discard(press.payload.number)
    return text_reply(context.texts.announcements.broadcast_cancelled)


def written_in(message: Message) -> FormattedText:
    """The text after the command with its formatting.

    Telegram counts an entity's offset in UTF-16 code units, of two bytes each.
    """
    text = message.text or ""
    units = text.encode("utf-16-le", "surrogatepass")

    def characters(offset: int) -> int:
        return len(units[: offset * 2].decode("utf-16-le", "replace"))

    entities = tuple(
        Entity(
            EntityType(each.type),
            characters(each.offset),
            characters(each.offset + each.length),
            each.url or "",
        )
        for each in message.entities
        if each.type in set(EntityType)
    )
    command = len(text.split(None, 1)[0]) if text.split() else 0
    return stripped(FormattedText(text, entities), command)


async def _question(draft: Announcement, context: Context) -> Reply:
    chats = await context.services.announcements.store.count(draft.audience)
    return render_announcement_draft(draft, chats, context.texts)
