"""The process ends in time, whatever a thread of it does."""

import signal
import subprocess
import sys

import pytest

PROGRAM = """
import asyncio, logging, threading, time
from bot.runtime.hard_exit import exit_hard_in

logging.basicConfig()
exit_hard_in({seconds})
{work}
print("ended by itself")
"""


def run(seconds: float, work: str) -> subprocess.CompletedProcess[str]:
    """Run a program that is told to end, with what it does then."""
    return subprocess.run(  # noqa: S603 - our own interpreter and our own script
        [sys.executable, "-c", PROGRAM.format(seconds=seconds, work=work)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize(
    "work",
    [
        pytest.param("time.sleep(60)", id="main thread"),
        pytest.param("asyncio.run(asyncio.to_thread(time.sleep, 60))", id="event loop's thread"),
        pytest.param("threading.Thread(target=time.sleep, args=[60]).start()", id="any thread"),
    ],
)
def test_what_does_not_end_by_itself_is_ended(work: str) -> None:
    ended = run(0.3, work)
    assert ended.returncode == 0
    assert "work unfinished" in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm")
def test_it_is_ended_also_where_its_log_is_stuck() -> None:
    ended = run(0.3, "logging.getLogger().handlers[0].acquire(); time.sleep(60)")
    assert ended.returncode == -signal.SIGALRM
    assert ended.stderr == ""


def test_a_process_that_ends_in_time_ends_by_itself() -> None:
    ended = run(20, "")
    assert ended.returncode == 0
    assert ended.stdout == "ended by itself\n"
    assert ended.stderr == ""
