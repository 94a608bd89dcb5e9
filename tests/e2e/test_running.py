"""The bot as a whole program, in this process: its exit code and its log."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest
from pydantic import SecretStr
from telegram.error import InvalidToken

from bot.app import run, set_up_logging
from bot.errors import TopicTooBroad
from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.runtime.log_context import OWN_PACKAGES
from bot.runtime.log_format import LogFormat
from bot.runtime.logs import MaskingFormatter
from bot.settings import LogLevel, Settings
from bot.texts import texts_for

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
TOKEN = "4242:SECRET-of-the-test"
LOGGERS = ("", *OWN_PACKAGES)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Running the bot sets up logging for the whole process."""
    handlers = logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    yield
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def settings(folder: Path, tmp_path: Path) -> Settings:
    token, data = SecretStr(TOKEN), tmp_path / "data"
    return Settings(token=token, articles=folder, data=data, log_format=LogFormat.TEXT)


@contextmanager
def server_in_a_thread(token: str) -> Iterator[str]:
    """A Telegram beside a test that itself starts and ends its event loop; the address."""
    ready: Queue[tuple[str, Callable[[], object]]] = Queue()

    async def serve() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        async with BotApiServer(token) as server:
            ready.put((server.url, lambda: loop.call_soon_threadsafe(stop.set)))
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    url, end = ready.get(timeout=10)
    yield url
    end()
    thread.join()


def test_a_refused_token_ends_the_program_with_1_and_a_clear_last_line(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    with server_in_a_thread("4242:another") as url:
        assert run(settings.model_copy(update={"api_url": url})) == 1
    log = capfd.readouterr().err
    assert log.splitlines()[-1].endswith(INDONESIAN.bot_rejected)
    assert "Traceback" not in log
    assert "SECRET" not in log


def test_a_database_that_cannot_be_opened_ends_the_program_with_1(
    settings: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert run(settings) == 1
    assert "Basis data tidak bisa ditulis" in capfd.readouterr().err


@pytest.mark.parametrize("level", LogLevel)
def test_the_token_is_in_no_line_of_the_log(
    settings: Settings, level: LogLevel, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(settings.model_copy(update={"log_level": level}))
    for name in ("bot.app", "telegram.Bot", "httpx", "httpcore.connection"):
        logging.getLogger(name).info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        logging.getLogger(name).critical("bot4242%%3ASECRET-of-the-test and %r", TOKEN)
    log = capfd.readouterr().err
    assert len(log.splitlines()) >= 4
    assert "SECRET" not in log


def test_requests_are_not_logged_one_by_one(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(settings)
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot…/getUpdates")
    assert capfd.readouterr().err == ""


def test_the_token_is_in_no_traceback() -> None:
    error = InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
    record = logging.makeLogRecord({"msg": "failed", "exc_info": (InvalidToken, error, None)})
    line = MaskingFormatter({TOKEN}).format(record)
    assert "The token `…` was rejected" in line


def test_no_secret_masks_nothing() -> None:
    assert MaskingFormatter({""}).format(logging.makeLogRecord({"msg": "Halo"})).endswith("Halo")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("kata rahasia"), "ValueError: …"),
        (KeyError("kata rahasia"), "KeyError: …"),
        (UnicodeEncodeError("ascii", "kata rahasia", 0, 1, "no"), "UnicodeEncodeError: …"),
        (TopicTooBroad("kata rahasia", 60), "bot.errors.TopicTooBroad: topic_too_broad"),
        (ExceptionGroup("two", [ValueError("kata rahasia")]), "ValueError: …"),
        (OSError(28, "No space left"), "OSError: [Errno 28] No space left"),
    ],
)
def test_a_traceback_says_where_but_not_what_was_read(error: Exception, told: str) -> None:
    def fail() -> None:
        raise error

    try:
        try:
            fail()
        except Exception as cause:
            raise RuntimeError("outside") from cause
    except RuntimeError as raised:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": (None, raised, None)})
    line = MaskingFormatter({""}).format(record)
    assert told in line
    assert "in fail" in line
    assert "RuntimeError: outside" in line
    assert "rahasia" not in line


def test_no_library_logs_less_than_a_warning(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not the migrations of a new database either."""
    set_up_logging(settings.model_copy(update={"log_level": LogLevel.DEBUG}))
    for name in ("telegram.ext.Application", "aiosqlite", "alembic.runtime.migration", "httpcore"):
        logging.getLogger(name).info("kata rahasia")
    logging.getLogger("bot.app").debug("ours")
    assert [line.split(": ")[1] for line in capfd.readouterr().err.splitlines()] == ["ours"]
