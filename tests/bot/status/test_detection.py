"""Which faults are found in what was observed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.faults import FaultKind, KeyedText, NotedFault
from bot.model.feeds import FeedState, WatchedFeed
from bot.model.interface_language import InterfaceLanguage
from bot.status.detection import Backlog, Observation, detect, last_backup, unknown_kinds
from bot.status.wording import fault_text, over_text
from bot.storage.backup_folder import StoredBackup
from bot.texts import texts_for

NOON = datetime(2026, 5, 29, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FEED = WatchedFeed(
    id=12,
    url="https://user:secret@warta.example/rss?key=secret",
    title="",
    site="",
    state=FeedState.ON,
    next_at=NOON,
    added_at=NOON,
    failures=2,
    problem="fetch_status",
    problem_arguments={"status": 404},
)
NOTHING = Observation(at=NOON)

FAULTS = {
    "a feed that fails": (Observation(at=NOON, failing_feeds=[FEED]), FaultKind.FEED),
    "a feed that is closed": (
        Observation(at=NOON, failing_feeds=[replace(FEED, state=FeedState.GONE, failures=1)]),
        FaultKind.FEED,
    ),
    "little space": (
        Observation(at=NOON, free_bytes=499_000_000, min_free_bytes=500_000_000),
        FaultKind.DISK,
    ),
    "no contact": (Observation(at=NOON, silent_for=10 * MINUTE), FaultKind.TELEGRAM),
    "messages stuck": (
        Observation(at=NOON, backlog=Backlog(3, NOON - 2 * HOUR)),
        FaultKind.OUTBOX,
    ),
    "no folder": (Observation(at=NOON, missing_folder=Path("berita")), FaultKind.FOLDER),
    "a clock ahead": (Observation(at=NOON, clock_difference=5 * MINUTE), FaultKind.CLOCK),
    "a clock behind": (Observation(at=NOON, clock_difference=-5 * MINUTE), FaultKind.CLOCK),
    "a backup that fails": (
        Observation(
            at=NOON,
            backup_period=24 * HOUR,
            backup_at=NOON - 48 * HOUR,
            backup_failure=KeyedText("fault_backup_failing", {"path": "backups"}),
        ),
        FaultKind.BACKUP,
    ),
    "a backup that does not fit": (
        Observation(at=NOON, backup_failure=KeyedText("fault_backup_full", {"path": "backups"})),
        FaultKind.BACKUP,
    ),
    "no backups": (
        Observation(at=NOON, backup_period=24 * HOUR, backup_at=NOON - 48 * HOUR),
        FaultKind.BACKUP,
    ),
}

WELL = {
    "nothing is known": NOTHING,
    "a feed that failed once": Observation(at=NOON, failing_feeds=[replace(FEED, failures=1)]),
    "enough space": Observation(at=NOON, free_bytes=500_000_000, min_free_bytes=500_000_000),
    "no limit of space": Observation(at=NOON, free_bytes=0),
    "a short silence": Observation(at=NOON, silent_for=9 * MINUTE),
    "messages that came just now": Observation(at=NOON, backlog=Backlog(9_999, NOON - MINUTE)),
    "messages while Telegram is away for moments": Observation(at=NOON, backlog=Backlog(0, None)),
    "a clock a little ahead": Observation(at=NOON, clock_difference=MINUTE),
    "a backup that is a little late": Observation(
        at=NOON, backup_period=24 * HOUR, backup_at=NOON - 29 * HOUR
    ),
    "no backups wanted": Observation(at=NOON, backup_at=NOON - 999 * HOUR),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_found(case: str) -> None:
    seen, kind = FAULTS[case]
    assert [fault.kind for fault in detect(seen)] == [kind]


def test_a_backup_before_a_migration_is_none_of_the_scheduled_ones() -> None:
    path = Path("kutip.db.gz")
    scheduled = StoredBackup(path, NOON - 9 * HOUR, 1, "0017")
    migration = StoredBackup(path, NOON - HOUR, 1, "0017", migrated_to="0018")
    assert last_backup([scheduled, migration], NOON - 99 * HOUR, NOON) == NOON - 9 * HOUR
    assert last_backup([migration], NOON - 99 * HOUR, NOON) == NOON - 99 * HOUR


def test_a_backup_from_the_future_does_not_hide_that_none_is_made() -> None:
    later = StoredBackup(Path("kutip.db.gz"), NOON + 9_999 * HOUR, 1, "0017")
    assert last_backup([later], NOON - 99 * HOUR, NOON) == NOON - 99 * HOUR


def test_what_cannot_be_found_out_is_not_known_to_be_well() -> None:
    nothing = Observation(at=NOON, is_folder_unknown=True, backup_period=24 * HOUR)
    assert unknown_kinds(nothing) == set(FaultKind) - {FaultKind.TELEGRAM}
    assert FaultKind.BACKUP not in unknown_kinds(NOTHING)
    known = Observation(
        at=NOON,
        backup_period=24 * HOUR,
        failing_feeds=[],
        backlog=Backlog(0, None),
        free_bytes=9,
        clock_difference=MINUTE,
        backup_at=NOON,
        has_recent_backup=True,
    )
    assert unknown_kinds(known) == set()
    assert unknown_kinds(replace(known, silent_for=HOUR)) == {FaultKind.OUTBOX}
    assert unknown_kinds(replace(known, backup_at=None)) == {FaultKind.BACKUP}
    assert unknown_kinds(replace(known, has_recent_backup=False)) == {FaultKind.BACKUP}


@pytest.mark.parametrize("case", WELL)
def test_what_is_no_fault_is_not_found(case: str) -> None:
    assert detect(WELL[case]) == []


def test_messages_are_not_stuck_while_telegram_is_away() -> None:
    away = Observation(at=NOON, silent_for=HOUR, backlog=Backlog(3, NOON - 2 * HOUR))
    assert [fault.kind for fault in detect(away)] == [FaultKind.TELEGRAM]


@pytest.mark.parametrize("language", InterfaceLanguage)
@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_and_its_end_have_words_without_what_is_secret(
    case: str, language: InterfaceLanguage
) -> None:
    (fault,), texts = detect(FAULTS[case][0]), texts_for(language)
    said = fault_text(fault, NOON - 7 * HOUR, NOON, texts)
    noted = NotedFault(fault.cause, fault.name, NOON - 7 * HOUR, ended_at=NOON)
    assert "secret" not in said + over_text(noted, texts)
    assert "\n" not in said
    if fault.kind is FaultKind.FEED:
        assert "warta.example" in said
