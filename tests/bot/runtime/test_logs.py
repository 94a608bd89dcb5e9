"""The log of an outage: a line for each thing that failed, no traceback for each."""

import logging
import sys
from typing import Any

import pytest

from bot.errors import ReloadFailed, StorageError
from bot.outages import outage_of
from bot.runtime.logs import MaskingFormatter, OutageFilter
from index.errors import EngineUnavailable


def logged(error: Exception, cause: Exception | None = None) -> list[str]:
    """Return the lines of a record with an error, raised from a cause."""
    try:
        raise error from cause
    except type(error):
        record = logging.makeLogRecord({"msg": "not stored", "exc_info": sys.exc_info()})
    return MaskingFormatter({""}).format(record).splitlines()[1:]


def test_an_outage_is_one_line() -> None:
    outage = StorageError("storage_unavailable", path="PostgreSQL", reason="ConnectionRefusedError")
    line = "storage_unavailable, PostgreSQL, ConnectionRefusedError"
    assert logged(outage, OSError("10.0.0.1")) == [line]
    assert logged(ReloadFailed(), outage) == [line]
    line = "engine_unavailable, OpenSearch, ConnectionTimeout"
    assert logged(EngineUnavailable("ConnectionTimeout")) == [line]


def test_an_outage_of_the_storage_is_one_line() -> None:
    """Otherwise a full disk fills the log, which may be on it, with tracebacks."""
    full = StorageError("storage_full", path="kutip.db", reason="SQLITE_FULL")
    line = "storage_full, kutip.db, SQLITE_FULL"
    assert logged(full, OSError("kutip.db-wal")) == [line]
    assert logged(ReloadFailed(), full) == [line]


def test_other_errors_have_tracebacks() -> None:
    failed = StorageError("storage_failed", path="kutip.db", reason="SQLITE_ERROR")
    lines = logged(failed)
    assert (lines[0], len(lines) > 2) == ("Traceback (most recent call last):", True)


def record(message: str, error: Exception, *, traceback: bool = False) -> Any:
    return logging.makeLogRecord(
        {
            "name": "bot.cluster",
            "msg": message,
            "args": () if traceback else (error,),
            "exc_info": (type(error), error, None) if traceback else None,
        }
    )


class Elapsed:
    """A clock that nobody sets; its seconds are set by the test."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize("traceback", [False, True])
def test_an_outage_is_logged_once_a_minute_by_each_who_meets_it(traceback: bool) -> None:
    outage = StorageError("storage_unavailable", path="PostgreSQL", reason="ConnectionRefusedError")
    messages = ("not leading: %r", "not stored: %r")
    elapsed, passed = Elapsed(), []
    shown = OutageFilter(elapsed)
    for at in range(121):
        elapsed.seconds = at
        passed += [
            (message, at)
            for message in messages
            if shown.filter(record(message, outage, traceback=traceback))
        ]
    assert passed == [(message, at) for at in (0, 60, 120) for message in messages]


def test_an_outage_is_logged_after_the_system_clock_went_back() -> None:
    outage = StorageError("storage_unavailable", path="PostgreSQL", reason="ConnectionRefusedError")
    elapsed = Elapsed()
    shown = OutageFilter(elapsed)
    passed = []
    for elapsed.seconds, created in ((0.0, 90_000.0), (59.0, 3_659.0), (60.0, 3_660.0)):
        met = record("not stored: %r", outage)
        met.created = created
        passed.append(shown.filter(met))
    assert passed == [True, False, True]


def test_of_other_errors_every_record_is_logged() -> None:
    failed, shown = (
        StorageError("storage_failed", path="kutip.db", reason="SQLITE_ERROR"),
        OutageFilter(),
    )
    assert all(shown.filter(record("not stored: %r", failed)) for _ in range(3))
    assert all(shown.filter(logging.makeLogRecord({"msg": "fine"})) for _ in range(3))


def test_an_outage_whose_place_is_not_known_is_one() -> None:
    """The filter of the log asks of each error: one that raised there would lose the record."""
    assert outage_of(StorageError("storage_busy")) == ("storage_busy", "", "storage_busy")
