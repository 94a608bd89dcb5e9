"""The log, on standard error: lines to read in a terminal, or JSON for programs.

Every module logs with the standard library's loggers; structlog writes what they say, with what
the work is done for (``bot.runtime.log_context``).
"""

import json
import logging
import re
import sys
import time
from collections.abc import Callable, Collection, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

from structlog.dev import Column, ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer
from structlog.stdlib import ProcessorFormatter

from bot.outages import outage_of
from bot.runtime.log_context import OWN_PACKAGES, log_context
from bot.runtime.log_format import LogFormat
from bot.runtime.log_privacy import SecretMask, errors_of, message_of, traceback_of

OUTAGE_INTERVAL_S = 60.0
"""Between two records of one outage, which is met several times a second until it ends."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_REPEATED_BY_US = ("telegram.request.BaseRequest",)
"""Libraries' loggers that write a traceback of each answer that a proxy gives instead of Telegram;
whatever asked says in one line what that means."""

_DIM, _RESET = "\x1b[2m", "\x1b[0m"
_COLORS = {"critical": "\x1b[31;1m", "error": "\x1b[31m", "warning": "\x1b[33m"}

LogFields = MutableMapping[str, Any]


class OutageFilter(logging.Filter):
    """Lets a message about an outage pass once a minute, by a clock that nobody sets."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._logged: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is to be logged."""
        if not any(map(outage_of, errors_of(record))):
            return True
        message, now = (record.name, str(record.msg)), self._monotonic()
        before = self._logged.get(message)
        if before is not None and now < before + OUTAGE_INTERVAL_S:
            return False
        self._logged[message] = now
        return True


class QuietHandler(logging.StreamHandler[TextIO]):
    """Writes to standard error; of a record that fails it does not show what was to be written."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging calls it so
        """Name the place that logged; ``logging`` itself would print the arguments."""
        with suppress(OSError, ValueError):
            place = f"{record.pathname}:{record.lineno}"
            self.stream.write(json.dumps({"level": "error", "event": f"not logged: {place}"}))
            self.stream.write(self.terminator)


class MaskingFormatter(ProcessorFormatter):
    """Writes records without secrets, and without what persons write or are called by."""

    def __init__(
        self, secrets: Collection[str], form: LogFormat = LogFormat.TEXT, *, colors: bool = False
    ) -> None:
        self._mask = SecretMask(secrets)
        is_json = form is LogFormat.JSON
        render = JSONRenderer() if is_json else _text_renderer(colors=colors)
        processors = [self._fields, render] if is_json else [self._fields, _on_one_line, render]
        super().__init__(processors=processors, use_get_message=False, pass_foreign_args=True)

    def _fields(self, _logger: object, _method: str, given: LogFields) -> LogFields:
        """Return the fields of a record in their order, with secrets masked."""
        record: logging.LogRecord = given["_record"]
        fields = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": str(record.name),
            "event": message_of(str(record.name), str(record.msg), given["positional_args"]),
            **log_context(),
        }
        exc_info = given.get("exc_info")
        if exc_info and (error := exc_info[1]) is not None:
            fields["exception"] = traceback_of(error)
        return {name: self._mask(value) for name, value in fields.items()}


def log_to_stderr(level: str, secrets: Collection[str], form: LogFormat = LogFormat.AUTO) -> None:
    """Log to standard error, our own records from ``level`` on, a library's from WARNING on."""
    in_terminal = sys.stderr.isatty()
    if form is LogFormat.AUTO:
        form = LogFormat.TEXT if in_terminal else LogFormat.JSON
    handler = QuietHandler()
    handler.setFormatter(MaskingFormatter(secrets, form, colors=in_terminal))
    handler.addFilter(OutageFilter())
    logging.captureWarnings(True)
    own = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(own, logging.WARNING), handlers=[handler], force=True)
    for logger in _REPEATED_BY_US:
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    for package in OWN_PACKAGES:
        logging.getLogger(package).setLevel(own)


def _text_renderer(*, colors: bool) -> ConsoleRenderer:
    def plain(key: str, value: object) -> str:  # noqa: ARG001 - as structlog calls it
        return str(value)

    def level(key: str, value: object) -> str:  # noqa: ARG001
        color = _COLORS.get(str(value), "") if colors else ""
        return f"{color}{str(value).upper()}{_RESET if color else ''}"

    def logger(key: str, value: object) -> str:  # noqa: ARG001
        return f"{value}:"

    def bound(key: str, value: object) -> str:
        return f"{_DIM if colors else ''}{key}={value}{_RESET if colors else ''}"

    formats = {"timestamp": plain, "level": level, "logger": logger, "event": plain, "": bound}
    columns = [Column(key, formatter) for key, formatter in formats.items()]
    return ConsoleRenderer(columns=columns, exception_formatter=plain_traceback)


def _on_one_line(_logger: object, _method: str, fields: LogFields) -> LogFields:
    """Escape what would begin a line or command the terminal; the time is the machine's."""
    moment = datetime.fromisoformat(fields["timestamp"]).astimezone()
    fields["timestamp"] = moment.strftime("%Y-%m-%d %H:%M:%S")
    fields["event"] = _escaped(fields["event"])
    if "exception" in fields:
        fields["exception"] = "\n".join(map(_escaped, fields["exception"].split("\n")))
    return fields


def _escaped(text: str) -> str:
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)
