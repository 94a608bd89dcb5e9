"""What owners are told of faults, and how often."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.faults import FaultKind, InstallationFault, KeyedText, NotedFault
from bot.status.telling import TOLD_INTERVAL, FaultNews, lasting, news_of, note, with_told

NOON = datetime(2026, 5, 29, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DISK = InstallationFault(FaultKind.DISK, KeyedText("fault_disk", {"free": 1, "least": 2}))
FEED = InstallationFault(
    FaultKind.FEED, KeyedText("fault_feed", {}), subject="12", name="Warta", delay=6 * HOUR
)
TELEGRAM = InstallationFault(FaultKind.TELEGRAM, KeyedText("fault_telegram", {}))
FOLDER = InstallationFault(FaultKind.FOLDER, KeyedText("fault_folder", {"path": "articles"}))


class Owners:
    """Owners who are told of what is new at each look."""

    def __init__(self) -> None:
        self.noted: dict[str, NotedFault] = {}
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.times: list[datetime] = []

    def look(
        self,
        at: datetime,
        *found: InstallationFault,
        unknown: Sequence[FaultKind] = (),
        dropped: Sequence[str] = (),
        reachable: bool = True,
    ) -> FaultNews:
        self.noted = note(self.noted, found, at, unknown, dropped)
        news = news_of(self.noted, found, at)
        if news and reachable:
            self.noted = with_told(self.noted, news, at)
            self.begun += [fault.cause for fault, _ in news.begun]
            self.ended += [fault.cause for fault in news.ended]
            self.times.append(at)
        return news


@pytest.fixture
def owners() -> Owners:
    return Owners()


def test_a_fault_is_told_once_and_so_is_its_end(owners: Owners) -> None:
    for minute in range(60):
        owners.look(NOON + timedelta(minutes=minute), DISK)
    for minute in range(60, 120):
        owners.look(NOON + timedelta(minutes=minute))
    assert (owners.begun, owners.ended) == (["disk"], ["disk"])


def test_a_feed_is_told_after_it_has_failed_for_hours(owners: Owners) -> None:
    assert not owners.look(NOON, FEED)
    assert not owners.look(NOON + 5 * HOUR, FEED)
    news = owners.look(NOON + 6 * HOUR, FEED)
    assert news.begun == [(FEED, NOON)]
    news = owners.look(NOON + 9 * HOUR)
    assert [(each.name, each.since, each.ended_at) for each in news.ended] == [
        ("Warta", NOON, NOON + 9 * HOUR)
    ]


def test_a_feed_that_is_well_again_in_time_is_not_told_of(owners: Owners) -> None:
    owners.look(NOON, FEED)
    assert not owners.look(NOON + 5 * HOUR)
    assert owners.noted == {}
    assert not owners.look(NOON + 7 * HOUR, FEED)  # another failure


def test_a_feed_that_was_removed_is_not_well_again(owners: Owners) -> None:
    owners.look(NOON, FEED)
    owners.look(NOON + 6 * HOUR, FEED)
    assert not owners.look(NOON + 7 * HOUR, dropped=["feed:12"])
    assert owners.ended == []


def test_what_comes_and_goes_is_told_once_a_day(owners: Owners) -> None:
    for minute in range(0, 3 * 24 * 60, 10):
        owners.look(NOON + timedelta(minutes=minute), *([DISK] if minute // 10 % 2 else []))
    assert len(owners.begun) == len(owners.ended) == 3


def test_what_goes_on_the_next_day_is_told_then(owners: Owners) -> None:
    owners.look(NOON, DISK)
    owners.look(NOON + HOUR)
    assert not owners.look(NOON + 2 * HOUR, DISK)
    assert owners.look(NOON + DAY + 2 * HOUR, DISK).begun == [(DISK, NOON + 2 * HOUR)]


def test_an_outage_of_telegram_is_told_when_it_is_over(owners: Owners) -> None:
    assert not owners.look(NOON, TELEGRAM)
    assert not owners.look(NOON + HOUR, TELEGRAM)
    assert owners.look(NOON + 2 * HOUR).ended[0].since == NOON
    assert owners.begun == []


def test_a_missing_folder_and_its_return_are_told(owners: Owners) -> None:
    assert owners.look(NOON, FOLDER).begun == [(FOLDER, NOON)]
    assert not owners.look(NOON + HOUR, FOLDER)
    assert owners.look(NOON + 2 * HOUR).ended[0].cause == "folder"


def test_what_could_not_be_told_is_told_later(owners: Owners) -> None:
    assert owners.look(NOON, DISK, reachable=False)
    assert owners.look(NOON + HOUR, DISK).begun == [(DISK, NOON)]
    assert owners.look(NOON + 2 * HOUR, reachable=False).ended
    assert [each.ended_at for each in owners.look(NOON + 5 * HOUR).ended] == [NOON + 2 * HOUR]


def test_what_cannot_be_looked_at_stays_as_it_was(owners: Owners) -> None:
    owners.look(NOON, FEED)
    owners.look(NOON + 6 * HOUR, FEED)
    assert not owners.look(NOON + 7 * HOUR, unknown=[FaultKind.FEED])
    assert not owners.look(NOON + 8 * HOUR, FEED)
    assert (owners.begun, owners.ended) == (["feed:12"], [])


def test_a_clock_that_was_wrong_by_a_year_silences_nothing(owners: Owners) -> None:
    owners.look(NOON + 365 * DAY, DISK)  # told by a clock that ran ahead
    owners.look(NOON)
    owners.look(NOON + HOUR, DISK)
    owners.look(NOON + DAY + HOUR, DISK)
    assert owners.begun == ["disk", "disk"]


def test_only_what_lasts_is_shown(owners: Owners) -> None:
    owners.look(NOON, FEED, DISK)
    assert lasting(owners.noted, [FEED, DISK], NOON + HOUR) == [(DISK, NOON)]
    assert lasting(owners.noted, [FEED], NOON + 7 * HOUR) == [(FEED, NOON)]
    assert lasting({}, [DISK, FEED], NOON) == [(DISK, NOON)]


STEPS = st.lists(
    st.tuples(
        st.timedeltas(timedelta(0), timedelta(hours=9)), st.booleans(), st.booleans(), st.booleans()
    ),
    max_size=60,
)


@given(STEPS)
def test_no_beginning_is_told_twice_a_day_whatever_happens(
    steps: list[tuple[timedelta, bool, bool, bool]],
) -> None:
    now, owners, told = NOON, Owners(), dict[str, list[datetime]]()
    for pause, has_feed, has_disk, reachable in steps:
        now += pause
        found = [each for each, there in ((FEED, has_feed), (DISK, has_disk)) if there]
        news = owners.look(now, *found, reachable=reachable)
        if reachable:
            for fault, _ in news.begun:
                told.setdefault(fault.cause, []).append(now)
    for moments in told.values():
        pauses = [later - earlier for earlier, later in pairwise(moments)]
        assert all(pause >= TOLD_INTERVAL for pause in pauses)
