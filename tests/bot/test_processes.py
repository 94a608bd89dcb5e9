"""Two processes on one SQLite database: the bot and, for a while, another."""

from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.processes import *  # noqa: F403 - the cases


@pytest.fixture
def settings_of_both(tmp_path: Path, data_folder: Path) -> tuple[Settings, Settings]:
    settings = Settings(token=None, articles=tmp_path / "articles", data=data_folder, watch=False)
    return settings, settings
