"""What python-telegram-bot needs so that it does not warn of its own future."""

import pytest


@pytest.fixture(autouse=True)
def flood_control_in_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the library warns of itself each time Telegram asks it to wait."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
