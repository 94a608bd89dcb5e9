"""Nothing is lost when the machine takes the program away, whatever it was doing."""

import random
from pathlib import Path

from tests.e2e.killing import ALERTS, KILLS, kill_again_and_again


async def test_every_alert_arrives_though_the_program_is_killed_twenty_times(
    tmp_path: Path,
) -> None:
    """With 200 alerts, to end within two minutes on a busy machine of two cores: 2,000 take over
    one at Telegram's pace alone, and twenty starts take seconds each.
    ``python -m tests.e2e.killing 2000`` kills the program in the middle of all of them.
    """
    toll = await kill_again_and_again(ALERTS, KILLS, random.randrange(10**6), tmp_path)
    assert toll.lost == 0
    assert toll.repeats <= toll.kills
