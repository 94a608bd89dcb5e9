"""The progress of announcements, and error reports to admins."""

from datetime import UTC, datetime

import pytest
from telegram import Message

from bot.model.announcements import Announcement, FormattedText
from bot.model.faults import FaultKind, InstallationFault, KeyedText
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.model.topics import ChatTarget
from bot.outbox.outcomes import MessageGone
from bot.runtime.error_reports import ErrorCause, ErrorReport, ReportUnsent
from bot.status.telling import FaultNews
from bot.texts import texts_for
from handlers.admin.faults import FaultTeller
from handlers.announcements.progress import AnnouncementProgressUpdater
from handlers.render.reply import Reply
from handlers.telegram.messenger import ReplyTarget
from tests.handlers.harness import OWNER, READER, Harness, text_of

MESSAGE_ID = 55
REPORT = ErrorReport(ErrorCause("ValueError", "bot.x:1"), datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
def updater(harness: Harness) -> AnnouncementProgressUpdater:
    return AnnouncementProgressUpdater(harness.messenger, harness.services)


async def started(harness: Harness, language: InterfaceLanguage | None = None) -> Announcement:
    """An announcement to one chat, which has not got it yet."""
    await harness.services.alerts.subscriptions.subscribe(ChatTarget(READER.id), "banjir")
    announcements = harness.services.announcements
    draft = await announcements.draft(FormattedText("Halo"), OWNER.id)
    return await announcements.start(draft.number, OWNER.id, MESSAGE_ID, language)


async def test_progress_is_edited_into_the_message_until_the_end(
    harness: Harness, updater: AnnouncementProgressUpdater
) -> None:
    texts = texts_for(harness.services.settings.language).announcements
    announcement = await started(harness)
    assert await updater.show() is not None
    await updater.show()  # nothing has changed
    ((message_id, going),) = harness.messenger.edited
    assert message_id == MESSAGE_ID
    assert text_of(going).startswith(texts.broadcast_going)
    await harness.services.announcements.stop(announcement.number)
    await updater.show()
    assert text_of(harness.messenger.edited[-1][1]).startswith(texts.broadcast_stopped)
    assert await updater.show() is None


async def test_progress_is_in_the_language_in_which_the_announcement_was_started(
    harness: Harness, updater: AnnouncementProgressUpdater
) -> None:
    """Another process may show it, which does not know the language of their Telegram."""
    await started(harness, InterfaceLanguage.ENGLISH)
    await updater.show()
    ((_, going),) = harness.messenger.edited
    assert text_of(going).startswith(
        texts_for(InterfaceLanguage.ENGLISH).announcements.broadcast_going
    )


async def test_the_end_arrives_in_a_new_message_if_the_old_one_is_gone(
    harness: Harness, updater: AnnouncementProgressUpdater
) -> None:
    announcement = await started(harness)
    await harness.services.announcements.stop(announcement.number)
    harness.messenger.edit_failure = MessageGone("gone")
    await updater.show()
    ((target, _),) = harness.messenger.sent
    assert target.chat_id == OWNER.id


async def test_a_report_that_reaches_nobody_fails(
    harness: Harness, updater: AnnouncementProgressUpdater
) -> None:
    """So that it is sent again later; one that has reached somebody is not."""
    harness.messenger.unreachable = {OWNER.id, READER.id}
    with pytest.raises(ReportUnsent):
        await updater.tell(REPORT)
    await promote(harness, READER.id)
    with pytest.raises(ReportUnsent):
        await updater.tell(REPORT)
    harness.messenger.unreachable = {OWNER.id}
    await updater.tell(REPORT)
    assert [target.chat_id for target, _ in harness.messenger.sent] == [READER.id]


async def test_an_error_on_the_way_to_one_keeps_it_from_no_other(
    harness: Harness, updater: AnnouncementProgressUpdater, monkeypatch: pytest.MonkeyPatch
) -> None:
    await promote(harness, READER.id)
    send = harness.messenger.send

    async def failing(target: ReplyTarget, reply: Reply) -> Message | None:
        if target.chat_id == OWNER.id:
            raise ConnectionError
        return await send(target, reply)

    monkeypatch.setattr(harness.messenger, "send", failing)
    await updater.tell(REPORT)
    disk = InstallationFault(FaultKind.DISK, KeyedText("fault_disk", {"free": 1, "least": 2}))
    news = FaultNews([(disk, harness.services.now())], [])
    assert await FaultTeller(harness.messenger, harness.services).tell(news)
    assert [target.chat_id for target, _ in harness.messenger.sent] == [READER.id] * 2


async def promote(harness: Harness, user_id: int) -> None:
    """Make somebody an admin."""
    await harness.services.staff.appoint(Role.OWNER, user_id, "Ani", Role.ADMIN)


async def test_an_error_report_goes_to_admins(
    harness: Harness, updater: AnnouncementProgressUpdater
) -> None:
    report = ErrorReport(ErrorCause("ValueError", "bot.x:1"), harness.services.now(), 0)
    await updater.tell(report)
    ((target, reply),) = harness.messenger.sent
    assert target.chat_id == OWNER.id
    assert "ValueError" in text_of(reply)
