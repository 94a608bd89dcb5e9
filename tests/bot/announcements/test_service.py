"""Announcements: to which chats, once each, and no more after a stop."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.announcements.service import AnnouncementService, addressed
from bot.errors import BroadcastEmpty, BroadcastOver, TopicNotFound, TopicUnclear
from bot.model.announcements import (
    Announcement,
    AnnouncementProgress,
    Audience,
    Entity,
    EntityType,
    FormattedText,
)
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import AnnouncementMessage, OutboxMessage
from bot.outbox.outcomes import Cancelled, ChatUnreachable, Refused, SendOutcome, Sent
from bot.outbox.worker import WorkerLimits
from bot.runtime.causes import Causes
from bot.runtime.wakeup import Wakeup
from bot.storage.announcements import AnnouncementStore
from bot.storage.readers import ReaderStore
from tests.bot.alert_harness import AlertHarness, open_alert_harness
from tests.bot.samples import Clock
from tests.bot.two_at_once import at_once

ADMIN, QUESTION = 900, 77
CONCURRENCY = WorkerLimits().concurrency


@dataclass
class AnnouncementHarness:
    """Announcements beside the alerts, driven by hand."""

    alerts: AlertHarness
    service: AnnouncementService

    async def start(self, text: str = "Kami pindah.") -> Announcement:
        draft = await self.service.draft(FormattedText(text), ADMIN)
        return await self.service.start(draft.number, ADMIN, QUESTION)

    async def progress(self, announcement: Announcement) -> AnnouncementProgress:
        return await self.service.store.progress(announcement)

    @property
    def reached(self) -> list[int]:
        return [message.chat_id for message in self.alerts.sender.arrived]


@pytest.fixture
async def announcing(tmp_path: Path, clock: Clock) -> AsyncIterator[AnnouncementHarness]:
    async with open_alert_harness(tmp_path / "kutip.db", clock) as harness:
        store = AnnouncementStore(harness.database, InterfaceLanguage.INDONESIAN, clock)
        yield AnnouncementHarness(
            harness,
            AnnouncementService(store, started=Wakeup(clock), queued=lambda: None, causes=Causes()),
        )


@pytest.mark.parametrize(
    ("written", "topic", "text"),
    [
        ("  Halo\n\nsemua ", "", "Halo\n\nsemua"),
        ("topik: Banjir\nPosko dibuka.", "Banjir", "Posko dibuka."),
        ("Topic:  banjir   jakarta \n\nOpen.\nNow.", "banjir jakarta", "Open.\nNow."),
        ("Halo\ntopik: banjir", "", "Halo\ntopik: banjir"),
    ],
)
def test_the_first_line_may_name_a_topic(written: str, topic: str, text: str) -> None:
    assert addressed(FormattedText(written)) == (Audience(topic=topic), FormattedText(text))


def test_entities_move_with_the_text() -> None:
    written = FormattedText(
        "topik: banjir\n  Posko buka. ",
        (Entity(EntityType.BOLD, 7, 21), Entity(EntityType.CODE, 0, 5)),
    )
    _, words = addressed(written)
    assert words == FormattedText("Posko buka.", (Entity(EntityType.BOLD, 0, 5),))


@pytest.mark.parametrize("written", ["", " \n", "topik: banjir", "topik: banjir\n  "])
def test_an_announcement_without_text_is_refused(written: str) -> None:
    with pytest.raises(BroadcastEmpty):
        addressed(FormattedText(written))


def test_a_topic_that_cannot_be_read_is_explained() -> None:
    with pytest.raises(TopicUnclear):
        addressed(FormattedText('topik: "banjir\nPosko dibuka.'))


async def test_every_chat_with_topics_gets_it_once(announcing: AnnouncementHarness) -> None:
    for chat_id in (1, 2):
        await announcing.alerts.subscribe("banjir", chat_id)
    await announcing.alerts.subscribe("gempa", 2)
    announcement = await announcing.start()
    assert announcement.recipients == 2
    await announcing.alerts.deliver()
    assert announcing.reached == [1, 2]
    assert all(
        one.payload == AnnouncementMessage(announcement.number)
        for one in announcing.alerts.sender.arrived
    )
    assert await announcing.progress(announcement) == AnnouncementProgress(
        sent=2, blocked=0, failed=0, waiting=0, unsent=0
    )


async def test_a_second_press_of_send_sends_nothing(announcing: AnnouncementHarness) -> None:
    await announcing.alerts.subscribe("banjir")
    announcement = await announcing.start()
    with pytest.raises(BroadcastOver):
        await announcing.service.start(announcement.number, ADMIN, QUESTION)
    with pytest.raises(BroadcastOver):
        await announcing.service.choose_language(announcement.number, InterfaceLanguage.ENGLISH)
    with pytest.raises(BroadcastOver):
        await announcing.service.discard(announcement.number)
    await announcing.alerts.deliver()
    assert announcing.reached == [1]


async def test_the_audience_is_who_speaks_the_language_and_has_the_topic(
    announcing: AnnouncementHarness,
) -> None:
    alerts = announcing.alerts
    for chat_id, topic in ((1, "banjir"), (2, "Banjir"), (3, "gempa"), (-4, "banjir")):
        await alerts.subscribe(topic, chat_id)
    await alerts.alerts.chats.set_language(1, InterfaceLanguage.ENGLISH)
    await ReaderStore(alerts.database).choose_language(3, InterfaceLanguage.ENGLISH)
    count = announcing.service.count
    assert await count(Audience()) == 4
    assert await count(Audience(InterfaceLanguage.ENGLISH)) == 2
    assert await count(Audience(InterfaceLanguage.INDONESIAN)) == 2
    assert await count(Audience(topic="banjir")) == 3
    assert await count(Audience(InterfaceLanguage.ENGLISH, "banjir")) == 1
    assert await count(Audience(topic="kapal", only="gempa")) == 1
    draft = await announcing.service.draft(FormattedText("topik: banjir\nPosko dibuka."), ADMIN)
    chosen = await announcing.service.choose_language(draft.number, InterfaceLanguage.INDONESIAN)
    assert chosen is not None
    assert chosen.audience == Audience(InterfaceLanguage.INDONESIAN, "banjir")
    announcement = await announcing.service.start(draft.number, ADMIN, QUESTION)
    await alerts.deliver()
    assert sorted(announcing.reached) == [-4, 2]
    assert announcement.recipients == 2


SUBSCRIBED = {
    1: ("banjir", "gempa"),
    2: ("Banjir",),
    3: ("banjir jakarta",),
    4: ('"banjir bandang" OR longsor',),
    5: ("jakarta -banjir",),
    6: ("judul:kebanjiran sumber:antara",),
    7: ("floods in Jakarta",),
}
"""The topics of chats by their ids."""


@pytest.mark.parametrize(
    ("sought", "chats"),
    [
        ("banjir", {1, 2, 3, 4, 6}),
        ("BANJIR", {1, 2, 3, 4, 6}),
        ("banjir jakarta", {3}),
        ("jakarta", {3, 5, 7}),
        ("banjir OR gempa", {1, 2, 3, 4, 6}),
        ('"banjir bandang"', {4}),
        ("banjir -jakarta", {1, 2, 4, 6}),
        ("flood", {7}),
        ("sumber:antara", {6}),
        ("tsunami", set()),
    ],
)
async def test_a_topic_s_subscribers_are_those_whose_topics_say_it(
    announcing: AnnouncementHarness, sought: str, chats: set[int]
) -> None:
    for chat_id, topics in SUBSCRIBED.items():
        for topic in topics:
            await announcing.alerts.subscribe(topic, chat_id)
    draft = await announcing.service.draft(FormattedText(f"topik: {sought}\nPosko."), ADMIN)
    assert (await announcing.service.reach(draft.audience)).chats == len(chats)
    announcement = await announcing.service.start(draft.number, ADMIN, QUESTION)
    assert announcement.recipients == len(chats)
    await announcing.alerts.deliver()
    assert set(announcing.reached) == chats


async def test_the_topics_that_say_it_are_offered_with_their_counts_else_all(
    announcing: AnnouncementHarness,
) -> None:
    for chat_id, topics in SUBSCRIBED.items():
        for topic in topics:
            await announcing.alerts.subscribe(topic, chat_id)
    await announcing.alerts.alerts.chat_settings.deactivate(3, "blocked")
    said = await announcing.service.reach(Audience(topic="banjir"))
    assert [(each.text, each.chats) for each in said.topics] == [
        ("Banjir", 2),
        ('"banjir bandang" OR longsor', 1),
        ("judul:kebanjiran sumber:antara", 1),
    ]
    other = await announcing.service.reach(Audience(topic="tsunami"))
    assert (other.chats, other.said) == (0, False)
    assert len(other.topics) == 6
    assert (await announcing.service.reach(Audience())).topics == ()


async def test_one_of_the_topics_is_chosen_and_what_is_chosen_already_changes_nothing(
    announcing: AnnouncementHarness,
) -> None:
    service = announcing.service
    await announcing.alerts.subscribe("banjir", 1)
    await announcing.alerts.subscribe("banjir jakarta", 2)
    draft = await service.draft(FormattedText("topik: banjir\nPosko."), ADMIN)
    topics = (await service.reach(draft.audience)).topics
    jakarta = next(each.id for each in topics if each.text == "banjir jakarta")
    assert await service.choose_topic(draft.number, 0) is None
    chosen = await service.choose_topic(draft.number, jakarta)
    assert chosen is not None
    assert chosen.audience == Audience(topic="banjir", only="banjir jakarta")
    assert await service.choose_topic(draft.number, jakarta) is None
    assert await service.choose_language(draft.number, None) is None
    with pytest.raises(TopicNotFound):
        await service.choose_topic(draft.number, 999)
    assert (await service.start(draft.number, ADMIN, QUESTION)).recipients == 1


async def test_an_audience_that_changes_while_it_is_counted_is_counted_anew(
    announcing: AnnouncementHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The topics are matched outside the transaction that queues the messages."""
    service = announcing.service
    await announcing.alerts.subscribe("banjir", 1)
    await announcing.alerts.subscribe("banjir jakarta", 2)
    draft = await service.draft(FormattedText("topik: banjir\nPosko."), ADMIN)
    topics = (await service.reach(draft.audience)).topics
    jakarta = next(each.id for each in topics if each.text == "banjir jakarta")
    begin, changes = service.store.start, [jakarta]

    async def overtaken(*args: Any) -> bool:
        if changes:
            await service.choose_topic(draft.number, changes.pop())
        return await begin(*args)

    monkeypatch.setattr(service.store, "start", overtaken)
    assert (await service.start(draft.number, ADMIN, QUESTION)).recipients == 1


async def test_unreachable_chats_get_nothing(announcing: AnnouncementHarness) -> None:
    await announcing.alerts.subscribe("banjir", 1)
    await announcing.alerts.alerts.chat_settings.deactivate(1, "blocked")
    announcement = await announcing.start()
    assert announcement.recipients == 0
    assert await announcing.progress(announcement) == AnnouncementProgress(
        sent=0, blocked=0, failed=0, waiting=0, unsent=0
    )


async def test_blocked_and_refused_are_counted_apart(announcing: AnnouncementHarness) -> None:
    for chat_id in (1, 2, 3):
        await announcing.alerts.subscribe("banjir", chat_id)
    announcing.alerts.sender.script += [ChatUnreachable("blocked"), Refused("too long"), Sent()]
    announcement = await announcing.start()
    await announcing.alerts.deliver()
    assert await announcing.progress(announcement) == AnnouncementProgress(
        sent=1, blocked=1, failed=1, waiting=0, unsent=0
    )


async def test_a_stop_deletes_what_is_queued_and_cancels_what_is_only_claimed(
    announcing: AnnouncementHarness,
) -> None:
    for chat_id in range(1, 21):
        await announcing.alerts.subscribe("banjir", chat_id)
    announcement = await announcing.start()
    sender = Stopping(announcing, announcement)
    while await announcing.alerts.outbox_worker.work(sender):
        await announcing.alerts.outbox_worker.drain()
    assert 3 <= sender.sent < 3 + CONCURRENCY  # messages in flight are not recalled
    progress = AnnouncementProgress(
        sent=sender.sent, blocked=0, failed=0, waiting=0, unsent=20 - sender.sent
    )
    assert await announcing.progress(announcement) == progress
    with pytest.raises(BroadcastOver):
        await announcing.service.stop(announcement.number)


class Stopping:
    """A sender that stops the announcement after the third message, else as the real one."""

    def __init__(self, announcing: AnnouncementHarness, announcement: Announcement) -> None:
        self._announcing = announcing
        self._announcement = announcement
        self.sent = 0

    async def send(self, message: OutboxMessage) -> SendOutcome:
        assert isinstance(message.payload, AnnouncementMessage)
        if await self._announcing.service.store.content(message.payload.number) is None:
            return Cancelled()
        self.sent += 1
        if self.sent == 3:
            await self._announcing.service.stop(self._announcement.number)
        return Sent()


async def test_what_is_under_way_is_found_after_a_restart_until_it_is_reported(
    announcing: AnnouncementHarness, clock: Clock
) -> None:
    await announcing.alerts.subscribe("banjir")
    assert await announcing.service.store.under_way() == []
    announcement = await announcing.start()
    again = AnnouncementStore(announcing.alerts.database, InterfaceLanguage.INDONESIAN, clock)
    assert await again.under_way() == [announcement]
    assert (announcement.created_by, announcement.message_id) == (ADMIN, QUESTION)
    await announcing.service.store.reported(announcement.number)
    assert await again.under_way() == []
    with pytest.raises(BroadcastOver):
        await announcing.service.stop(announcement.number)


async def test_a_discarded_draft_and_a_forgotten_one_are_gone(
    announcing: AnnouncementHarness, clock: Clock
) -> None:
    draft = await announcing.service.draft(FormattedText("Halo"), ADMIN)
    await announcing.service.discard(draft.number)
    old = await announcing.service.draft(FormattedText("Halo lagi"), ADMIN)
    clock.advance(timedelta(days=8))
    await announcing.service.draft(FormattedText("Baru"), ADMIN)
    for number in (draft.number, old.number):
        with pytest.raises(BroadcastOver):
            await announcing.service.start(number, ADMIN, QUESTION)


async def test_of_two_who_decide_on_a_draft_at_once_one_is_refused(
    announcing: AnnouncementHarness,
) -> None:
    """Whatever was read before: a draft is sent or discarded or changed, and each is told."""
    await announcing.alerts.subscribe("banjir")
    service = announcing.service

    def start(number: int) -> Awaitable[Announcement]:
        return service.start(number, ADMIN, QUESTION)

    def choose(number: int) -> Awaitable[Announcement | None]:
        return service.choose_language(number, InterfaceLanguage.ENGLISH)

    for first, second in ((start, start), (start, service.discard), (service.discard,) * 2):
        draft = await service.draft(FormattedText("Kami pindah."), ADMIN)
        results = await at_once(first(draft.number), second(draft.number))
        assert [type(each) for each in results].count(BroadcastOver) == 1
    draft = await service.draft(FormattedText("Kami pindah."), ADMIN)
    started, chosen = await at_once(start(draft.number), choose(draft.number))
    assert isinstance(started, Announcement)
    if isinstance(chosen, Announcement):
        assert started.audience == chosen.audience
    else:
        assert isinstance(chosen, BroadcastOver)


async def test_two_drafts_and_two_stops_at_once(announcing: AnnouncementHarness) -> None:
    service = announcing.service
    drafts = await at_once(*(service.draft(FormattedText(text), ADMIN) for text in ("A", "B")))
    assert {each.content.text for each in drafts if isinstance(each, Announcement)} == {"A", "B"}
    announcement = await announcing.start()
    results = await at_once(*(service.stop(announcement.number) for _ in range(2)))
    assert [type(each) for each in results].count(BroadcastOver) == 1
