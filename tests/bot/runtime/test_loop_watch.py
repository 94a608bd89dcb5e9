"""A process whose event loop stands still ends, and no other one does."""

import signal
import subprocess
import sys

import pytest

PROGRAM = """
import asyncio, logging, os, signal, subprocess, sys, time
from bot.runtime.loop_watch import ending_if_still

logging.basicConfig()

async def main():
    async with ending_if_still({interval_s}, {looks}):
        {work}
    print("ended by itself")

asyncio.run(main())
"""


def run(work: str, interval_s: float = 0.05, looks: int = 4) -> subprocess.CompletedProcess[str]:
    """Run a program whose loop is watched while it does some work."""
    program = PROGRAM.format(work=work, interval_s=interval_s, looks=looks)
    return subprocess.run(  # noqa: S603 - our own interpreter and our own script
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
    )


def test_a_loop_that_stands_still_ends_the_process_and_says_where() -> None:
    ended = run("time.sleep(60)")
    assert ended.returncode == 1
    assert "stood still for 0 s" in ended.stderr
    assert "<string>:9 main" in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm")
def test_it_ends_also_if_the_log_is_what_it_waits_for() -> None:
    ended = run("logging.getLogger().handlers[0].acquire(); time.sleep(60)")
    assert ended.returncode == -signal.SIGALRM
    assert ended.stderr == ""


def test_a_loop_that_works_on_is_left_alone() -> None:
    ended = run("[await asyncio.sleep(0.005) for _ in range(200)]")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "ended by itself\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no process")
def test_a_process_that_was_stopped_for_long_goes_on() -> None:
    """As by Ctrl-Z: its threads have not looked meanwhile."""
    resume = "['sh', '-c', f'sleep 2; kill -CONT {os.getpid()}']"
    work = (
        f"subprocess.Popen({resume}); os.kill(os.getpid(), signal.SIGSTOP); await asyncio.sleep(1)"
    )
    ended = run(work, interval_s=0.1)
    assert (ended.returncode, ended.stdout) == (0, "ended by itself\n")
