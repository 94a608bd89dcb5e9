"""What is said to many chats: to whom, once each, and no more after a stop."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.announcements.service import AnnouncementService, addressed
from bot.errors import BroadcastEmpty, BroadcastOver, TopicUnclear
from bot.model.announcements import (
    Announcement,
    AnnouncementProgress,
    Audience,
    Entity,
    EntityType,
    FormattedText,
)
from bot.model.messages import AnnouncementMessage, OutboxMessage
from bot.outbox.outcomes import Cancelled, ChatUnreachable, Refused, SendOutcome, Sent
from bot.outbox.worker import WorkerLimits
from bot.runtime.wakeup import Wakeup
from bot.storage.announcements import AnnouncementStore
from bot.storage.readers import ReaderStore
from index.types import Language
from tests.bot.alerting import Newsroom, open_newsroom
from tests.bot.samples import Clock

ADMIN, QUESTION = 900, 77
AT_ONCE = WorkerLimits().concurrency


@dataclass
class Office:
    """Broadcasting beside the alerts, moved by hand."""

    room: Newsroom
    announcements: AnnouncementService

    async def start(self, text: str = "Kami pindah.") -> Announcement:
        draft = await self.announcements.draft(FormattedText(text), ADMIN)
        return await self.announcements.start(draft.number, ADMIN, QUESTION)

    async def progress(self, announcement: Announcement) -> AnnouncementProgress:
        return await self.announcements.store.progress(announcement)

    @property
    def reached(self) -> list[int]:
        return [message.chat_id for message in self.room.telegram.arrived]


@pytest.fixture
async def office(tmp_path: Path, clock: Clock) -> AsyncIterator[Office]:
    async with open_newsroom(tmp_path / "kutip.db", clock) as room:
        store = AnnouncementStore(room.database, Language.INDONESIAN, clock)
        yield Office(room, AnnouncementService(store, started=Wakeup(clock), queued=lambda: None))


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


def test_what_stands_out_moves_with_the_words() -> None:
    written = FormattedText(
        "topik: banjir\n  Posko buka. ",
        (Entity(EntityType.BOLD, 7, 21), Entity(EntityType.CODE, 0, 5)),
    )
    _, words = addressed(written)
    assert words == FormattedText("Posko buka.", (Entity(EntityType.BOLD, 0, 5),))


@pytest.mark.parametrize("written", ["", " \n", "topik: banjir", "topik: banjir\n  "])
def test_without_words_nothing_is_said(written: str) -> None:
    with pytest.raises(BroadcastEmpty):
        addressed(FormattedText(written))


def test_a_topic_that_cannot_be_read_is_explained() -> None:
    with pytest.raises(TopicUnclear):
        addressed(FormattedText('topik: "banjir\nPosko dibuka.'))


async def test_every_chat_with_topics_gets_it_once(office: Office) -> None:
    for chat_id in (1, 2):
        await office.room.subscribe("banjir", chat_id)
    await office.room.subscribe("gempa", 2)
    said = await office.start()
    assert said.recipients == 2
    await office.room.deliver()
    assert office.reached == [1, 2]
    assert all(
        one.payload == AnnouncementMessage(said.number) for one in office.room.telegram.arrived
    )
    assert await office.progress(said) == AnnouncementProgress(
        sent=2, blocked=0, failed=0, waiting=0, unsent=0
    )


async def test_a_second_press_of_send_sends_nothing(office: Office) -> None:
    await office.room.subscribe("banjir")
    said = await office.start()
    with pytest.raises(BroadcastOver):
        await office.announcements.start(said.number, ADMIN, QUESTION)
    with pytest.raises(BroadcastOver):
        await office.announcements.choose(said.number, Language.ENGLISH)
    with pytest.raises(BroadcastOver):
        await office.announcements.discard(said.number)
    await office.room.deliver()
    assert office.reached == [1]


async def test_the_audience_is_who_speaks_the_language_and_has_the_topic(office: Office) -> None:
    room = office.room
    for chat_id, topic in ((1, "banjir"), (2, "Banjir"), (3, "gempa"), (-4, "banjir")):
        await room.subscribe(topic, chat_id)
    await room.alerting.chats.set_language(1, Language.ENGLISH)
    await ReaderStore(room.database).choose_language(3, Language.ENGLISH)
    count = office.announcements.store.count
    assert await count(Audience()) == 4
    assert await count(Audience(Language.ENGLISH)) == 2
    assert await count(Audience(Language.INDONESIAN)) == 2
    assert await count(Audience(topic="banjir")) == 3
    assert await count(Audience(Language.ENGLISH, "banjir")) == 1
    draft = await office.announcements.draft(FormattedText("topik: banjir\nPosko dibuka."), ADMIN)
    chosen = await office.announcements.choose(draft.number, Language.INDONESIAN)
    assert chosen.audience == Audience(Language.INDONESIAN, "banjir")
    said = await office.announcements.start(draft.number, ADMIN, QUESTION)
    await room.deliver()
    assert sorted(office.reached) == [-4, 2]
    assert said.recipients == 2


async def test_chats_that_sleep_are_left_alone(office: Office) -> None:
    await office.room.subscribe("banjir", 1)
    await office.room.alerting.chat_settings.deactivate(1, "blocked")
    said = await office.start()
    assert said.recipients == 0
    assert await office.progress(said) == AnnouncementProgress(
        sent=0, blocked=0, failed=0, waiting=0, unsent=0
    )


async def test_blocked_and_refused_are_counted_apart(office: Office) -> None:
    for chat_id in (1, 2, 3):
        await office.room.subscribe("banjir", chat_id)
    office.room.telegram.script += [ChatUnreachable("blocked"), Refused("too long"), Sent()]
    said = await office.start()
    await office.room.deliver()
    assert await office.progress(said) == AnnouncementProgress(
        sent=1, blocked=1, failed=1, waiting=0, unsent=0
    )


async def test_a_stop_takes_out_what_is_queued_and_what_was_only_claimed(office: Office) -> None:
    for chat_id in range(1, 21):
        await office.room.subscribe("banjir", chat_id)
    said = await office.start()
    sender = Stopping(office, said)
    while await office.room.outbox_worker.work(sender):
        await office.room.outbox_worker.drain()
    assert 3 <= sender.sent < 3 + AT_ONCE  # what is on its way is not called back
    progress = AnnouncementProgress(
        sent=sender.sent, blocked=0, failed=0, waiting=0, unsent=20 - sender.sent
    )
    assert await office.progress(said) == progress
    with pytest.raises(BroadcastOver):
        await office.announcements.stop(said.number)


class Stopping:
    """A sender that stops the announcement after the third message, and asks as the real one."""

    def __init__(self, office: Office, said: Announcement) -> None:
        self._office = office
        self._said = said
        self.sent = 0

    async def send(self, message: OutboxMessage) -> SendOutcome:
        assert isinstance(message.payload, AnnouncementMessage)
        if await self._office.announcements.store.content(message.payload.number) is None:
            return Cancelled()
        self.sent += 1
        if self.sent == 3:
            await self._office.announcements.stop(self._said.number)
        return Sent()


async def test_what_is_under_way_is_known_after_a_restart_until_it_is_reported(
    office: Office, clock: Clock
) -> None:
    await office.room.subscribe("banjir")
    assert await office.announcements.store.under_way() == []
    said = await office.start()
    again = AnnouncementStore(office.room.database, Language.INDONESIAN, clock)
    assert await again.under_way() == [said]
    assert (said.created_by, said.message_id) == (ADMIN, QUESTION)
    await office.announcements.store.reported(said.number)
    assert await again.under_way() == []
    with pytest.raises(BroadcastOver):
        await office.announcements.stop(said.number)


async def test_a_discarded_draft_and_a_forgotten_one_are_gone(office: Office, clock: Clock) -> None:
    draft = await office.announcements.draft(FormattedText("Halo"), ADMIN)
    await office.announcements.discard(draft.number)
    old = await office.announcements.draft(FormattedText("Halo lagi"), ADMIN)
    clock.advance(timedelta(days=8))
    await office.announcements.draft(FormattedText("Baru"), ADMIN)
    for number in (draft.number, old.number):
        with pytest.raises(BroadcastOver):
            await office.announcements.start(number, ADMIN, QUESTION)
