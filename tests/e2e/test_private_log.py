"""Even at DEBUG, the log has neither the words nor the names of readers."""

import asyncio
import logging
from collections.abc import Iterator

import pytest

from bot.app import set_up_logging
from bot.playground.botapi import BotApiServer
from bot.runtime.log_context import OWN_PACKAGES
from bot.settings import LogLevel, Settings
from tests.e2e.conftest import RunningBot

NAME, WORD = "Zulkarnaen", "zamrud"


@pytest.fixture
def captured_log(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> Iterator[pytest.CaptureFixture[str]]:
    """The log as of a bot that is started with KUTIP_LOG_LEVEL=DEBUG."""
    handlers = logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", *OWN_PACKAGES)}
    set_up_logging(settings.model_copy(update={"log_level": LogLevel.DEBUG}))
    yield capfd
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def test_nobody_is_named_or_repeated(
    captured_log: pytest.CaptureFixture[str], server: BotApiServer, bot: RunningBot
) -> None:
    reader = server.user(NAME, username=f"{NAME.lower()}_x")
    chat = server.private_chat(reader, started=True)
    for said in (f"siapa {WORD}?", f"/subscribe {WORD}", f"/subscribe @{WORD} {WORD}", "/topics"):
        chat.says(reader, said)
        await chat.next_message()
    chat.says(reader, f"/article {WORD}")
    await chat.next_message()
    bot.stop.set()
    async with asyncio.timeout(20):
        await bot.task
    log = captured_log.readouterr().err
    assert "answering as @" in log
    assert NAME.lower() not in log.lower()
    assert WORD not in log
