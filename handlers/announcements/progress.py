"""Show admins the progress of announcements, and send them error reports.

The progress is read from storage, so that a restart loses neither an announcement nor its end.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.errors import Notice
from bot.model.announcements import Announcement
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.outbox.outcomes import MessageGone, RateLimited
from bot.runtime.error_reports import ErrorReport, ReportUnsent, cause_of
from bot.runtime.supervisor import running
from bot.services.bot import BotServices
from bot.texts import Texts, texts_for
from handlers.render.announcements import render_announcement_progress
from handlers.render.reply import Reply
from handlers.render.staff import render_error_report
from handlers.telegram.messenger import Messenger, ReplyTarget

log = logging.getLogger(__name__)

POLL_INTERVAL_S = 1.0
"""Between two looks at the announcements under way."""

RETRY_DELAY_S = 30.0
"""After an unexpected error, such as a failure of the storage."""


class AnnouncementProgressUpdater:
    """Shows each announcement's progress in the message with the question whether to send it."""

    def __init__(self, messenger: Messenger, services: BotServices) -> None:
        self._messenger = messenger
        self._services = services
        self._announcements = services.announcements
        self._shown: dict[int, Reply] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Show progress while the block runs."""
        async with running(self._keep_showing()):
            yield

    def reporting(self) -> AbstractAsyncContextManager[None]:
        """Send error reports while the block runs."""
        return self._services.error_reporter.reporting(self.tell)

    async def tell(self, error_report: ErrorReport) -> None:
        """Send an error report to owners and admins in private.

        Where the storage fails, which may be what is reported, to the owners of the settings.
        Raises ReportUnsent if nobody was reached.
        """
        reached = [await self._reaches(user_id, error_report) for user_id in await self._informed()]
        if reached and not any(reached):
            raise ReportUnsent

    async def _reaches(self, user_id: int, error_report: ErrorReport) -> bool:
        reply = render_error_report(error_report, await self._texts_if_known(user_id))
        try:
            return await self._messenger.send(ReplyTarget(user_id), reply) is not None
        except Exception:  # the others are to be told nevertheless
            log.exception("a report was not sent to one of its recipients")
            return False

    async def _informed(self) -> Collection[int]:
        try:
            roles = await self._services.staff.roles()
        except Exception:  # whatever it is, that is what has to be told
            log.exception("the roles can't be read; only the owners of the settings are told")
            return self._services.settings.owners
        return [number for number, role in roles.items() if role >= Role.ADMIN]

    async def _texts_if_known(self, user_id: int) -> Texts:
        try:
            return await self._texts(user_id)
        except Exception:  # as above
            log.exception("the language of an owner can't be read")
            return texts_for(self._services.settings.language)

    async def tell_notice(self, notice: Notice) -> None:
        """Send a notice to owners and admins at once."""
        await self.tell(ErrorReport(cause_of(notice), self._services.now(), notice=notice))

    async def show(self) -> float | None:
        """Show the progress of all; the seconds to the next look, None if none is under way."""
        pauses = [await self._show(each) for each in await self._announcements.store.under_way()]
        return max(pauses, default=None)

    async def _keep_showing(self) -> None:
        while True:
            try:
                pause = await self.show()
            except Exception as error:
                log.exception("announcements are shown again in %.0f s", RETRY_DELAY_S)
                self._services.error_reporter.report(error)
                pause = RETRY_DELAY_S
            if pause is None:
                await self._announcements.started.wait()
            else:
                await asyncio.sleep(pause)

    async def _show(self, announcement: Announcement) -> float:
        progress = await self._announcements.store.progress(announcement)
        texts = await self._texts(announcement.created_by, announcement.progress_language)
        reply = render_announcement_progress(announcement, progress, texts)
        if not progress.waiting:
            await self._end(announcement, reply)
        elif self._shown.get(announcement.number) != reply:
            self._shown[announcement.number] = reply
            return await self._try(announcement, reply)
        return POLL_INTERVAL_S

    async def _try(self, announcement: Announcement, reply: Reply) -> float:
        """Show progress that may be skipped; the seconds to the next look."""
        chat, message = announcement.created_by, announcement.message_id or 0
        failure = await self._messenger.try_edit(chat, message, reply)
        return (
            max(failure.seconds, POLL_INTERVAL_S)
            if isinstance(failure, RateLimited)
            else POLL_INTERVAL_S
        )

    async def _end(self, announcement: Announcement, reply: Reply) -> None:
        """Show the end, which has to arrive, in a new message if the old one is gone."""
        chat, message = announcement.created_by, announcement.message_id or 0
        failed = await self._messenger.edit(chat, message, reply)
        if isinstance(failed, MessageGone):
            await self._messenger.send(ReplyTarget(chat), reply)
        self._shown.pop(announcement.number, None)
        await self._announcements.store.reported(announcement.number)

    async def _texts(self, user_id: int, language: InterfaceLanguage | None = None) -> Texts:
        return texts_for(language or await self._services.preferences.language(user_id, None))
