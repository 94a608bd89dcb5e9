"""A folder with articles to run the program in."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.cli.sample_folder import write_articles


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with articles and nothing else."""
    write_articles(tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Handle SIGINT: a shell's background jobs ignore it, and so do their children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
