"""What admins are shown without asking: how an announcement goes, and what went wrong.

Begins from what is stored, so that a restart forgets neither an announcement nor its report.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.model.announcements import Announcement
from bot.model.roles import Role
from bot.outbox.outcomes import MessageGone, RateLimited
from bot.runtime.error_reports import ErrorReport
from bot.services.bot import BotServices
from bot.texts import Texts, texts_for
from handlers.render.announcements import render_announcement_progress
from handlers.render.reply import Reply
from handlers.render.staff import render_error_report
from handlers.telegram.messenger import Messenger, ReplyTarget

log = logging.getLogger(__name__)

BETWEEN = 1.0
"""Seconds between two looks at what is under way."""

FAILED = 30.0
"""Seconds until it goes on after a mistake or a failure of storage."""


class AnnouncementProgressUpdater:
    """Shows each announcement's course in the message that asked about it."""

    def __init__(self, messenger: Messenger, services: BotServices) -> None:
        self._messenger = messenger
        self._services = services
        self._announcements = services.announcements
        self._shown: dict[int, Reply] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Show and tell meanwhile."""
        showing = asyncio.create_task(self._keep_showing())
        try:
            async with self._services.error_reporter.reporting(self.tell):
                yield
        finally:
            showing.cancel()
            await asyncio.wait([showing])

    async def tell(self, error_report: ErrorReport) -> None:
        """Tell owners and admins in private what went wrong."""
        roles = await self._services.staff.roles()
        for user_id in (number for number, role in roles.items() if role >= Role.ADMIN):
            texts = await self._texts(user_id)
            await self._messenger.send(
                ReplyTarget(user_id), render_error_report(error_report, texts)
            )

    async def show(self) -> float | None:
        """Show how all of them go; the seconds to rest, None where none is under way."""
        pauses = [await self._show(each) for each in await self._announcements.store.under_way()]
        return max(pauses, default=None)

    async def _keep_showing(self) -> None:
        while True:
            try:
                pause = await self.show()
            except Exception as error:
                log.exception("announcements are shown again in %.0f s", FAILED)
                self._services.error_reporter.report(error)
                pause = FAILED
            if pause is None:
                await self._announcements.started.wait()
            else:
                await asyncio.sleep(pause)

    async def _show(self, announcement: Announcement) -> float:
        progress = await self._announcements.store.progress(announcement)
        texts = await self._texts(announcement.created_by)
        reply = render_announcement_progress(announcement, progress, texts)
        if not progress.waiting:
            await self._end(announcement, reply)
        elif self._shown.get(announcement.number) != reply:
            self._shown[announcement.number] = reply
            return await self._try(announcement, reply)
        return BETWEEN

    async def _try(self, announcement: Announcement, reply: Reply) -> float:
        """Show what may be skipped; the seconds that Telegram wants to be left alone."""
        chat, message = announcement.created_by, announcement.message_id or 0
        verdict = await self._messenger.try_edit(chat, message, reply)
        return max(verdict.seconds, BETWEEN) if isinstance(verdict, RateLimited) else BETWEEN

    async def _end(self, announcement: Announcement, reply: Reply) -> None:
        """The last of it has to arrive, in a new message where the old one is gone."""
        chat, message = announcement.created_by, announcement.message_id or 0
        failed = await self._messenger.edit(chat, message, reply)
        if isinstance(failed, MessageGone):
            await self._messenger.send(ReplyTarget(chat), reply)
        self._shown.pop(announcement.number, None)
        await self._announcements.store.reported(announcement.number)

    async def _texts(self, user_id: int) -> Texts:
        return texts_for(await self._services.preferences.language(user_id, None))
