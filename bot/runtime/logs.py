"""The log: on standard error, without secrets, and without what readers write or are called."""

import logging
from collections.abc import Collection, Iterator, Mapping
from traceback import TracebackException
from types import TracebackType

from bot.errors import KutipError, outage_of

OWN_PACKAGES = ("bot", "handlers", "index")
"""Loggers whose records are ours: no library logs less than a warning, whatever the level is.

At DEBUG, python-telegram-bot logs each update whole, and aiosqlite each row that is written.
"""

_WORDY = (ValueError, LookupError, KutipError)
"""Errors whose messages may repeat what was read: of these, the log has the type and the key."""

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


OUTAGE_INTERVAL_S = 60.0
"""Between two records of one outage, which is met several times a second until it ends."""


class OutageFilter(logging.Filter):
    """Lets a message about an outage pass once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._logged: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is to be logged."""
        if not any(map(outage_of, _errors_of(record))):
            return True
        message, now = (record.name, str(record.msg)), record.created
        if now < self._logged.get(message, -OUTAGE_INTERVAL_S) + OUTAGE_INTERVAL_S:
            return False
        self._logged[message] = now
        return True


class MaskingFormatter(logging.Formatter):
    """Masks secrets in records, wherever in a message or traceback they are."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Format the record, with an ellipsis for each secret."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "…")
        return line

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging calls it so
        """Format the traceback; the last line of some errors has no message.

        Of an outage, which all that is done meanwhile meets, one line says all.
        """
        if ei[1] is None:
            return ""
        if outage := outage_of(ei[1]):
            return ", ".join(outage)
        lines = TracebackException.from_exception(ei[1]).format()
        wordless = {
            f"{_name(error)}: {error}\n": f"{_name(error)}: {_key(error)}\n"
            for error in _chain(ei[1])
            if isinstance(error, _WORDY)
        }
        return "".join(_replaced(line, wordless) for line in lines).rstrip("\n")


def log_to_stderr(level: str, secrets: Collection[str]) -> None:
    """Log to standard error, our own records from ``level`` on, a library's from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskingFormatter(secrets))
    handler.addFilter(OutageFilter())
    own = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(own, logging.WARNING), handlers=[handler], force=True)
    for package in OWN_PACKAGES:
        logging.getLogger(package).setLevel(own)


def _errors_of(record: logging.LogRecord) -> Iterator[BaseException]:
    """Yield the error of a record's traceback, and those among its arguments."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    error = record.exc_info[1] if record.exc_info else None
    yield from (each for each in (error, *arguments) if isinstance(each, BaseException))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error, its causes, the errors that it came up in, and the parts of a group."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [each.__cause__, each.__context__]
        waiting += each.exceptions if isinstance(each, BaseExceptionGroup) else ()


def _name(error: BaseException) -> str:
    kind = type(error)
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def _key(error: BaseException) -> str:
    return error.key if isinstance(error, KutipError) else "…"


def _replaced(line: str, wordless: Mapping[str, str]) -> str:
    """Replace the line that names an error, which a group indents and marks."""
    for told, untold in wordless.items():
        if line.endswith(told):
            return line.removesuffix(told) + untold
    return line
