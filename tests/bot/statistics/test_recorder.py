"""What is counted of questions and alerts, and that it comes to storage without anybody waiting."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import StorageError
from bot.model.messages import Alert, AnnouncementMessage, Digest, OutboxMessage, Payload, StoryLine
from bot.questions.answer import Answer, AnswerOutcome
from bot.statistics.latency_histogram import bucket_of
from bot.statistics.recorder import (
    CounterName,
    FlushPolicy,
    StatisticsRecorder,
    counters_of_answer,
    unanswered_of,
)
from bot.storage import counters as storage
from bot.storage.counters import CounterKey, CounterStore, Unanswered
from bot.storage.database import Database
from bot.storage.statistics import StatisticsStore
from index.types import Language
from tests.bot.samples import Clock

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = date(2026, 3, 1)
LONG_AGO = date(2000, 1, 1)
AT_ONCE = FlushPolicy(max_age_s=0.0)
NEVER = FlushPolicy(max_age_s=3600.0, max_events=10_000)


def answer(
    outcome: AnswerOutcome = AnswerOutcome.REFUSED, question: str = "harga beras?"
) -> Answer:
    return Answer(question, Language.INDONESIAN, outcome)


def message(payload: Payload) -> OutboxMessage:
    return OutboxMessage(1, 7, 0, 1, payload)


ALERT = Alert(StoryLine(1, 1, "Judul", "Kabar", None, ""), ())


@pytest.mark.parametrize("outcome", AnswerOutcome)
def test_only_questions_that_could_be_answered_count(outcome: AnswerOutcome) -> None:
    counted = counters_of_answer(answer(outcome), 0.5, DAY)
    if outcome in {AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED}:
        assert counted == (
            CounterKey(DAY, CounterName.QUESTIONS, outcome.value),
            CounterKey(DAY, CounterName.LATENCY, str(bucket_of(0.5))),
        )
    else:
        assert counted == ()


@pytest.mark.parametrize("outcome", AnswerOutcome)
def test_only_a_refused_question_is_kept(outcome: AnswerOutcome) -> None:
    stored = unanswered_of(answer(outcome, "nomor 0812345678?"), DAY)
    expected = Unanswered(DAY, "nomor …?") if outcome is AnswerOutcome.REFUSED else None
    assert stored == expected


def test_what_has_no_words_left_is_not_kept() -> None:
    assert unanswered_of(answer(question="0812345678"), DAY) is None


class Ledger(CounterStore):
    """A real store that tells when it has written, and fails when it is told to."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.written = asyncio.Event()
        self.failures = 0
        self.tried = 0

    async def add(self, counts: Mapping[CounterKey, int], questions: Sequence[Unanswered]) -> None:
        self.tried += 1
        if self.failures:
            self.failures -= 1
            raise StorageError("storage_full", path="kutip.db", reason="full")
        await super().add(counts, questions)
        self.written.set()


@pytest.fixture
def store(database: Database) -> Ledger:
    return Ledger(database)


Counts = Callable[[], Awaitable[dict[CounterKey, int]]]


@pytest.fixture
async def counts(database: Database, clock: Clock) -> AsyncIterator[Counts]:
    """Reads what is stored."""

    async def read() -> dict[CounterKey, int]:
        rows = await StatisticsStore(database).rows(LONG_AGO, clock(), min_chats=3, max_topics=1)
        return dict(rows.counts)

    yield read


async def test_counts_add_up_in_storage(store: Ledger, clock: Clock, counts: Counts) -> None:
    """Over several writes and several runs."""
    for _ in range(2):
        recorder = StatisticsRecorder(store, JAKARTA, clock, AT_ONCE)
        async with recorder.running(), asyncio.timeout(10):
            recorder.answered(answer(), 0.5)
            recorder.answered(answer(AnswerOutcome.ANSWERED), 0.5)
            await store.written.wait()
            store.written.clear()
            recorder.delivered(message(ALERT))
    assert await counts() == {
        CounterKey(DAY, CounterName.QUESTIONS, "answered"): 2,
        CounterKey(DAY, CounterName.QUESTIONS, "refused"): 2,
        CounterKey(DAY, CounterName.LATENCY, str(bucket_of(0.5))): 4,
        CounterKey(DAY, CounterName.ALERTS, "alert"): 2,
    }
    assert len(await store.unanswered(DAY, 10)) == 2


async def test_alerts_and_digests_count_and_broadcasts_do_not(
    store: Ledger, clock: Clock, counts: Counts
) -> None:
    recorder = StatisticsRecorder(store, JAKARTA, clock, NEVER)
    async with recorder.running():
        for payload in (ALERT, Digest(()), Digest(()), AnnouncementMessage(1)):
            recorder.delivered(message(payload))
    assert await counts() == {
        CounterKey(DAY, CounterName.ALERTS, "alert"): 1,
        CounterKey(DAY, CounterName.ALERTS, "digest"): 2,
    }


async def test_a_day_is_the_local_one(store: Ledger, clock: Clock, counts: Counts) -> None:
    clock.advance(timedelta(hours=9))  # 17.30 UTC: half past midnight in Jakarta
    recorder = StatisticsRecorder(store, JAKARTA, clock, NEVER)
    async with recorder.running():
        recorder.delivered(message(ALERT))
    assert await counts() == {CounterKey(date(2026, 3, 2), CounterName.ALERTS, "alert"): 1}


async def test_much_is_written_before_its_time(store: Ledger, clock: Clock) -> None:
    recorder = StatisticsRecorder(
        store, JAKARTA, clock, FlushPolicy(max_age_s=3600.0, max_events=3)
    )
    async with recorder.running(), asyncio.timeout(10):
        for _ in range(3):
            recorder.answered(answer(), 0.1)
        await store.written.wait()
    assert store.tried == 1


async def test_what_could_not_be_written_is_written_later(
    store: Ledger, clock: Clock, counts: Counts, caplog: pytest.LogCaptureFixture
) -> None:
    store.failures = 2
    recorder = StatisticsRecorder(store, JAKARTA, clock, AT_ONCE)
    async with recorder.running(), asyncio.timeout(10):
        recorder.answered(answer(), 0.1)
        await store.written.wait()
    assert store.tried == 3
    assert "statistics could not be written yet" in caplog.text
    assert (await counts())[CounterKey(DAY, CounterName.QUESTIONS, "refused")] == 1
    assert len(await store.unanswered(DAY, 10)) == 1


async def test_whoever_asks_without_end_does_not_fill_the_disk(
    store: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "MAX_UNANSWERED", 3)
    for number in range(5):
        await store.add({}, [Unanswered(DAY, f"pertanyaan {number}")])
    stored = [each.question for each in await store.unanswered(DAY, 10)]
    assert stored == ["pertanyaan 4", "pertanyaan 3", "pertanyaan 2"]
