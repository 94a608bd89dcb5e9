"""Settings of a chat that concern its alerts: time zone, quiet hours, language, reachability."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.alerts.decisions import recompute_due
from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import QuietHours, time_zone
from bot.model.suspensions import SuspensionReason
from bot.model.topics import ChatState
from bot.model.zone_names import zone_key
from bot.runtime.wakeup import Wakeup
from bot.storage.chats import ChatStore


class ChatSettings:
    """Changes of a chat's settings, with what follows for its digests and its outbox.

    ``pending`` is notified when due times may have changed, ``queued`` when messages may be sent.
    """

    def __init__(
        self,
        chats: ChatStore,
        *,
        now: Callable[[], datetime],
        pending: Wakeup,
        queued: Wakeup,
    ) -> None:
        self._chats = chats
        self._now = now
        self._pending = pending
        self._queued = queued
        self._signs_lock = asyncio.Lock()
        self._signs_waiting: set[tuple[int, int]] = set()

    async def set_zone(self, chat_id: int, name: str) -> ChatState:
        """Set the time zone, by any name that ``zone_key`` knows; raises BadTimeZone."""
        zone = time_zone(await asyncio.to_thread(zone_key, name))
        await self._chats.set_zone(chat_id, zone, partial(recompute_due, now=self._now()))
        self._pending.notify()
        return await self._chats.state(chat_id)

    async def set_quiet(self, chat_id: int, quiet: QuietHours | None) -> ChatState:
        """Set the quiet hours, or remove them."""
        await self._chats.set_quiet(chat_id, quiet, partial(recompute_due, now=self._now()))
        self._pending.notify()
        return await self._chats.state(chat_id)

    async def set_language_once(self, chat_id: int, language: InterfaceLanguage) -> None:
        """Set the language of the chat's alerts unless one was set before."""
        await self._chats.set_language_once(chat_id, language)

    async def change_language(self, chat_id: int, language: InterfaceLanguage) -> None:
        """Change the language of the chat's alerts if one was set before."""
        await self._chats.change_language(chat_id, language)

    async def deactivate(self, chat_id: int, reason: str) -> None:
        """Mark a chat that removed the bot as unreachable; ignore a chat without topics."""
        await self._chats.deactivate(chat_id, reason, self._now())

    async def suspend(self, chat_id: int) -> None:
        """Suspend a chat in which the bot may no longer write, until it may again."""
        await self._chats.suspend(chat_id, SuspensionReason.RIGHTS, self._now())

    async def sign_of_life(self, chat_id: int, thread_id: int = 0) -> None:
        """Reactivate a chat in which somebody writes or presses, or try again to send to it.

        Storage is asked for one sign after the other, and once for all that wait of one chat, so
        that a busy chat leaves the connections to answers.
        """
        sign = chat_id, thread_id
        if sign in self._signs_waiting:
            return
        self._signs_waiting.add(sign)
        try:
            await self._signs_lock.acquire()
        finally:
            self._signs_waiting.discard(sign)
        try:
            self._notify(await self._chats.sign_of_life(chat_id, thread_id, self._now()))
        finally:
            self._signs_lock.release()

    async def resume(self, chat_id: int, thread_id: int | None = None) -> None:
        """Send again to a chat in which the bot may write, and has written in this forum topic."""
        self._notify(await self._chats.resume(chat_id, self._now(), thread_id))

    async def reopen(self, chat_id: int, thread_id: int | None) -> None:
        """Send again to a forum topic that was opened, or to all of them if it is unknown which."""
        self._notify(await self._chats.reopen(chat_id, self._now(), thread_id))

    def _notify(self, changed: bool) -> None:
        if changed:
            self._pending.notify()
            self._queued.notify()

    async def migrate(self, old_chat: int, new_chat: int) -> None:
        """Move everything of a group that became a supergroup to its new id."""
        await self._chats.migrate(old_chat, new_chat)
        self._queued.notify()
