"""An alert is never lost in silence: what a chat does not take waits, and what is given up is told.

"Not enough rights" has been a passing fault of Telegram's, and a closed forum topic may be opened.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import DeliveryNotice
from bot.model.announcements import Audience, FormattedText
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import AnnouncementMessage, Digest, OutboxCounts
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.suspensions import FIRST_PAUSE, MAX_PAUSE, SuspensionReason
from bot.outbox.outcomes import (
    ChatMigrated,
    ChatUnreachable,
    ChatUnwritable,
    Refused,
    RetryLater,
    SendOutcome,
    Sent,
    SentAsPlainText,
    ThreadClosed,
    ThreadGone,
)
from bot.outbox.worker import WorkerLimits
from bot.runtime.error_reports import ErrorReport
from bot.storage.announcements import AnnouncementStore
from bot.storage.readers import ReaderStore
from bot.storage.tables.outbox import outbox
from tests.bot.alert_harness import AlertHarness, make_news, make_outbox_worker, open_alert_harness
from tests.bot.samples import Clock

GROUP, THREAD, OTHER_THREAD = -1005, 9, 10
NO_RIGHTS = ChatUnwritable("Bad Request: not enough rights to send text messages to the chat")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        yield harness


async def counts(harness: AlertHarness) -> OutboxCounts:
    return await harness.alerts.outbox.counts()


async def suspended(harness: AlertHarness, thread_id: int = 0) -> SuspensionReason | None:
    state = await harness.alerts.chats.state(GROUP)
    suspension = state.suspensions.get(thread_id)
    return suspension.reason if suspension else None


async def run(harness: AlertHarness, span: timedelta) -> None:
    """Let a span pass, with digests queued and messages sent when they are due."""
    end = harness.clock() + span
    while harness.clock() < end:
        await harness.digest()
        await harness.deliver(timedelta(0))
        moments = [
            await harness.outbox_worker.wakes_at(),
            await harness.alerts.digest_job.wakes_at(),
        ]
        harness.clock.moment = min(
            [end, *(moment + SECOND / 100 for moment in moments if moment is not None)]
        )
    await harness.digest()
    await harness.deliver(timedelta(0))


async def test_without_rights_the_alert_waits_with_growing_pauses_and_arrives(
    harness: AlertHarness,
) -> None:
    """For three days, far more refusals than the attempts of a message."""
    await harness.subscribe("banjir", GROUP)
    await harness.subscribe("banjir", 2)
    harness.sender.script += [NO_RIGHTS, Sent(), *[NO_RIGHTS] * 12]
    began = harness.clock()
    await harness.publish(make_news(1))
    await run(harness, timedelta(minutes=30))
    assert harness.sender.titles() == ["Berita 1"]
    assert await counts(harness) == OutboxCounts(
        waiting=1, done=1, failed=0, dead_letter=0, unreachable=0, suspended=1
    )
    assert await suspended(harness) is SuspensionReason.RIGHTS
    await run(harness, timedelta(days=4))
    tries = [message for message in harness.sender.tried if message.chat_id == GROUP]
    assert {message.attempts for message in tries} == {1}
    assert len(tries) == 14
    assert harness.sender.titles(GROUP) == ["Berita 1"]
    assert harness.clock() - began >= MAX_PAUSE
    assert await counts(harness) == OutboxCounts(
        waiting=0, done=2, failed=0, dead_letter=0, unreachable=0, suspended=0
    )


async def test_the_first_pause_is_short(harness: AlertHarness) -> None:
    await harness.subscribe("banjir", GROUP)
    harness.sender.script.append(NO_RIGHTS)
    await harness.publish(make_news(1), make_news(2))
    began = harness.clock()
    await harness.deliver(timedelta(0))
    assert len(harness.sender.tried) == 1
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 1", "Berita 2"]
    assert FIRST_PAUSE <= harness.clock() - began <= FIRST_PAUSE + MINUTE


async def test_a_sign_of_life_brings_the_alerts_back(harness: AlertHarness) -> None:
    await harness.subscribe("banjir", GROUP)
    harness.sender.script += [NO_RIGHTS] * 12
    await harness.publish(make_news(1))
    await run(harness, timedelta(hours=5))
    harness.sender.script.clear()
    tried = len(harness.sender.tried)
    assert harness.sender.arrived == []
    await harness.alerts.chat_settings.sign_of_life(GROUP)
    await harness.deliver(timedelta(0))
    assert len(harness.sender.tried) == tried + 1
    assert harness.sender.titles() == ["Berita 1"]
    assert await suspended(harness) is None


async def test_storage_is_asked_once_for_all_signs_of_life_that_wait(
    harness: AlertHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One by one, so that a busy chat leaves the connections to answers."""
    asked: list[tuple[int, int]] = []
    free = asyncio.Event()

    async def sign_of_life(chat_id: int, thread_id: int, _now: datetime) -> bool:
        asked.append((chat_id, thread_id))
        await free.wait()
        return False

    settings = harness.alerts.chat_settings
    monkeypatch.setattr(harness.alerts.chats, "sign_of_life", sign_of_life)
    signs = [asyncio.create_task(settings.sign_of_life(*at)) for at in [(GROUP, 0)] * 9 + [(7, 5)]]
    await asyncio.sleep(0)
    assert asked == [(GROUP, 0)]
    assert [task.done() for task in signs] == [False] * 2 + [True] * 7 + [False]
    signs[1].cancel()
    await asyncio.wait(signs[1:2])
    again = asyncio.create_task(settings.sign_of_life(GROUP, 0))
    free.set()
    await asyncio.wait([*signs, again])
    assert asked == [(GROUP, 0), (7, 5), (GROUP, 0)]


async def test_a_sign_of_life_that_does_not_help_does_not_shorten_the_pauses(
    harness: AlertHarness,
) -> None:
    await harness.subscribe("banjir", GROUP)
    harness.sender.script += [NO_RIGHTS] * 3
    await harness.publish(make_news(1))
    await harness.deliver(timedelta(0))
    for _ in range(10):
        await harness.alerts.chat_settings.sign_of_life(GROUP)
        await harness.deliver(timedelta(0))
    assert len(harness.sender.tried) == 1
    harness.clock.advance(timedelta(seconds=30))
    await harness.alerts.chat_settings.sign_of_life(GROUP)
    await harness.deliver(timedelta(0))
    state = await harness.alerts.chats.state(GROUP)
    assert state.suspensions[0].retry_at - harness.clock() > FIRST_PAUSE


async def test_stories_meanwhile_come_as_one_digest(harness: AlertHarness) -> None:
    await harness.subscribe("banjir", GROUP)
    harness.sender.script += [NO_RIGHTS] * 12
    await harness.publish(make_news(1))
    await run(harness, MINUTE / 2)
    for number in range(2, 9):
        await harness.publish(make_news(number))
        await run(harness, timedelta(minutes=40))
    assert (await counts(harness)).waiting == 1
    harness.sender.script.clear()
    await harness.alerts.chat_settings.resume(GROUP)
    await run(harness, MINUTE)
    assert len(harness.sender.arrived) == 2
    assert isinstance(harness.sender.arrived[1].payload, Digest)
    assert sorted(harness.sender.titles()) == sorted(f"Berita {n}" for n in range(1, 9))


async def test_what_is_due_meanwhile_is_sent_when_the_chat_is_back(harness: AlertHarness) -> None:
    """A digest by the clock is neither queued beside the waiting alert nor put off for a day."""
    await harness.subscribe("banjir", GROUP)
    daily = await harness.subscribe("gempa", GROUP)
    await harness.subscriptions.set_schedule(GROUP, daily, Schedule(Frequency.HOURLY))
    harness.sender.script += [NO_RIGHTS] * 12
    await harness.publish(make_news(1), make_news(2, "gempa"))
    await run(harness, timedelta(hours=3))
    assert (await counts(harness)).waiting == 1
    harness.sender.script.clear()
    await harness.alerts.chat_settings.sign_of_life(GROUP)
    await run(harness, MINUTE)
    assert sorted(harness.sender.titles()) == ["Berita 1", "Berita 2"]


async def test_the_return_respects_quiet_hours(harness: AlertHarness) -> None:
    await harness.subscribe("banjir", GROUP)
    harness.sender.script += [NO_RIGHTS] * 12
    await harness.publish(make_news(1))
    await run(harness, MINUTE / 2)
    await harness.publish(make_news(2))
    local = harness.clock().astimezone((await harness.alerts.chats.state(GROUP)).zone)
    now = local.hour * 60 + local.minute
    quiet = QuietHours((now - 60) % 1440, (now + 120) % 1440)
    await harness.alerts.chat_settings.set_quiet(GROUP, quiet)
    harness.sender.script.clear()
    await harness.alerts.chat_settings.resume(GROUP)
    await run(harness, timedelta(hours=1))
    assert harness.sender.titles() == ["Berita 1"]
    await run(harness, timedelta(hours=2))
    assert harness.sender.titles() == ["Berita 1", "Berita 2"]


async def test_a_closed_forum_topic_waits_and_the_others_go_on(harness: AlertHarness) -> None:
    for thread in (THREAD, OTHER_THREAD):
        await harness.subscribe("banjir", GROUP, thread)
    harness.sender.script += [ThreadClosed(), Sent()]
    await harness.publish(make_news(1))
    await run(harness, MINUTE / 2)
    assert [message.thread_id for message in harness.sender.arrived] == [OTHER_THREAD]
    assert await suspended(harness, THREAD) is SuspensionReason.CLOSED
    await harness.publish(make_news(2))
    await run(harness, SECOND)
    assert [message.thread_id for message in harness.sender.arrived] == [OTHER_THREAD] * 2
    await harness.alerts.chat_settings.sign_of_life(GROUP, OTHER_THREAD)
    assert await suspended(harness, THREAD) is SuspensionReason.CLOSED
    await harness.alerts.chat_settings.reopen(GROUP, THREAD)
    await run(harness, SECOND)
    here = [message for message in harness.sender.arrived if message.thread_id == THREAD]
    assert [type(message.payload).__name__ for message in here] == ["Alert", "Digest"]
    assert await suspended(harness, THREAD) is None
    assert (await harness.subscriptions.page(GROUP)).topics[0].thread_id == THREAD


async def test_a_closed_topic_that_is_deleted_falls_back_with_all_that_waited(
    harness: AlertHarness,
) -> None:
    await harness.subscribe("banjir", GROUP, THREAD)
    harness.sender.script.append(ThreadClosed())
    await harness.publish(make_news(1))
    await run(harness, SECOND)
    await harness.publish(make_news(2))
    harness.sender.script.append(ThreadGone())
    await run(harness, 2 * FIRST_PAUSE)
    assert {message.thread_id for message in harness.sender.arrived} == {0}
    assert sorted(harness.sender.titles()) == ["Berita 1", "Berita 2"]
    assert (await counts(harness)).suspended == 0


async def test_one_message_that_arrives_frees_the_whole_chat_of_lost_rights(
    harness: AlertHarness,
) -> None:
    for thread in (THREAD, OTHER_THREAD):
        await harness.subscribe("banjir", GROUP, thread)
    harness.sender.script += [NO_RIGHTS, NO_RIGHTS]
    await harness.publish(make_news(1))
    await run(harness, SECOND)
    assert (await counts(harness)).suspended == 1  # a chat, whatever its forum topics
    await harness.alerts.chat_settings.resume(GROUP, 0)
    await run(harness, 3 * SECOND)
    assert {message.thread_id for message in harness.sender.arrived} == {THREAD, OTHER_THREAD}


async def test_a_chat_that_may_not_be_written_to_is_suspended_before_anything_is_refused(
    harness: AlertHarness,
) -> None:
    await harness.subscribe("banjir", GROUP)
    await harness.alerts.chat_settings.suspend(GROUP)
    await harness.publish(make_news(1))
    await run(harness, SECOND)
    assert harness.sender.tried == []
    await run(harness, 2 * FIRST_PAUSE)
    assert harness.sender.titles() == ["Berita 1"]


async def test_an_announcement_waits_for_a_suspended_chat(
    harness: AlertHarness, clock: Clock
) -> None:
    await harness.subscribe("banjir", GROUP)
    await harness.alerts.chat_settings.suspend(GROUP)
    store = AnnouncementStore(harness.database, InterfaceLanguage.INDONESIAN, clock)
    draft = await store.draft(FormattedText("Kami pindah."), Audience(), 1)
    assert await store.start(draft, None, 1, 1)
    await run(harness, SECOND)
    assert harness.sender.tried == []
    progress = await store.progress(draft)
    assert (progress.waiting, progress.paused) == (0, 1)
    await run(harness, 2 * FIRST_PAUSE)
    assert [m.payload for m in harness.sender.arrived] == [AnnouncementMessage(draft.number)]


@pytest.mark.parametrize("end", ["blocked", "erased"])
async def test_a_chat_that_is_gone_is_not_suspended_any_more(
    harness: AlertHarness, end: str
) -> None:
    await harness.subscribe("banjir", GROUP)
    harness.sender.script += [NO_RIGHTS, ChatUnreachable("kicked")]
    await harness.publish(make_news(1))
    await run(harness, SECOND)
    if end == "erased":
        await ReaderStore(harness.database).delete(GROUP)
    await run(harness, 2 * FIRST_PAUSE)
    found = await counts(harness)
    assert (found.suspended, found.waiting) == (0, 0)
    assert harness.sender.arrived == []


async def test_what_waits_moves_with_its_group(harness: AlertHarness) -> None:
    await harness.subscribe("banjir", -5)
    harness.sender.script += [NO_RIGHTS, ChatMigrated(GROUP)]
    await harness.publish(make_news(1))
    await run(harness, SECOND)
    await harness.publish(make_news(2))
    await run(harness, 3 * FIRST_PAUSE)
    assert sorted(harness.sender.titles(GROUP)) == ["Berita 1", "Berita 2"]
    assert (await counts(harness)).suspended == 0


async def test_a_message_that_is_retried_while_its_chat_goes_is_not_sent_again(
    harness: AlertHarness,
) -> None:
    """A result that comes after the chat was deactivated does not bring the message back."""
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    end = harness.clock() + MINUTE
    (message,) = await harness.alerts.outbox.claim(harness.clock(), end, 1)
    await harness.alerts.chat_settings.deactivate(1, "blocked")
    await harness.alerts.outbox.retry(message, harness.clock())
    await harness.alerts.outbox.hold(message, harness.clock())
    await harness.alerts.outbox.suspend(message, SuspensionReason.RIGHTS, harness.clock())
    await harness.alerts.outbox.dead_letter(message, "late")
    assert (await counts(harness)).failed == 1


TOLD = [
    ([SentAsPlainText("can't parse entities")], "message_plain", 1),
    ([Refused("something never heard of")], "message_refused", 0),
    ([RetryLater()] * 3, "message_gave_up", 0),
]


@pytest.mark.parametrize(("outcomes", "key", "arrived"), TOLD)
async def test_what_did_not_arrive_as_meant_is_told_and_logged(
    harness: AlertHarness,
    outcomes: list[SendOutcome],
    key: str,
    arrived: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    reported: list[BaseException] = []
    harness.outbox_worker = make_outbox_worker(
        harness.alerts, harness.clock, WorkerLimits(max_attempts=3), report=reported.append
    )
    await harness.subscribe("banjir")
    harness.sender.script += outcomes
    await harness.publish(make_news(1))
    with caplog.at_level(logging.ERROR, "bot.outbox.worker"):
        await harness.deliver()
    assert [(type(error), str(error.args[0])) for error in reported] == [(DeliveryNotice, key)]
    assert key in caplog.text
    found = await counts(harness)
    assert (found.done, found.dead_letter) == (arrived, 1 - arrived)


async def test_a_message_that_cannot_be_read_is_told(
    harness: AlertHarness, caplog: pytest.LogCaptureFixture
) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    await harness.database.execute(outbox.update().values(payload={"kind": "telegram"}))
    with caplog.at_level(logging.ERROR, "bot.storage.outbox"):
        await harness.deliver()
    assert "cannot be read" in caplog.text
    told: asyncio.Queue[ErrorReport] = asyncio.Queue()
    async with harness.alerts.error_reporter.reporting(told.put), asyncio.timeout(5):
        assert (await told.get()).cause.kind == "message_unreadable"
