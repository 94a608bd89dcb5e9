"""What a line of the log looks like, and what is bound to it."""

import asyncio
import json
import logging
import sys
import warnings
from typing import Any

import pytest

from bot.errors import StorageError, TopicTooBroad
from bot.runtime.log_context import in_job, in_update, log_context, new_update_id
from bot.runtime.log_format import LogFormat
from bot.runtime.logs import MaskingFormatter, QuietHandler
from bot.runtime.supervisor import restart_on_error
from index.errors import BuildFailed, LoadError

WORDS = "kata rahasia"


def record(name: str, message: str, *arguments: object, **more: Any) -> logging.LogRecord:
    fields = {"name": name, "levelname": "WARNING", "msg": message, "args": arguments}
    return logging.makeLogRecord(fields | more)


def as_json(made: logging.LogRecord, secrets: set[str] = frozenset()) -> dict[str, str]:  # type: ignore[assignment]
    line = MaskingFormatter(secrets, LogFormat.JSON).format(made)
    assert "\n" not in line
    found: dict[str, str] = json.loads(line)
    return found


def test_json_is_one_object_a_line_with_the_traceback_in_it() -> None:
    def fail() -> None:
        raise OSError(28, "No space left")

    try:
        fail()
    except OSError:
        made = record("bot.app", "not\nwritten", exc_info=sys.exc_info(), created=0.0)
    with in_update("ab12"):
        found = as_json(made)
    exception = found.pop("exception")
    assert found == {
        "timestamp": "1970-01-01T00:00:00.000+00:00",
        "level": "warning",
        "logger": "bot.app",
        "event": "not\nwritten",
        "update": "ab12",
    }
    assert exception.startswith("Traceback")
    assert exception.endswith("OSError: [Errno 28] No space left")


def test_text_is_a_line_that_nothing_in_it_can_break_or_command() -> None:
    made = record("bot.app", "not \x1b[2Jwritten\nCRITICAL", created=0.0)
    with in_job("outbox"):
        line = MaskingFormatter(()).format(made)
    assert line.split(" ", 2)[2] == r"WARNING bot.app: not \x1b[2Jwritten\nCRITICAL job=outbox"


@pytest.mark.parametrize("form", [LogFormat.TEXT, LogFormat.JSON])
def test_secrets_are_masked_in_every_form(form: LogFormat) -> None:
    secret = 'p"ä-word'
    made = record("bot.app", "with %s", secret, exc_info=(OSError, OSError(5, secret), None))
    assert "word" not in MaskingFormatter({secret}, form).format(made)


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ValueError(WORDS), "ValueError: …"),
        (TypeError(WORDS), "TypeError: …"),
        (BuildFailed(WORDS), "BuildFailed: …"),
        (LoadError(WORDS, "load_empty"), "LoadError: load_empty"),
        (TopicTooBroad(WORDS, 60), "TopicTooBroad: topic_too_broad"),
        (
            StorageError("storage_failed", path="x", reason="SQLITE_ERROR"),
            "StorageError: storage_failed (SQLITE_ERROR)",
        ),
        (RuntimeError(f"tag '{WORDS}' of -1001234567890"), "RuntimeError: tag … of …"),
        (RuntimeError("can't be sent"), "RuntimeError: can't be sent"),
        (RuntimeError(f"answer b'{WORDS}' failed"), "RuntimeError: answer … failed"),
        (RuntimeError("x" * 9999), f"RuntimeError: {'x' * 500}…"),
        (OSError(2, "No such file", "/data/x"), "FileNotFoundError: [Errno 2] No such file: "),
    ],
)
@pytest.mark.parametrize("placeholder", ["%s", "%r"])
def test_an_error_says_what_failed_but_not_what_it_read(
    error: Exception, shown: str, placeholder: str
) -> None:
    event = as_json(record("bot.app", f"failed: {placeholder}", error))["event"]
    assert event.startswith(f"failed: {shown}")
    assert WORDS not in event


def test_of_a_library_only_its_own_words_are_logged() -> None:
    """Which of its arguments are a person's it does not know; its numbers may be ids."""
    made = record("telegram.Bot", "data %r of %s: %d, '%s'", {"text": WORDS}, WORDS, 7, 5)
    assert as_json(made)["event"] == "data … of …: 7, …"
    lines = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{WORDS}')>"
    assert as_json(record("asyncio", lines))["event"] == lines.partition("\n")[0]


def test_of_a_warning_only_its_place_is_logged() -> None:
    shown = warnings.formatwarning(WORDS, UserWarning, "lib.py", 7, WORDS)
    assert as_json(record("py.warnings", "%s", shown))["event"] == "lib.py:7: UserWarning"


async def test_tasks_are_logged_as_what_they_were_started_in_and_jobs_as_themselves() -> None:
    seen = dict[str, object]()

    async def look(name: str) -> None:
        seen[name] = dict(log_context())

    update = new_update_id()
    with in_update(update):
        await asyncio.create_task(look("task"))
        job = restart_on_error(lambda: look("job"), lambda _error: None, "retention")
        await asyncio.create_task(job)
        await look("after")
    assert seen == {
        "task": {"update": update},
        "job": {"job": "retention"},
        "after": {"update": update},
    }
    assert log_context() == {}


def test_a_record_that_cannot_be_formatted_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    stream = QuietHandler()
    stream.setFormatter(MaskingFormatter((), LogFormat.JSON))
    stream.handle(record("bot.app", "%d", WORDS, pathname="bot/app.py", lineno=7))
    said = capfd.readouterr().err
    assert json.loads(said) == {"level": "error", "event": "not logged: bot/app.py:7"}


def test_ids_are_random() -> None:
    ids = {new_update_id() for _ in range(100)}
    assert len(ids) == 100
    assert {len(each) for each in ids} == {8}
