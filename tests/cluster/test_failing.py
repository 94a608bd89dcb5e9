"""Whatever is killed under load, no alert is lost and every question gets a reply.

``python -m tests.cluster.failing`` does it with more of everything, and prints what came of it.
"""

from pathlib import Path

import pytest

from tests.cluster.failing import IN_FLIGHT, Load, fail

LOAD = Load(seconds=6.0, rate=10.0, alerts=200)
MAX_LEADING_S = {"leader": 5.0, "postgresql": 5.0, "hang": 15.0}
"""Until somebody leads again; one that hangs loses the lock after 10 s."""


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "killed",
    [
        "leader",
        pytest.param("follower", marks=pytest.mark.long),
        pytest.param("hang", marks=pytest.mark.long),
        pytest.param("postgresql", marks=pytest.mark.long),
        pytest.param("opensearch", marks=pytest.mark.long),
    ],
)
async def test_nothing_is_lost_if_a_part_is_killed(killed: str, tmp_path: Path) -> None:
    outcome = await fail(killed, LOAD, tmp_path)
    alerts, replies = outcome.alerts, outcome.replies
    assert (alerts.lost, alerts.arrived) == (0, LOAD.alerts)
    assert alerts.repeated <= IN_FLIGHT
    assert (replies.unanswered, replies.wrong) == (0, ())
    assert replies.asked == replies.answered + replies.try_again >= LOAD.rate
    assert replies.repeated <= outcome.in_flight
    assert outcome.leaders == 1
    if (limit := MAX_LEADING_S.get(killed)) is not None:
        assert outcome.leading_s is not None
        assert outcome.leading_s <= limit
