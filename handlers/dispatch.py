"""The way from an update to its handler and back: rights, language, domain errors, the reply.

A handler parses, calls a service and returns a reply. What it raises as a ``KutipError`` is
explained to the reader; a ``StorageError`` is a failure of ours and left to ``handlers.errors``.
"""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler
from telegram.ext.filters import BaseFilter, UpdateType

from bot.errors import (
    BadSchedule,
    KutipError,
    NotAllowed,
    StorageError,
    SubscriptionError,
    TopicNotFound,
)
from bot.outbox.outcomes import MessageGone
from bot.users.permissions import ALIASES, Command, Permission
from handlers.callback_data.codec import decode
from handlers.callback_data.payload import ButtonPayload
from handlers.context import Context
from handlers.questions.message_text import command_of, words_of
from handlers.render.errors import error_text, render_error
from handlers.render.reply import Reply, text_reply
from handlers.render.staff import role_needed
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.keyboard import edit_keyboard
from handlers.telegram.tracking import goes_on_in

log = logging.getLogger(__name__)

DETACHED = "command"
"""The name of the tasks of detached commands."""

AnyPayload = TypeVar("AnyPayload", bound=ButtonPayload)

MessageCallback = Callable[[Context], Awaitable[Reply | None]]
"""A handler of messages; it returns None if it has sent what there is to send."""

Pressed = Reply | ButtonResult | None
PressCallback = Callable[[ButtonPress[AnyPayload], Context], Awaitable[Pressed]]
"""A handler of a button; None if what the button leads to is no longer there."""

UpdateCallback = Callable[[Update, Context], Coroutine[Any, Any, None]]


class _OwnCommandHandler(CommandHandler[Context, None]):
    """Takes a command in a caption, too, which python-telegram-bot takes for no command."""

    def check_update(self, update: object) -> bool | tuple[list[str], Any] | None:
        """The words after the command, and what the filters say; None if it is another one."""
        message = update.effective_message if isinstance(update, Update) else None
        if message is None or command_of(message, message.get_bot().bot) not in self.commands:
            return None
        passed = self.filters.check_update(update)  # type: ignore[arg-type]
        return (words_of(message).split()[1:], passed) if passed else False


def on_command(
    command: Command,
    callback: MessageCallback,
    filters: BaseFilter = UpdateType.MESSAGE,
    *,
    typing: bool = False,
    detached: bool = False,
) -> CommandHandler[Context, None]:
    """Register a command; the table of ``bot.users.permissions`` says for whom it is and where.

    A ``detached`` one gives its turn back once its sender is known to have the right: it may take
    long, and what they ask meanwhile is answered.
    """
    return _OwnCommandHandler(
        (command, *ALIASES.get(command, ())),
        _message_callback(callback, command, typing=typing, detached=detached),
        filters,
    )


def on_message(filters: BaseFilter, callback: MessageCallback) -> MessageHandler[Context, None]:
    """Register a handler of messages that everybody may send."""
    return MessageHandler(filters, _message_callback(callback))


def on_press(
    payload: type[AnyPayload],
    callback: PressCallback[AnyPayload],
    *,
    command: Command | None = None,
    in_place: bool = True,
    in_channel: PressCallback[AnyPayload] | None = None,
) -> CallbackQueryHandler[Context, None]:
    """Register a handler of the buttons that carry this type of payload.

    Whoever presses needs the right to ``command``: callback data may be made up, and roles end. The
    reply takes the place of the message with the button, unless ``in_place`` is False. Under a
    post of a channel, ``in_channel`` is called; without it the button does nothing there.
    """
    route = _PressRoute(payload, callback, command, in_place, in_channel)
    return CallbackQueryHandler(route.handle, route.matches)


async def stale_button(update: Update, context: Context) -> None:
    """Answer a button that carries nothing known."""
    await context.open(update)
    if update.callback_query is not None:
        await _finish(update.callback_query, ButtonResult(), context)


def _message_callback(
    callback: MessageCallback,
    command: Command | None = None,
    *,
    typing: bool = False,
    detached: bool = False,
) -> UpdateCallback:
    async def answer(context: Context) -> None:
        async with context.typing() if typing else nullcontext():
            reply = await _explained(callback(context), context)
        if reply is not None:
            await context.reply(reply)

    async def handle(update: Update, context: Context) -> None:
        if update.effective_message is None:
            return
        async with context.shared.message_lock(update.effective_message):
            await context.open(update)
            refusal = await _refusal(command, context) if command else None
            if refusal is not None:
                await context.reply(refusal)
            elif detached:
                work = answer(context)
                goes_on_in(context.application.create_task(work, update=update, name=DETACHED))
            else:
                await answer(context)

    return handle


async def _refusal(command: Command, context: Context) -> Reply | None:
    """Why the reader may not use the command here; None if they may."""
    match await context.permission(command):
        case Permission.ALLOWED:
            return None
        case Permission.REFUSED:
            log.warning("/%s was refused to somebody without the role", command)
            return text_reply(role_needed(command, context.texts))
        case Permission.ELSEWHERE:
            pointer = context.texts.format("admin_in_private", username=context.bot.username)
            return text_reply(pointer)


async def _explained(work: Awaitable[Reply | None], context: Context) -> Reply | None:
    """The reply, or the domain error as one."""
    try:
        return await work
    except StorageError:
        raise
    except KutipError as error:
        return render_error(error, context.texts)


@dataclass(frozen=True, slots=True)
class _PressRoute(Generic[AnyPayload]):
    """The buttons of one type of payload, and what is done when they are pressed."""

    payload: type[AnyPayload]
    callback: PressCallback[AnyPayload]
    command: Command | None
    in_place: bool
    in_channel: PressCallback[AnyPayload] | None

    def matches(self, data: object) -> bool:
        """Whether the callback data is of this type."""
        return isinstance(data, str) and isinstance(decode(data), self.payload)

    async def handle(self, update: Update, context: Context) -> None:
        """Do what the button says and show what came of it, or say that it no longer works."""
        query = update.callback_query
        payload = decode(query.data) if query else None
        if query is None or not isinstance(payload, self.payload):
            return
        await context.open(update)
        result = ButtonResult()
        if isinstance(query.message, Message):
            result = await self._result(ButtonPress(payload, query.message), context)
        await _finish(query, result, context)

    async def _result(self, press: ButtonPress[AnyPayload], context: Context) -> ButtonResult:
        if self.command and not await context.may(self.command):
            return ButtonResult(notice=role_needed(self.command, context.texts))
        is_channel = press.message.chat.type == ChatType.CHANNEL
        callback = self.in_channel if is_channel else self.callback
        if callback is None:
            return ButtonResult()
        try:
            result = await callback(press, context)
        except StorageError:
            raise
        except KutipError as error:
            return _explained_press(error, context)
        return (
            result
            if isinstance(result, ButtonResult)
            else ButtonResult(result, in_place=self.in_place)
        )


def _explained_press(error: KutipError, context: Context) -> ButtonResult:
    """A short notice, a message for what needs room, nothing for times that no button offers."""
    if isinstance(error, BadSchedule):
        return ButtonResult()
    if isinstance(error, SubscriptionError) and not isinstance(error, NotAllowed | TopicNotFound):
        return ButtonResult(render_error(error, context.texts))
    return ButtonResult(notice=error_text(error, context.texts))


async def _finish(query: CallbackQuery, result: ButtonResult, context: Context) -> None:
    """End the button's waiting, then show the reply.

    In the message with the button, or in a new one if that is meant or the message is gone.
    """
    reply, message = result.reply, query.message
    stale = None if reply or result.url else context.texts.stale_button
    is_alert = result.is_alert or result.notice is None
    notice = result.notice or stale
    await context.messenger.answer_callback(query.id, notice, result.url, is_alert=is_alert)
    if result.keyboard is not None and isinstance(message, Message):
        await edit_keyboard(message, result.keyboard)
    if reply is None or message is None:
        return
    if result.in_place:
        failed = await context.messenger.edit(message.chat.id, message.message_id, reply)
        if not isinstance(failed, MessageGone):
            return
    sent = await context.messenger.send(replace(context.reply_target, reply_to=None), reply)
    if sent is not None and result.on_sent is not None:
        await result.on_sent(sent)
