"""Alive is narrow, ready is wide."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.monitoring.health import CONTACT_MAX_AGE_S, Health, Phase, ReadyPart, unready_parts
from bot.runtime.contact import TelegramContact


def answering() -> tuple[Health, list[float]]:
    """A bot that Telegram has answered now, by the clock that is returned too."""
    clock = [1000.0]
    contact = TelegramContact(lambda: datetime(2026, 5, 29, tzinfo=UTC), lambda: clock[0])
    contact.heard(200)
    return Health(contact, phase=Phase.ANSWERING), clock


def test_a_bot_that_has_all_is_ready() -> None:
    health, clock = answering()
    clock[0] += CONTACT_MAX_AGE_S
    assert unready_parts(health, storage=True, index=True) == ()


def set_phase(phase: Phase) -> Callable[[Health], None]:
    def change(health: Health) -> None:
        health.phase = phase

    return change


@pytest.mark.parametrize(
    ("change", "part", "alive"),
    [
        (set_phase(Phase.STARTING), ReadyPart.STARTING, True),
        (set_phase(Phase.STOPPING), ReadyPart.STOPPING, True),
        (lambda health: health.jobs.dead.append("outbox"), ReadyPart.JOBS, False),
        (lambda health: health.jobs.restarts.update(["outbox"]), None, True),
    ],
)
def test_each_state_of_the_process_counts(
    change: Callable[[Health], None], part: ReadyPart | None, *, alive: bool
) -> None:
    health, _ = answering()
    change(health)
    assert unready_parts(health, storage=True, index=True) == ((part,) if part else ())
    assert health.is_alive is alive


def test_whatever_is_away_leaves_the_bot_alive() -> None:
    health, clock = answering()
    clock[0] += CONTACT_MAX_AGE_S + 0.1
    away = (ReadyPart.STORAGE, ReadyPart.INDEX, ReadyPart.TELEGRAM)
    assert unready_parts(health, storage=False, index=False) == away
    assert health.is_alive


def test_a_bot_that_telegram_never_answered_is_not_ready() -> None:
    contact = TelegramContact(lambda: datetime(2026, 5, 29, tzinfo=UTC))
    contact.heard(502)
    health = Health(contact, phase=Phase.ANSWERING)
    assert unready_parts(health, storage=True, index=True) == (ReadyPart.TELEGRAM,)
