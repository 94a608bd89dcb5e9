"""Nothing that was accepted is lost, whenever the program is killed."""

import random
from pathlib import Path

import pytest

from handlers.telegram.turns import PLACES
from tests.faults.killing import IN_FLIGHT, KillingReport, kill_for


def check(report: KillingReport) -> None:
    assert report.kills > 0
    assert report.asked > 0
    assert report.items > 0
    assert (report.unsound, report.unanswered, report.alerts_lost) == (0, 0, 0)
    assert report.alerts_again <= report.kills * IN_FLIGHT
    assert report.answered_again <= report.kills * PLACES


async def test_killed_for_seconds_under_load_it_loses_nothing(tmp_path: Path) -> None:
    check(await kill_for(6.0, random.randrange(10**6), tmp_path))


@pytest.mark.long
@pytest.mark.timeout(400)
async def test_killed_for_two_minutes_under_load_it_loses_nothing(tmp_path: Path) -> None:
    report = await kill_for(120.0, random.randrange(10**6), tmp_path)
    check(report)
    assert report.is_ready_in_time
