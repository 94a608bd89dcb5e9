"""No alert is lost if the program is killed, whatever it was doing."""

import random
from pathlib import Path

from tests.e2e.killing import ALERTS, KILLS, kill_repeatedly


async def test_every_alert_arrives_though_the_program_is_killed_twenty_times(
    tmp_path: Path,
) -> None:
    """Only 200 alerts: at Telegram's rate 2,000 take more than a minute, beside twenty starts.

    ``python -m tests.e2e.killing 2000`` kills the program in the middle of all of them.
    """
    report = await kill_repeatedly(ALERTS, KILLS, random.randrange(10**6), tmp_path)
    assert report.lost == 0
    assert report.repeats <= report.kills
