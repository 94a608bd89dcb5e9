"""Updates are handled at their turns, within what makes the outbox yield; some are left out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update, User

from handlers.telegram.tracking import goes_on_in
from handlers.telegram.turns import FLOOD_INTERVAL_S, Omission, Turn
from handlers.telegram.update_processor import UNANSWERED_SHARE, FairProcessor


class Watched:
    """A processor of turns by chat and person, and what it did; handling waits for a release."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.notices: list[tuple[int, Omission]] = []
        self.released = asyncio.Event()
        self.now = 0.0
        self.processor = FairProcessor(
            lambda update: None if update.message is None else self.turn_of(update.message),
            free_at=lambda _chat, now: now,
            notify=self.notify,
            yield_to_answers=self.yielding,
            monotonic=lambda: self.now,
        )
        self.tasks: list[asyncio.Task[None]] = []

    def turn_of(self, message: Message) -> Turn:
        return Turn(message.chat_id, message.from_user.id if message.from_user else 0)

    async def notify(self, update: Update, notice: Omission) -> None:
        self.notices.append((update.update_id, notice))
        raise ValueError("nobody is there")

    @contextmanager
    def yielding(self) -> Iterator[None]:
        self.steps.append("begin")
        yield
        self.steps.append("end")

    async def handle(self, number: int) -> None:
        self.steps.append(str(number))
        await self.released.wait()

    def gets(self, number: int, chat: int | None, person: int = 1) -> None:
        update = Update(number)
        if chat is not None:
            user, place = User(person, "Ani", is_bot=False), Chat(chat, "group")
            update = Update(number, Message(number, datetime.now(UTC), place, from_user=user))
        work = self.processor.process_update(update, self.handle(number))
        self.tasks.append(asyncio.create_task(work))

    async def rest(self) -> None:
        """Let everything go on that may."""
        for _ in range(20):
            await asyncio.sleep(0)

    @property
    def handled(self) -> list[str]:
        return [step for step in self.steps if step.isdigit()]


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    watched = Watched()
    yield watched
    watched.released.set()
    await watched.processor.shutdown()
    assert all(task.done() for task in watched.tasks)


async def test_an_update_is_handled_within_what_makes_the_outbox_yield(watched: Watched) -> None:
    watched.released.set()
    watched.gets(1, chat=5)
    watched.gets(2, chat=None)
    await watched.rest()
    assert watched.steps == ["2", "begin", "1", "end"]


async def test_what_nobody_waits_for_is_handled_a_few_at_a_time_and_makes_no_alert_wait(
    watched: Watched,
) -> None:
    for number in range(60):
        watched.gets(number, chat=None)
    watched.gets(98, chat=7)
    await watched.rest()
    assert watched.steps == [*map(str, range(UNANSWERED_SHARE)), "begin", "98"]
    watched.released.set()
    await watched.rest()
    await asyncio.gather(*watched.tasks)
    assert len(watched.handled) == 61


async def test_another_chat_does_not_wait_for_a_flood(watched: Watched) -> None:
    """Sixty of one group hold up neither another person nor what needs no turn."""
    for number in range(60):
        watched.gets(number, chat=-5, person=number + 1)
    watched.gets(98, chat=7)
    watched.gets(99, chat=None)
    await watched.rest()
    assert len(watched.handled) <= 3
    assert {"98", "99"} <= set(watched.handled)


async def test_who_floods_is_told_once_and_a_notice_that_fails_hinders_nothing(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    watched.released.set()
    for number in range(60):
        watched.gets(number, chat=5)
    await watched.rest()
    watched.now += FLOOD_INTERVAL_S
    with caplog.at_level(logging.WARNING):
        watched.gets(60, chat=5)
        await watched.rest()
        watched.now += FLOOD_INTERVAL_S
        watched.gets(61, chat=6)
        await watched.rest()
    assert watched.notices == [(60, Omission.FLOOD)]
    assert watched.handled == ["60", "61"]
    assert "60 updates of a chat were left out" in caplog.text
    assert [task.done() for task in watched.tasks[:60]] == [True] * 60


async def test_an_update_that_may_begin_later_begins_by_itself() -> None:
    """By the loop's own clock, and without another update."""
    begun = asyncio.Event()

    async def handle() -> None:
        begun.set()

    async def notify(_update: Update, _notice: Omission) -> None:
        raise AssertionError("nothing is left out")

    @contextmanager
    def yielding() -> Iterator[None]:
        yield

    free = asyncio.get_running_loop().time() + 0.02
    processor = FairProcessor(
        lambda _update: Turn(1, 1),
        free_at=lambda _chat, now: max(now, free),
        notify=notify,
        yield_to_answers=yielding,
        monotonic=asyncio.get_running_loop().time,
    )
    async with asyncio.timeout(5):
        await processor.process_update(Update(1), handle())
    assert begun.is_set()


async def test_an_update_that_cannot_be_judged_is_handled_at_once(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(message: Message) -> Turn:
        raise ValueError(message)

    watched.turn_of = fail  # type: ignore[method-assign]
    watched.gets(1, chat=5)
    await watched.rest()
    assert watched.handled == ["1"]
    assert "update 1 has no turn" in caplog.text


async def test_what_waits_and_what_is_handled_ends_with_the_processor(watched: Watched) -> None:
    watched.gets(1, chat=5)
    watched.gets(2, chat=5)
    await watched.rest()
    await watched.processor.shutdown()
    assert watched.handled == ["1"]
    assert [task.cancelled() for task in watched.tasks] == [True, True]
    watched.tasks.clear()


class Tracked:
    """A tracker that notes what is done; ``taken`` are others' by now."""

    def __init__(self) -> None:
        self.finished: list[int] = []
        self.taken: set[int] = set()

    async def may_handle(self, update_id: int) -> bool:
        return update_id not in self.taken

    def done(self, update_id: int) -> None:
        self.finished.append(update_id)


@pytest.fixture
def tracked(watched: Watched) -> Tracked:
    tracked = Tracked()
    watched.processor._tracker = tracked
    return tracked


async def test_an_update_is_done_when_it_has_been_handled(
    watched: Watched, tracked: Tracked
) -> None:
    watched.gets(1, chat=5)
    watched.gets(2, chat=None)
    await watched.rest()
    assert watched.handled == ["2", "1"]
    assert tracked.finished == []
    watched.released.set()
    await watched.rest()
    assert sorted(tracked.finished) == [1, 2]


async def test_what_a_flood_leaves_out_is_done(watched: Watched, tracked: Tracked) -> None:
    for number in range(60):
        watched.gets(number, chat=5)
    await watched.rest()
    assert len(tracked.finished) >= 40
    assert not set(map(str, tracked.finished)) & set(watched.handled)


async def test_what_the_end_cuts_off_is_not_done(watched: Watched, tracked: Tracked) -> None:
    watched.gets(1, chat=5)
    watched.gets(2, chat=5)
    await watched.rest()
    await watched.processor.shutdown()
    watched.tasks.clear()
    assert tracked.finished == []


async def test_what_is_anothers_by_now_is_not_handled(watched: Watched, tracked: Tracked) -> None:
    tracked.taken = {1, 2}
    watched.gets(1, chat=5)
    watched.gets(2, chat=None)
    watched.gets(3, chat=6)
    await watched.rest()
    assert watched.handled == ["3"]


@pytest.mark.parametrize("is_cut_off", [False, True])
async def test_an_update_is_done_after_what_its_handler_has_left_to_a_task(
    watched: Watched, tracked: Tracked, *, is_cut_off: bool
) -> None:
    left: list[asyncio.Task[None]] = []

    async def handle() -> None:
        left.append(asyncio.create_task(watched.handle(1)))
        goes_on_in(left[0])

    await watched.processor.process_update(Update(1), handle())
    assert tracked.finished == []
    if is_cut_off:
        left[0].cancel()
    watched.released.set()
    await asyncio.wait(left)
    await watched.rest()
    assert tracked.finished == ([] if is_cut_off else [1])
