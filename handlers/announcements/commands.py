"""Saying something to many chats: the draft, the question, and what its buttons do.

How it goes is shown by ``handlers.announcements.progress``, since that outlives the update.
"""

from telegram import Message, Update
from telegram.constants import ChatType

from bot.announcements.service import stripped
from bot.errors import BroadcastError, TopicUnclear
from bot.model.announcements import Announcement, Entity, EntityType, FormattedText
from bot.texts import Texts, texts_for
from bot.users.permissions import Command, Permission, decide
from handlers.callback_data import (
    AnnouncementAction,
    CancelBroadcast,
    ChooseAudience,
    SendBroadcast,
    StopBroadcast,
)
from handlers.context import Context, reader_of
from handlers.render import Reply, render_announcement_draft, render_formatted_text, text_reply
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.messenger import reply_target_of
from handlers.topics.controller import explained
from index.types import Language

MAX_AUDIT_SUBJECT = 120
AUDIENCES: tuple[Language | None, ...] = (None, *Language)


async def broadcast(update: Update, context: Context) -> None:
    """Show what would be sent exactly as it would arrive, then ask."""
    message, admin = update.effective_message, reader_of(update)
    if not await context.allowed(update, Command.BROADCAST) or message is None or admin is None:
        return
    texts = await context.texts(update)
    announcements = context.services.announcements
    try:
        draft = await announcements.draft(written_in(message), admin.id)
    except TopicUnclear as error:
        await context.reply(update, explained(error, texts))
    except BroadcastError as error:
        await context.reply(update, text_reply(texts.format(error.key, **error.arguments)))
    else:
        await _ask(draft, message, context, texts)


async def _ask(draft: Announcement, message: Message, context: Context, texts: Texts) -> None:
    """Show it, and ask, unless Telegram does not take it: then nobody would get it either."""
    place = reply_target_of(message)
    if await context.messenger.send(place, render_formatted_text(draft.content)) is None:
        await context.services.announcements.discard(draft.number)
        await context.messenger.send(place, text_reply(texts.announcements.broadcast_how))
        return
    await context.messenger.send(place, await _question(draft, context, texts))


def written_in(message: Message) -> FormattedText:
    """What stands behind the command, and what stands out in it.

    Telegram counts an entity's place in UTF-16 code units, of two bytes each.
    """
    text = message.text or ""
    units = text.encode("utf-16-le", "surrogatepass")

    def place(offset: int) -> int:
        return len(units[: offset * 2].decode("utf-16-le", "replace"))

    marks = [
        Entity(
            EntityType(each.type),
            place(each.offset),
            place(each.offset + each.length),
            each.url or "",
        )
        for each in message.entities
        if each.type in set(EntityType)
    ]
    command = len(text.split(None, 1)[0]) if text.split() else 0
    return stripped(FormattedText(text, tuple(marks)), command)


async def press_broadcast(
    action: AnnouncementAction, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    """Do what a button says, if whoever pressed it still may."""
    texts = texts_for(press.language)
    private = press.message.chat.type == ChatType.PRIVATE
    verdict = decide(await context.role(update), Command.BROADCAST, private=private)
    if verdict is not Permission.ALLOWED:
        return ButtonResult(notice=texts.staff.admins_only)
    try:
        return await _done(action, press, update, context)
    except BroadcastError as error:
        return ButtonResult(notice=texts.format(error.key, **error.arguments))


async def _done(
    action: AnnouncementAction, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    announcements = context.services.announcements
    texts = texts_for(press.language)
    match action:
        case ChooseAudience(number, language):
            if language >= len(AUDIENCES):
                return ButtonResult()
            draft = await announcements.choose(number, AUDIENCES[language])
            return ButtonResult(await _question(draft, context, texts), in_place=True)
        case SendBroadcast(number):
            sent = await announcements.start(
                number, press.message.chat.id, press.message.message_id
            )
            await context.note(update, "did_broadcast", sent.content.text[:MAX_AUDIT_SUBJECT])
            count = texts.number(sent.recipients or 0)
            return ButtonResult(notice=texts.format("broadcast_begun", count=count))
        case StopBroadcast(number):
            stopped = await announcements.stop(number)
            subject = stopped.content.text[:MAX_AUDIT_SUBJECT]
            await context.note(update, "did_stop_broadcast", subject)
            return ButtonResult(notice=texts.announcements.broadcast_stopping)
        case CancelBroadcast(number):
            await announcements.discard(number)
            return ButtonResult(text_reply(texts.announcements.broadcast_cancelled), in_place=True)


async def _question(draft: Announcement, context: Context, texts: Texts) -> Reply:
    chats = await context.services.announcements.store.count(draft.audience)
    return render_announcement_draft(draft, chats, texts)
