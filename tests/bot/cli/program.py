"""The program, called in this process or started as one of its own."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from bot.cli.commands import cli
from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts

ROOT = Path(__file__).parents[3]
INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
OWN = TerminalTexts(InterfaceLanguage.INDONESIAN)
QUESTION = "berapa tinggi menara mercusuar?"
TOKEN = "42:TEST"
PROCESS_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}


def no_settings() -> dict[str, str | None]:
    """Unset whatever the developer has set."""
    return {name: None for name in os.environ if name.startswith("KUTIP_")}


def kutip(*arguments: str, stdin: str = "", **settings: str) -> Result:
    environment = no_settings() | {f"KUTIP_{name}": value for name, value in settings.items()}
    return CliRunner().invoke(cli, arguments, input=stdin, env=environment, prog_name="kutip")


def asked(*arguments: str, **settings: str) -> dict[str, Any]:
    result = kutip("ask", "--json", *arguments, **settings)
    assert result.exit_code == 0
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def process(
    home: Path, *arguments: str, stdio: int = subprocess.PIPE, **settings: str
) -> subprocess.Popen[bytes]:
    """Start the program as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KUTIP_")}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-m", "bot", *arguments],
        stdin=stdio,
        stdout=stdio,
        stderr=stdio,
        cwd=home,
        start_new_session=stdio != subprocess.PIPE,
        env=kept
        | PROCESS_ENVIRONMENT
        | {f"KUTIP_{name}": value for name, value in settings.items()},
    )


async def communicate(running: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Return what the process prints until its end, while a server in this one goes on serving."""
    return await asyncio.to_thread(running.communicate, timeout=60)


@contextmanager
def at_a_terminal(
    home: Path, *arguments: str, **settings: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start a process at a pseudo-terminal; yield the terminal's other end and the process."""
    terminal, end = os.openpty()
    running = process(home, *arguments, stdio=end, **settings)
    os.close(end)
    try:
        yield terminal, running
    finally:
        running.kill()
        running.wait()
        os.close(terminal)


def interrupted(running: subprocess.Popen[bytes]) -> int:
    """Return the exit code after an interruption.

    Repeats it, as a person would: Python's readline misses a signal that comes just before it
    begins to wait for a key.
    """
    while True:
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return running.wait(10)


def read_until(terminal: int, words: bytes) -> bytes:
    """Return everything up to ``words``; the test's time limit bounds the waiting."""
    seen = b""
    while words not in seen:
        seen += os.read(terminal, 4096)
    return seen
