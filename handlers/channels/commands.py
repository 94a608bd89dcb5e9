"""``/channel``: make a channel a source, list the channels, and stop one."""

import logging
import re

from telegram import ChatFullInfo, MessageOriginChannel
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.channels.service import ChannelError
from bot.errors import KutipError, StorageError
from bot.model.roles import Role
from bot.outbox.outcomes import logged
from bot.users.permissions import Command
from handlers.callback_data.channels import ListChannels, StopChannel, StopDeleting, StopKeeping
from handlers.context import Context
from handlers.questions import ask
from handlers.questions.message_text import words_of
from handlers.render.channels import (
    channel_name,
    render_channel_stop,
    render_channels,
    render_named_channel,
)
from handlers.render.errors import error_text
from handlers.render.reply import Reply
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.failures import classify

log = logging.getLogger(__name__)

_NAME = (
    r"(?:-100(?P<id>\d{1,13})|(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?"
    r"(?:c/(?P<private>\d{1,13})|(?P<linked>[a-z]\w{3,31}))(?:[/?]\S*)?"
    r"|@(?P<username>[a-z]\w{3,31}))"
)
CHANNEL_NAME = re.compile(_NAME, re.IGNORECASE | re.ASCII)
"""A channel as people name it: its @username, id, address, or that of one of its posts."""

SENTENCE = re.compile(
    r"^(?:tolong |please )?(?:jadikan|pakai|use|make) (?:(?:the )?channel |kanal )?"
    r"(?:@|-100|(?:https?://)?(?:t|telegram)\.me/)[\w/.]+ "
    r"(?:sebagai |jadi |as )?(?:an? )?(?:sumber|source)"
    r"(?: artikel| berita| of (?:articles|news))?[.!]?$",
    re.IGNORECASE | re.ASCII,
)
"""The command as a plain sentence: *jadikan @warta sumber*, *use @warta as a source*."""

MAX_NAME = 60
_RUNS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


async def channel(context: Context) -> Reply:
    """Make the channel that is named, or whose forwarded post is replied to, a source.

    Without one, list the channels.
    """
    words = context.args or []
    forwarded = _forwarded(context)
    if words:
        return await _name_source(_named(" ".join(words)), context)
    return await (_page(0, context) if forwarded is None else _name_source(forwarded, context))


async def by_sentence(context: Context) -> Reply | None:
    """Do what the command does if the sender may use it; else it is a question."""
    if not await context.may(Command.CHANNEL):
        await ask.ask(context)
        return None
    found = CHANNEL_NAME.search(words_of(context.message))
    return await _name_source(_named(found[0] if found else ""), context)


async def list_channels(press: ButtonPress[ListChannels], context: Context) -> Reply:
    """Show another page of the channels."""
    return await _page(press.payload.page, context)


async def ask_stop(press: ButtonPress[StopChannel], context: Context) -> ButtonResult:
    """Ask whether to stop a channel, and what of its articles."""
    page = press.payload.page
    try:
        found = await context.services.channels.get(-press.payload.number)
    except ChannelError as error:
        notice = error_text(error, context.texts)
        return ButtonResult(await _page(page, context), in_place=True, notice=notice)
    return ButtonResult(render_channel_stop(found, page, context.texts), in_place=True)


async def stop_keeping(press: ButtonPress[StopKeeping], context: Context) -> ButtonResult:
    """Stop a channel and keep its articles."""
    return await _stopped(press.payload.number, press.payload.page, context, keep=True)


async def stop_deleting(press: ButtonPress[StopDeleting], context: Context) -> ButtonResult:
    """Stop a channel and delete its articles."""
    return await _stopped(press.payload.number, press.payload.page, context, keep=False)


async def _stopped(number: int, page: int, context: Context, *, keep: bool) -> ButtonResult:
    """Stop a channel and show the list anew, also if somebody else has stopped it."""
    notice, news = None, ""
    try:
        stopped = await context.services.channels.stop(-number, keep_articles=keep)
    except StorageError:
        raise
    except KutipError as error:
        notice = error_text(error, context.texts)
    else:
        name = channel_name(stopped.source)
        key = "channel_stopped" if keep else "channel_deleted"
        news = context.texts.channels.format(key, name=name, count=stopped.articles)
        await context.audit("channel_deed_stopped" if keep else "channel_deed_deleted", name)
    return ButtonResult(await _page(page, context, news), in_place=True, notice=notice)


async def _page(number: int, context: Context, news: str = "") -> Reply:
    page = await context.services.channels.page(number)
    return render_channels(page, context.texts, news)


async def _name_source(named: str | int, context: Context) -> Reply:
    """Make a channel a source; raises ChannelError unless bot and sender run it."""
    if context.reader is None:
        raise ChannelError("channel_how")
    found = await _reached(named, context)
    if await context.role() < Role.OWNER and not await _runs(found.id, context.reader.id, context):
        raise ChannelError("channel_not_run", name=_shown(named))
    title, username = found.title or _shown(named), found.username or ""
    by = context.reader.id
    result = await context.services.channels.name(found.id, title, username, by)
    if not result.known:
        await context.audit("channel_deed_added", channel_name(result.source))
    return render_named_channel(result, context.texts)


async def _reached(named: str | int, context: Context) -> ChatFullInfo:
    """The channel, in which the bot is an administrator; raises ChannelError."""
    unreached = ChannelError("channel_out_of_reach", name=_shown(named))
    try:
        found = await context.bot.get_chat(named)
    except TelegramError as error:
        log.info("a channel was not found: %s", logged(classify(error)))
        raise unreached from error
    if found.type != ChatType.CHANNEL:
        raise ChannelError("channel_no_channel", name=_shown(named))
    if not await _runs(found.id, context.bot.id, context):
        raise unreached
    return found


async def _runs(chat_id: int, user_id: int, context: Context) -> bool:
    """Whether somebody is an administrator of a channel; not if Telegram does not say."""
    try:
        member = await context.bot.get_chat_member(chat_id, user_id)
    except TelegramError as error:
        log.info("who runs a channel is not known: %s", logged(classify(error)))
        return False
    return member.status in _RUNS


def _named(words: str) -> str | int:
    """The username or id of the channel that somebody names; raises ChannelError."""
    bare = words if CHANNEL_NAME.fullmatch(words) else f"@{words}"
    found = CHANNEL_NAME.fullmatch(bare)
    if found is None:
        raise ChannelError("channel_how")
    if number := found["id"] or found["private"]:
        return int(f"-100{number}")
    return f"@{found['username'] or found['linked']}"


def _forwarded(context: Context) -> int | None:
    """The channel of the post that is replied to; None without a reply, raises ChannelError."""
    message = context.message
    replied, elsewhere = message.reply_to_message, message.external_reply
    if replied is None and elsewhere is None:
        return None
    origin = replied.forward_origin if replied else elsewhere.origin if elsewhere else None
    if not isinstance(origin, MessageOriginChannel):
        raise ChannelError("channel_how")
    return origin.chat.id


def _shown(named: str | int) -> str:
    return str(named)[:MAX_NAME]
