"""Turns are fair: no chat and no person makes the others wait, and floods collapse. No clock."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.telegram.turns import (
    ALBUM_S,
    BEHIND_SHARE,
    CHAT_SHARE,
    CHAT_WAITING,
    FLOOD_INTERVAL_S,
    FLOOD_QUIET_S,
    PERSON_SHARE,
    PERSON_WAITING,
    PLACES,
    SETTLE_S,
    STALE_SHARE,
    TYPED_S,
    YIELD_S,
    Omission,
    Start,
    Turn,
    TurnQueue,
)
from handlers.telegram.uses import Use

GROUP, ANI, BUDI = -5, 1, 2


class Desk:
    """A queue with a clock that only tests move."""

    def __init__(self) -> None:
        self.queue = TurnQueue()
        self.now = 100.0
        self.left: list[Turn] = []
        self.held: dict[int, float] = {}

    def free_at(self, chat: int, now: float) -> float:
        return max(now, self.held.get(chat, now))

    def add(self, *turns: Turn) -> None:
        for turn in turns:
            self.left += self.queue.add(turn, self.now)

    def start(self) -> list[Start]:
        """Begin all that may."""
        return list(iter(lambda: self.queue.start(self.now, self.free_at), None))

    def wakes_at(self) -> float | None:
        return self.queue.wakes_at(self.now, self.free_at)

    def run(self) -> list[Start]:
        """Begin and end turns, and let time go by between them, until none waits."""
        done = []
        while started := self.start() or self._later():
            done += started
            for start in started:
                self.queue.done(start.turn)
        return done

    def _later(self) -> list[Start]:
        while (moment := self.wakes_at()) is not None:
            self.now = moment
            if started := self.start():
                return started
        return []


@pytest.fixture
def desk() -> Desk:
    return Desk()


def turns(starts: list[Start]) -> list[Turn]:
    return [start.turn for start in starts]


def test_an_update_has_its_turn_at_once(desk: Desk) -> None:
    turn = Turn(ANI, ANI)
    desk.add(turn)
    assert desk.start() == [Start(turn)]
    assert desk.wakes_at() is None


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param(lambda: [Turn(GROUP, ANI) for _ in range(60)], id="one person in a group"),
        pytest.param(lambda: [Turn(GROUP, 10 + n) for n in range(60)], id="sixty in a group"),
        pytest.param(lambda: [Turn(ANI, ANI) for _ in range(500)], id="one person in private"),
        pytest.param(lambda: [Turn(-n, ANI) for n in range(1, 61)], id="one person in 60 groups"),
        pytest.param(lambda: [Turn(n, n, stale=True) for n in range(9, 500)], id="a backlog"),
    ],
)
def test_whatever_is_flooded_another_has_a_turn_at_once(
    desk: Desk, flood: Callable[[], list[Turn]]
) -> None:
    """And before anything else that waits, however many have come before."""
    desk.add(*flood())
    first = len(desk.start())
    desk.now += SETTLE_S
    assert first + len(desk.start()) <= max(CHAT_SHARE, PERSON_SHARE, STALE_SHARE)
    other = Turn(BUDI, BUDI)
    desk.add(other)
    assert turns(desk.start())[:1] == [other]


def test_a_chat_and_a_person_have_a_small_share_of_the_places(desk: Desk) -> None:
    desk.add(*(Turn(GROUP, person) for person in range(10, 15)))
    desk.add(*(Turn(-chat, ANI) for chat in range(10, 15)))
    desk.start()
    desk.now += YIELD_S
    desk.start()
    running = Counter(turn.chat for turn in desk.queue._running)
    assert running[GROUP] == CHAT_SHARE
    assert sum(turn.person == ANI for turn in desk.queue._running) == PERSON_SHARE


def test_many_busy_chats_leave_places_to_others(desk: Desk) -> None:
    desk.add(*(Turn(-chat, 100 * chat + n) for chat in range(1, 9) for n in range(9)))
    first = desk.start()
    for start in first:
        desk.queue.done(start.turn)
    desk.now += YIELD_S
    while desk.start():
        pass
    assert len(desk.queue._running) == BEHIND_SHARE
    other = Turn(BUDI, BUDI)
    desk.add(other)
    assert turns(desk.start()) == [other]


def test_no_more_than_the_places_are_handled(desk: Desk) -> None:
    desk.add(*(Turn(chat, chat) for chat in range(1, PLACES + 5)))
    assert len(desk.start()) == PLACES
    assert desk.wakes_at() is None


def test_chats_take_turns(desk: Desk) -> None:
    desk.add(*(Turn(ANI, ANI) for _ in range(4)), *(Turn(BUDI, BUDI) for _ in range(4)))
    order = [start.turn.chat for start in desk.run()]
    assert order[:2] == [ANI, BUDI]
    assert order.count(ANI) == order.count(BUDI) == 4
    assert all(set(order[n : n + 2]) == {ANI, BUDI} for n in (0, 2, 4, 6))


def test_turns_that_wait_for_telegram_leave_their_places_but_not_those_of_their_chat(
    desk: Desk,
) -> None:
    desk.add(*(Turn(-n, n) for n in range(1, PLACES + 9)))
    first = turns(desk.start())
    assert len(first) == PLACES
    assert all(desk.queue.pause(turn) for turn in first)
    others = turns(desk.start())
    assert len(others) == 8
    desk.add(*(Turn(-1, 99 + n) for n in range(CHAT_SHARE)))
    desk.now += YIELD_S
    assert len(desk.start()) == CHAT_SHARE - 1
    assert all(desk.queue.resume(turn) for turn in first)
    desk.add(Turn(BUDI, BUDI))
    assert desk.start() == []
    for turn in (*first, *others):
        desk.queue.done(turn)
    assert len(desk.start()) == 2
    assert not desk.queue.pause(first[0])
    assert not desk.queue.resume(first[0])


def test_within_a_chat_the_order_is_kept(desk: Desk) -> None:
    asked = [Turn(ANI, ANI) for _ in range(5)]
    desk.add(*asked)
    assert turns(desk.run()) == asked


def test_an_update_behind_others_yields_to_those_that_are_not(desk: Desk) -> None:
    first, second = Turn(ANI, ANI), Turn(ANI, ANI)
    desk.add(first, second)
    assert turns(desk.start()) == [first]
    assert desk.wakes_at() == desk.now + YIELD_S
    desk.now += YIELD_S
    assert turns(desk.start()) == [second]


def test_who_floods_is_told_once_and_the_newest_is_handled(desk: Desk) -> None:
    asked = [Turn(ANI, ANI) for _ in range(500)]
    desk.add(*asked)
    (start,) = desk.run()
    assert start == Start(asked[-1], 499, Omission.FLOOD)
    assert desk.left == asked[:-1]


def test_a_flood_that_goes_on_has_a_turn_a_second_and_one_notice(desk: Desk) -> None:
    """As Telegram gives them, a hundred at a time."""
    began, done = desk.now, []
    for _ in range(5):
        desk.add(*(Turn(ANI, ANI) for _ in range(100)))
        done += desk.run()
    assert len(done) == 5
    assert [start.notice for start in done].count(Omission.FLOOD) == 1
    assert sum(start.left for start in done) == 495
    assert desk.now - began >= 5 * FLOOD_INTERVAL_S


def test_a_flood_is_over_after_a_while(desk: Desk) -> None:
    desk.add(*(Turn(ANI, ANI) for _ in range(50)))
    desk.run()
    desk.now += FLOOD_QUIET_S + 1
    desk.add(*(Turn(ANI, ANI) for _ in range(PERSON_WAITING)))
    assert [start.left for start in desk.run()] == [0] * PERSON_WAITING
    desk.add(*(Turn(ANI, ANI) for _ in range(50)))
    assert [start.notice for start in desk.run()] == [Omission.FLOOD]


def test_ten_at_once_are_no_flood(desk: Desk) -> None:
    """A person who was without a network, or forwards some messages."""
    asked = [Turn(ANI, ANI) for _ in range(PERSON_WAITING)]
    desk.add(*asked)
    assert turns(desk.run()) == asked
    assert desk.left == []


def test_a_flood_of_one_leaves_the_others_of_the_group_their_turns(desk: Desk) -> None:
    others = [Turn(GROUP, person) for person in range(10, 15)]
    desk.add(*others, *(Turn(GROUP, ANI) for _ in range(60)))
    done = desk.run()
    assert set(others) < set(turns(done))
    assert len(done) == len(others) + 1


def test_of_many_people_in_a_group_the_newest_twenty_have_a_turn(desk: Desk) -> None:
    asked = [Turn(GROUP, person) for person in range(10, 70)]
    desk.add(*asked)
    done = desk.run()
    assert turns(done) == asked[-CHAT_WAITING:]
    assert [start.notice for start in done].count(Omission.FLOOD) == 1


def test_documents_are_never_left_out(desk: Desk) -> None:
    documents = [Turn(ANI, ANI, kept=True, stale=n % 2 == 0) for n in range(60)]
    desk.add(*documents)
    assert set(turns(desk.run())) == set(documents)


def test_of_a_backlog_the_last_of_each_chat_has_a_turn_after_all_that_is_fresh(
    desk: Desk,
) -> None:
    old = [Turn(chat, chat, stale=True) for _ in range(6) for chat in range(1, 21)]
    fresh = [Turn(chat, chat) for chat in range(15, 31)]
    desk.add(*old[:60])
    assert desk.start() == []
    desk.add(*old[60:], *fresh)
    done = desk.run()
    assert turns(done[: len(fresh)]) == fresh
    assert turns(done[len(fresh) :]) == old[-20:]
    assert {start.notice for start in done[len(fresh) :]} == {Omission.BACKLOG}
    assert sum(start.left for start in done) == 100


def test_a_backlog_that_takes_long_to_fetch_is_still_one(desk: Desk) -> None:
    """A hundred at a time, each after a second: the last of a chat may come in any of them."""
    old = [Turn(ANI if n % 50 == 0 else 10 + n, ANI, stale=True) for n in range(500)]
    for start in range(0, 500, 100):
        desk.add(*old[start : start + 100])
        assert desk.start() == []
        desk.now += SETTLE_S / 2
    done = [start for start in desk.run() if start.turn.chat == ANI]
    assert done == [Start(old[450], 9, Omission.BACKLOG)]


def test_one_old_message_needs_no_notice(desk: Desk) -> None:
    old = Turn(ANI, ANI, stale=True)
    desk.add(old)
    assert desk.run() == [Start(old)]


def test_a_chat_that_may_not_be_answered_yet_takes_no_place(desk: Desk) -> None:
    desk.held = {GROUP: desk.now + 30}
    waiting, other = Turn(GROUP, ANI), Turn(BUDI, BUDI)
    desk.add(waiting, other)
    assert turns(desk.start()) == [other]
    assert desk.wakes_at() == desk.now + 30
    desk.now += 30
    assert turns(desk.start()) == [waiting]


@pytest.mark.parametrize("caption", [0, 1, 2, None])
def test_an_album_is_one_update_whichever_picture_bears_the_caption(
    desk: Desk, caption: int | None
) -> None:
    pictures = [Turn(ANI, ANI, album="77", worded=n == caption) for n in range(3)]
    desk.add(*pictures)
    assert desk.run() == [Start(pictures[caption or 0])]


def test_pictures_of_an_album_may_come_apart(desk: Desk) -> None:
    desk.add(Turn(ANI, ANI, album="77", worded=False))
    assert desk.start() == []
    assert desk.wakes_at() == desk.now + ALBUM_S
    desk.now += ALBUM_S / 2
    worded = Turn(ANI, ANI, album="77")
    desk.add(worded)
    assert turns(desk.start()) == [worded]
    desk.add(Turn(ANI, ANI, album="77", worded=False))
    assert desk.start() == []


def test_albums_are_no_flood(desk: Desk) -> None:
    desk.add(*(Turn(ANI, ANI, album=str(n), worded=k == 5) for n in range(5) for k in range(10)))
    assert len(desk.run()) == 5


def test_a_turn_that_waits_no_longer_is_forgotten(desk: Desk) -> None:
    turn = Turn(ANI, ANI)
    desk.add(turn)
    desk.queue.remove(turn)
    assert desk.start() == []


@st.composite
def some_turns(draw: st.DrawFn) -> list[Turn]:
    person = st.integers(1, 4)
    chat = st.sampled_from([-2, -1, 0])
    found = []
    for where, who in draw(st.lists(st.tuples(chat, person), max_size=60)):
        stale, kept = draw(st.booleans()), draw(st.booleans())
        found.append(Turn(where or who, who, stale=stale, kept=kept))
    return found


@given(some_turns())
def test_every_update_has_a_turn_or_is_left_out(asked: list[Turn]) -> None:
    desk = Desk()
    desk.add(*asked)
    done = desk.run()
    assert Counter(turns(done) + desk.left) == Counter(asked)
    assert not any(turn.kept for turn in desk.left)
    assert sum(start.left for start in done) == len(desk.left)
    chats = {turn.chat for turn in asked}
    assert {start.turn.chat for start in done} == chats


def test_of_what_somebody_types_only_the_newest_has_a_turn(desk: Desk) -> None:
    first, second, other = (Turn(n, n, use=Use.TYPING) for n in (ANI, ANI, BUDI))
    desk.add(first, other)
    assert desk.start() == []
    desk.add(second)
    assert desk.left == [first]
    desk.now += TYPED_S
    assert [start.turn for start in desk.start()] == [other, second]


def test_what_is_typed_is_no_flood(desk: Desk) -> None:
    turns = [Turn(ANI, ANI, use=Use.TYPING) for _ in range(50)]
    desk.add(*turns)
    assert [(start.turn, start.notice) for start in desk.run()] == [(turns[-1], None)]


def test_what_a_start_costs_does_not_grow_with_the_chats_that_wait(desk: Desk) -> None:
    """Else a backlog slows down the answers that would end it."""

    def looks(chats: int) -> int:
        desk.queue = TurnQueue()
        looked: list[int] = []

        def free_at(chat: int, now: float) -> float:
            looked.append(chat)
            return now

        desk.add(*(Turn(chat=1000 + number, person=1000 + number) for number in range(chats)))
        while desk.queue.start(desk.now, free_at) is not None:
            pass
        assert desk.queue.wakes_at(desk.now, free_at) is None
        return len(looked)

    assert looks(1000) == looks(2 * PLACES)
