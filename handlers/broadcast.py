"""Saying something to many chats: the draft, the question, and what its buttons do.

How it goes is shown by ``handlers.announcing``, since that outlives the update.
"""

from telegram import Update
from telegram.constants import ChatType

from bot.errors import BroadcastError, TopicUnclear
from bot.messages import Announcement
from bot.rights import Command, Verdict, decide
from bot.texts import Texts, texts_for
from handlers.actions import (
    CancelBroadcast,
    ChooseAudience,
    OfBroadcasts,
    SendBroadcast,
    StopBroadcast,
)
from handlers.context import Context, reader_of
from handlers.desk import explained
from handlers.presses import Effect, Press
from handlers.render import Reply, render_announcement, render_broadcast, say
from index.types import Language

LONGEST_NOTED = 120
AUDIENCES: tuple[Language | None, ...] = (None, *Language)


async def broadcast(update: Update, context: Context) -> None:
    """Show what would be sent exactly as it would arrive, then ask."""
    message, admin = update.effective_message, reader_of(update)
    if not await context.allowed(update, Command.BROADCAST) or message is None or admin is None:
        return
    texts = await context.texts(update)
    written = (message.text or "").split(None, 1)[1:]
    broadcasting = context.services.newsroom.broadcasting
    try:
        draft = await broadcasting.draft("".join(written), admin.id)
    except TopicUnclear as error:
        await context.reply(update, explained(error, texts))
    except BroadcastError as error:
        await context.reply(update, say(texts.say(error.key, **error.arguments)))
    else:
        await context.reply(update, render_broadcast(draft.text))
        await context.reply(update, await _question(draft, context, texts))


async def press_broadcast(
    action: OfBroadcasts, press: Press, update: Update, context: Context
) -> Effect:
    """Do what a button says, if whoever pressed it still may."""
    texts = texts_for(press.language)
    private = press.message.chat.type == ChatType.PRIVATE
    verdict = decide(await context.role(update), Command.BROADCAST, private=private)
    if verdict is not Verdict.ALLOWED:
        return Effect(notice=texts.people.admins_only)
    try:
        return await _done(action, press, update, context)
    except BroadcastError as error:
        return Effect(notice=texts.say(error.key, **error.arguments))


async def _done(action: OfBroadcasts, press: Press, update: Update, context: Context) -> Effect:
    broadcasting = context.services.newsroom.broadcasting
    texts = texts_for(press.language)
    match action:
        case ChooseAudience(number, language):
            if language >= len(AUDIENCES):
                return Effect()
            draft = await broadcasting.choose(number, AUDIENCES[language])
            return Effect(await _question(draft, context, texts), in_place=True)
        case SendBroadcast(number):
            sent = await broadcasting.start(number, press.message.chat.id, press.message.message_id)
            await context.note(update, "did_broadcast", sent.text[:LONGEST_NOTED])
            count = texts.number(sent.recipients or 0)
            return Effect(notice=texts.say("broadcast_begun", count=count))
        case StopBroadcast(number):
            stopped = await broadcasting.stop(number)
            await context.note(update, "did_stop_broadcast", stopped.text[:LONGEST_NOTED])
            return Effect(notice=texts.broadcast.broadcast_stopping)
        case CancelBroadcast(number):
            await broadcasting.discard(number)
            return Effect(say(texts.broadcast.broadcast_cancelled), in_place=True)


async def _question(draft: Announcement, context: Context, texts: Texts) -> Reply:
    chats = await context.services.newsroom.broadcasting.count(draft.audience)
    return render_announcement(draft, chats, texts)
