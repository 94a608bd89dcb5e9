"""What is counted: outcomes by their names, and nothing that grows without end."""

import asyncio
import time
from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.errors import DeliveryNotice, StorageError
from bot.model.articles import Origin, ReloadReport
from bot.monitoring.loop_lag import measure_loop_lag
from bot.monitoring.metrics import SEND_OUTCOMES, Metrics, name_of
from bot.outbox.outcomes import BotRejected, Malformed, SendOutcome, Sent
from bot.questions.answer import Answer, AnswerOutcome
from index.types import Language

AWAY = StorageError("storage_unavailable", path="PostgreSQL", reason="ConnectionRefusedError")
REPORT = ReloadReport(3, 2, 1, 50, 0, (), 1.5, datetime(2026, 5, 29, tzinfo=UTC))


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"kutip_{name}", labels)


def classes(union: object) -> set[type]:
    return {each for part in get_args(union) for each in (classes(part) or {part})}


def test_every_outcome_has_a_name() -> None:
    assert classes(SendOutcome) <= set(SEND_OUTCOMES)
    assert name_of(BotRejected()) == "retry"
    assert name_of(Malformed("x")) == "refused"
    assert len(set(SEND_OUTCOMES.values())) == len(SEND_OUTCOMES)


def test_series_are_there_before_anything_happens_and_are_no_more_afterwards() -> None:
    metrics = Metrics()
    assert value(metrics, "sends_total", by="outbox", outcome="refused") == 0
    before = [sample.labels for each in metrics.registry.collect() for sample in each.samples]
    with metrics.handling("message"), metrics.handling("a kind that is new"):
        metrics.answered(Answer("?", Language.INDONESIAN, AnswerOutcome.EMPTY))
    metrics.replied(Sent())
    metrics.failed(ExceptionGroup("", [AWAY, DeliveryNotice("message_plain"), ValueError("Ani")]))
    metrics.changed(Origin.FEED, REPORT)
    metrics.changed(Origin.FOLDER, None)
    after = [sample.labels for each in metrics.registry.collect() for sample in each.samples]
    assert before == after
    assert value(metrics, "updates_total", kind="other") == 1
    for kind in ("error", "outage", "notice"):
        assert value(metrics, "errors_total", kind=kind) == 1


def test_what_feeds_bring_is_no_reading_of_the_folder() -> None:
    metrics = Metrics()
    metrics.changed(Origin.FEED, REPORT)
    metrics.changed(Origin.FEED, None)
    assert value(metrics, "reloads_total", outcome="done") == 0
    assert value(metrics, "reloads_total", outcome="failed") == 0
    assert value(metrics, "articles_changed_total", change="added") == 3
    metrics.changed(Origin.FOLDER, REPORT)
    assert value(metrics, "reloads_total", outcome="done") == 1
    assert value(metrics, "reload_seconds_sum") == 1.5


def test_an_answer_is_measured_from_the_arrival_of_its_update() -> None:
    metrics, answer = Metrics(), Answer("?", Language.INDONESIAN, AnswerOutcome.ANSWERED)
    metrics.answered(answer)  # of no update, as from the command line
    assert value(metrics, "answer_seconds_count") == 0
    with metrics.handling("message"):
        assert value(metrics, "updates_in_work") == 1
        metrics.answered(answer)
    assert value(metrics, "answer_seconds_count") == 1
    assert value(metrics, "updates_in_work") == 0
    with pytest.raises(ValueError, match="x"), metrics.handling("message"):
        raise ValueError("x")
    assert value(metrics, "updates_in_work") == 0


async def test_two_updates_at_a_time_are_measured_each_from_its_own_arrival() -> None:
    metrics, answer = Metrics(), Answer("?", Language.INDONESIAN, AnswerOutcome.ANSWERED)
    go = asyncio.Event()

    async def handle() -> None:
        with metrics.handling("message"):
            await go.wait()
            metrics.answered(answer)

    tasks = [asyncio.create_task(handle()) for _ in range(2)]
    await asyncio.sleep(0)
    assert value(metrics, "updates_in_work") == 2
    go.set()
    await asyncio.gather(*tasks)
    assert value(metrics, "answer_seconds_count") == 2


async def test_a_loop_that_stands_still_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.monitoring.loop_lag.INTERVAL_S", 0.0)
    measured: list[float] = []
    came = asyncio.Event()

    def observe(seconds: float) -> None:
        measured.append(seconds)
        came.set()

    task = asyncio.create_task(measure_loop_lag(observe))
    await came.wait()
    asyncio.get_running_loop().call_soon(_block, 0.05)
    while max(measured) < 0.05:
        came.clear()
        await came.wait()
    task.cancel()


def _block(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
