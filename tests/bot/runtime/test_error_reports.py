"""What goes wrong is told once an hour for each cause, without its words, and never floods."""

import asyncio
import logging
import re
from datetime import timedelta

import pytest

from bot.alerts.previews import read_topic
from bot.errors import TopicUnclear
from bot.runtime.error_reports import (
    MOST_REPORTS,
    PER_CAUSE,
    CauseHistory,
    ErrorCause,
    ErrorReport,
    ErrorReporter,
    cause_of,
    decide,
)
from tests.bot.samples import Clock

CAUSE = ErrorCause("ValueError", "bot.alerts.topic_description:1")


def caught(error: Exception) -> Exception:
    try:
        raise error  # noqa: TRY301 - it needs a traceback
    except Exception as raised:
        return raised


def test_a_cause_is_a_type_and_the_innermost_line_of_our_own() -> None:
    with pytest.raises(TopicUnclear) as failure:
        read_topic('"rahasia')
    cause = cause_of(failure.value)
    assert cause.kind == "TopicUnclear topic_open_quote"
    assert re.fullmatch(r"bot\.alerts\.previews:\d+", cause.place)
    assert cause_of(caught(ValueError("rahasia"))).kind == "ValueError"
    assert cause_of(ValueError("never raised")) == ErrorCause("ValueError", "?")


def test_a_cause_is_told_once_an_hour_and_then_with_how_often_it_happened(clock: Clock) -> None:
    known: dict[ErrorCause, CauseHistory] = {}
    known, told = decide(known, CAUSE, clock())
    assert told == ErrorReport(CAUSE, clock())
    for _ in range(3):
        known, told = decide(known, CAUSE, clock())
        assert told is None
    clock.advance(PER_CAUSE)
    known, told = decide(known, CAUSE, clock())
    assert told == ErrorReport(CAUSE, clock(), unreported=3)
    clock.advance(PER_CAUSE)
    assert decide(known, CAUSE, clock())[1] == ErrorReport(CAUSE, clock())


def test_many_causes_at_once_are_not_a_flood(clock: Clock) -> None:
    known: dict[ErrorCause, CauseHistory] = {}
    told = []
    for number in range(1000):
        known, error_report = decide(known, ErrorCause("ValueError", str(number)), clock())
        told.append(error_report)
        clock.advance(timedelta(seconds=1))
    assert sum(error_report is not None for error_report in told) == MOST_REPORTS
    assert len(known) <= MOST_REPORTS


def test_what_is_known_stays_little(clock: Clock) -> None:
    known: dict[ErrorCause, CauseHistory] = {}
    for number in range(500):
        known, _ = decide(known, ErrorCause("ValueError", str(number)), clock())
        clock.advance(PER_CAUSE)
    assert len(known) <= 201


async def test_a_failure_to_tell_is_logged_and_not_told(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    error_reporter, told = ErrorReporter(clock), asyncio.Event()

    async def tell(error_report: ErrorReport) -> None:
        if error_report.cause.kind == "ValueError":
            error_reporter.report(caught(KeyError("more")))
            raise RuntimeError("no way")
        told.set()

    with caplog.at_level(logging.ERROR, "bot.runtime.error_reports"):
        async with error_reporter.reporting(tell):
            error_reporter.report(caught(ValueError("rahasia")))
            async with asyncio.timeout(5):
                await told.wait()
    assert "nobody was told" in caplog.text


async def test_noting_never_waits_for_somebody_to_be_told(clock: Clock) -> None:
    error_reporter = ErrorReporter(clock)
    for _ in range(5):
        for number in range(MOST_REPORTS):
            error_reporter.report(caught(type(f"Error{number}", (Exception,), {})()))
        clock.advance(PER_CAUSE)
    told: asyncio.Queue[ErrorReport] = asyncio.Queue()
    async with error_reporter.reporting(told.put), asyncio.timeout(5):
        first = [await told.get() for _ in range(MOST_REPORTS)]
    assert {error_report.at for error_report in first} == {first[0].at}
    assert told.empty()
