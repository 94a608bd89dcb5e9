"""All that the program writes to its log at DEBUG, as it would write it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.app import set_up_logging
from bot.runtime.log_context import OWN_PACKAGES
from bot.runtime.log_format import LogFormat
from bot.settings import LogLevel, Settings


class WholeLog:
    """What is logged after ``begin``, as JSON lines on standard error."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def begin(self, settings: Settings) -> None:
        """Log as a bot that is started with KUTIP_LOG_LEVEL=DEBUG, from now on.

        Not in a fixture: then standard error is not the one that is read here.
        """
        more = {"log_level": LogLevel.DEBUG, "log_format": LogFormat.JSON}
        set_up_logging(settings.model_copy(update=more))

    def read(self) -> str:
        """Return what was logged since the last time."""
        return self._captured.readouterr().err


@contextmanager
def whole_log(captured: pytest.CaptureFixture[str]) -> Iterator[WholeLog]:
    """Leave the loggers as they were when the block ends."""
    handlers = logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", *OWN_PACKAGES)}
    yield WholeLog(captured)
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
