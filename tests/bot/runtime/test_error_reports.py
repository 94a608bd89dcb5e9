"""Error reports: once an hour for each cause, without the message, and never a flood."""

import asyncio
import logging
import re
from datetime import timedelta

import pytest

from bot.alerts.previews import read_topic
from bot.errors import ArticleDamaged, ReloadFailed, StorageError, TopicUnclear
from bot.runtime import error_reports
from bot.runtime.error_reports import (
    MAX_REPORTS,
    REPORT_INTERVAL,
    UNSENT_RETENTION,
    CauseHistory,
    ErrorCause,
    ErrorReport,
    ErrorReporter,
    cause_of,
    throttle,
)
from index.errors import unexpected
from index.sources.loader import LOAD_REASONS
from tests.bot.samples import Clock

CAUSE = ErrorCause("ValueError", "bot.alerts.topic_description:1")


def caught(error: Exception) -> Exception:
    try:
        raise error  # noqa: TRY301 - it needs a traceback
    except Exception as raised:
        return raised


def test_a_cause_is_a_type_and_the_innermost_line_of_our_code() -> None:
    with pytest.raises(TopicUnclear) as failure:
        read_topic('"rahasia')
    cause = cause_of(failure.value)
    assert cause.kind == "TopicUnclear topic_open_quote"
    assert re.fullmatch(r"bot\.alerts\.previews:\d+", cause.location)
    assert cause_of(caught(ValueError("rahasia"))).kind == "ValueError"
    assert cause_of(ValueError("never raised")) == ErrorCause("ValueError", "?")


def test_an_outage_is_one_cause_wherever_it_is_met() -> None:
    refused, reset = (
        StorageError("storage_unavailable", path="PostgreSQL", reason=reason)
        for reason in ("ConnectionRefusedError", "ConnectionResetError")
    )
    causes = {cause_of(caught(refused)), cause_of(reset)}
    assert causes == {ErrorCause("storage_unavailable", "PostgreSQL")}


async def test_an_outage_of_the_storage_is_reported_once_in_words(clock: Clock) -> None:
    """Whichever file met it, and whatever failed because of it."""
    error_reporter, reports = ErrorReporter(clock), asyncio.Queue[ErrorReport]()
    full = StorageError("storage_full", path="data/kutip.db", reason="SQLITE_FULL")
    failed = ReloadFailed()
    failed.__cause__ = StorageError("storage_full", path="data", reason="OSError")
    for error in (full, caught(failed), full):
        error_reporter.report(error)
    async with error_reporter.reporting(reports.put):
        sent = await reports.get()
    assert sent.notice is full
    assert reports.empty()


def test_an_item_s_fault_is_a_cause_of_its_own() -> None:
    def parse() -> None:
        with pytest.raises(TopicUnclear) as failure:
            read_topic('"rahasia')
        raise failure.value

    with pytest.raises(TopicUnclear) as failure:
        parse()
    failed = unexpected("berita.csv#7", failure.value)
    assert failed.reason in LOAD_REASONS
    cause = cause_of(failed)
    assert cause.kind == "TopicUnclear"
    assert re.fullmatch(r"bot\.alerts\.previews:\d+", cause.location)
    assert cause_of(unexpected("x", ValueError())) == ErrorCause("ValueError", "?")


async def test_the_errors_of_a_group_are_reported_one_by_one(clock: Clock) -> None:
    inner = ExceptionGroup("two", [caught(KeyError("rahasia")), caught(ValueError("rahasia"))])
    error_reporter = ErrorReporter(clock)
    error_reporter.report(ExceptionGroup("all", [inner, caught(OSError("rahasia"))]))
    sent: asyncio.Queue[ErrorReport] = asyncio.Queue()
    async with error_reporter.reporting(sent.put), asyncio.timeout(5):
        kinds = {(await sent.get()).cause.kind for _ in range(3)}
    assert kinds == {"KeyError", "ValueError", "OSError"}
    assert sent.empty()


def test_a_cause_is_reported_once_an_hour_and_then_with_the_number_of_errors_since(
    clock: Clock,
) -> None:
    known: dict[ErrorCause, CauseHistory] = {}
    known, report = throttle(known, CAUSE, clock())
    assert report == ErrorReport(CAUSE, clock())
    for _ in range(3):
        known, report = throttle(known, CAUSE, clock())
        assert report is None
    clock.advance(REPORT_INTERVAL)
    known, report = throttle(known, CAUSE, clock())
    assert report == ErrorReport(CAUSE, clock(), unreported=3)
    clock.advance(REPORT_INTERVAL)
    assert throttle(known, CAUSE, clock())[1] == ErrorReport(CAUSE, clock())


def test_what_lasts_until_somebody_mends_it_is_reported_once_a_day(clock: Clock) -> None:
    missing = ErrorCause("folder_missing", "berita")
    known, report = throttle({}, missing, clock())
    assert report is not None
    for _ in range(23):
        clock.advance(REPORT_INTERVAL)
        known, report = throttle(known, missing, clock())
        assert report is None
    clock.advance(REPORT_INTERVAL)
    assert throttle(known, missing, clock())[1] is not None


def test_a_report_by_a_clock_that_ran_ahead_silences_nothing(clock: Clock) -> None:
    known, _ = throttle({}, CAUSE, clock() + timedelta(days=365))
    assert throttle(known, CAUSE, clock())[1] is not None


async def test_a_notice_is_reported_in_its_own_words_once_an_hour(clock: Clock) -> None:
    """Wherever it was noticed, and another one beside it."""
    error_reporter, reports = ErrorReporter(clock), asyncio.Queue[ErrorReport]()
    for notice in (ArticleDamaged([7]), caught(ArticleDamaged([7])), ArticleDamaged([8])):
        error_reporter.report(notice)
    async with error_reporter.reporting(reports.put):
        sent = [await reports.get(), await reports.get()]
    assert [report.notice and report.notice.arguments for report in sent] == [
        {"numbers": "7"},
        {"numbers": "8"},
    ]
    assert reports.empty()


def test_reports_of_many_causes_are_limited(clock: Clock) -> None:
    known: dict[ErrorCause, CauseHistory] = {}
    reports = []
    for number in range(1000):
        known, error_report = throttle(known, ErrorCause("ValueError", str(number)), clock())
        reports.append(error_report)
        clock.advance(timedelta(seconds=1))
    assert sum(error_report is not None for error_report in reports) == MAX_REPORTS
    assert len(known) <= MAX_REPORTS


def test_the_histories_of_causes_are_bounded(clock: Clock) -> None:
    known: dict[ErrorCause, CauseHistory] = {}
    for number in range(500):
        known, _ = throttle(known, ErrorCause("ValueError", str(number)), clock())
        clock.advance(REPORT_INTERVAL)
    assert len(known) <= 201


async def test_a_failure_to_send_a_report_is_logged_and_not_reported(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    error_reporter, sent = ErrorReporter(clock), asyncio.Event()

    async def send(error_report: ErrorReport) -> None:
        if error_report.cause.kind == "ValueError":
            error_reporter.report(caught(KeyError("more")))
            raise RuntimeError("no way")
        sent.set()

    with caplog.at_level(logging.ERROR, "bot.runtime.error_reports"):
        async with error_reporter.reporting(send):
            error_reporter.report(caught(ValueError("rahasia")))
            async with asyncio.timeout(5):
                await sent.wait()
    assert "no report was sent" in caplog.text


class Recipient:
    """Gets reports, unless sending fails."""

    def __init__(self) -> None:
        self.got: asyncio.Queue[ErrorReport] = asyncio.Queue()
        self.failures: asyncio.Queue[ErrorReport] = asyncio.Queue()
        self.is_away = True

    async def send(self, error_report: ErrorReport) -> None:
        if self.is_away:
            self.failures.put_nowait(error_report)
            raise ConnectionError
        self.got.put_nowait(error_report)

    def all(self) -> list[str]:
        return [self.got.get_nowait().cause.kind for _ in range(self.got.qsize())]


async def test_a_report_that_could_not_be_sent_is_sent_once_when_it_can_be(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_reports, "RETRY_INTERVAL_S", 0.01)
    error_reporter, recipient = ErrorReporter(clock), Recipient()
    async with error_reporter.reporting(recipient.send), asyncio.timeout(5):
        error_reporter.report(caught(ValueError("rahasia")))
        for _ in range(3):
            await recipient.failures.get()
        recipient.is_away = False
        assert (await recipient.got.get()).cause.kind == "ValueError"
        error_reporter.report(caught(KeyError("rahasia")))
        assert (await recipient.got.get()).cause.kind == "KeyError"
        assert recipient.all() == []


async def test_what_could_not_be_sent_is_sent_after_the_first_that_could_be(clock: Clock) -> None:
    """And one of each cause: the newest, which counts those before."""
    error_reporter, recipient = ErrorReporter(clock), Recipient()
    async with error_reporter.reporting(recipient.send), asyncio.timeout(5):
        for kind in (ValueError, KeyError, ValueError):
            error_reporter.report(caught(kind("rahasia")))
            clock.advance(REPORT_INTERVAL)
        for _ in range(3):
            await recipient.failures.get()
        recipient.is_away = False
        error_reporter.report(caught(OSError("rahasia")))
        got = [await recipient.got.get() for _ in range(3)]
    assert [each.cause.kind for each in got] == ["OSError", "KeyError", "ValueError"]
    assert [each.unreported for each in got] == [0, 0, 1]
    assert recipient.all() == []


async def test_reports_that_cannot_be_sent_are_bounded_in_number_and_time(clock: Clock) -> None:
    error_reporter, recipient = ErrorReporter(clock), Recipient()
    async with error_reporter.reporting(recipient.send), asyncio.timeout(5):
        for number in range(3 * MAX_REPORTS):
            error_reporter.report(caught(type(f"Error{number}", (Exception,), {})()))
            await recipient.failures.get()
            clock.advance(REPORT_INTERVAL)
        recipient.is_away = False
        clock.advance(UNSENT_RETENTION - 5 * REPORT_INTERVAL)
        error_reporter.report(caught(OSError("rahasia")))
        got = [(await recipient.got.get()).cause.kind for _ in range(5)]
        await asyncio.sleep(0)
    assert got == ["OSError", *(f"Error{number}" for number in range(26, 30))]
    assert recipient.all() == []


async def test_reporting_never_waits_for_a_report_to_be_sent(clock: Clock) -> None:
    error_reporter = ErrorReporter(clock)
    for _ in range(5):
        for number in range(MAX_REPORTS):
            error_reporter.report(caught(type(f"Error{number}", (Exception,), {})()))
        clock.advance(REPORT_INTERVAL)
    sent: asyncio.Queue[ErrorReport] = asyncio.Queue()
    async with error_reporter.reporting(sent.put), asyncio.timeout(5):
        first = [await sent.get() for _ in range(MAX_REPORTS)]
    assert {error_report.at for error_report in first} == {first[0].at}
    assert sent.empty()


async def test_an_error_that_found_the_queue_full_is_reported_when_there_is_room(
    clock: Clock,
) -> None:
    error_reporter = ErrorReporter(clock)
    for number in range(MAX_REPORTS):
        error_reporter.report(caught(type(f"Error{number}", (Exception,), {})()))
    clock.advance(REPORT_INTERVAL)
    for _ in range(2):
        error_reporter.report(caught(ValueError("rahasia")))
    sent: asyncio.Queue[ErrorReport] = asyncio.Queue()
    async with error_reporter.reporting(sent.put), asyncio.timeout(5):
        for _ in range(MAX_REPORTS):
            await sent.get()
        error_reporter.report(caught(ValueError("rahasia")))
        late = await sent.get()
    assert (late.cause.kind, late.unreported) == ("ValueError", 2)
