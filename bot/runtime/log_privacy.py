"""Keep out of the log secrets, and all that persons write or are called by.

A message of ours is written as it is, since none has words or ids of persons. Of an error and of a
library nobody knows what they repeat: of those the log has what says where to look.
"""

import logging
import re
from collections.abc import Collection, Iterator, Mapping
from traceback import TracebackException
from typing import Any

from bot.errors import KutipError, StorageError
from bot.outages import outage_of
from bot.runtime.log_context import OWN_PACKAGES
from index.errors import BuildFailed, LoadError

_WORDY = (ValueError, LookupError, TypeError, AttributeError, BuildFailed)
"""Errors whose messages may repeat what was read: of these, the log has the type."""

_QUOTED = re.compile(r'"[^"]*"|\bb\'[^\']*\'|(?<!\w)\'[^\']*\'|“[^”]*”')
_LONG_NUMBER = re.compile(r"-?\d{5,}")
"""Telegram's numbers of persons and chats have more digits than a status, a port or a size."""

HIDDEN = "…"
MAX_FOREIGN_CHARS = 500
"""Of a message that is not ours: some repeat whole answers of servers."""


class SecretMask:
    """Replaces secrets, wherever in a text they are."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return the text with an ellipsis for each secret."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def message_of(logger: str, message: str, arguments: Any) -> str:
    """Return what is logged of a message, without what its errors or a library may repeat.

    ``arguments`` are those of ``logging.LogRecord.args``.
    """
    if logger == "py.warnings":
        return ": ".join(str(arguments[0]).split(": ")[:2])
    is_own = logger.partition(".")[0] in OWN_PACKAGES
    shown = _shown if is_own else _shown_of_library
    if isinstance(arguments, Mapping):
        arguments = {name: shown(value) for name, value in arguments.items()}
    elif arguments:
        arguments = tuple(map(shown, arguments))
    message = message % arguments if arguments else message
    return message if is_own else without_words(message.partition("\n")[0])


def traceback_of(error: BaseException) -> str:
    """Return the traceback, without what messages of errors may repeat.

    Of an outage, which all that is done meanwhile meets, one line says all.
    """
    if outage := outage_of(error):
        return ", ".join(outage)
    found = TracebackException.from_exception(error)
    _hide_words(found, error)
    return "".join(found.format()).rstrip("\n")


def errors_of(record: logging.LogRecord) -> Iterator[BaseException]:
    """Yield the error of a record's traceback, and those among its arguments."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    error = record.exc_info[1] if record.exc_info else None
    yield from (each for each in (error, *arguments) if isinstance(each, BaseException))


class _Shown(str):
    """A text that ``%r`` writes as ``%s`` does."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _shown(value: object) -> object:
    if not isinstance(value, BaseException):
        return value
    if outage := outage_of(value):
        return _Shown(", ".join(outage))
    return _Shown(f"{type(value).__name__}: {_words_of(value)}")


def _shown_of_library(value: object) -> object:
    if isinstance(value, BaseException):
        return _shown(value)
    return value if isinstance(value, int | float) else _Shown(HIDDEN)


def _words_of(error: BaseException) -> str:
    """Return what the log has of an error's message."""
    if isinstance(error, StorageError):
        return f"{error.key} ({error.arguments.get('reason', '?')})"
    if isinstance(error, KutipError):
        return error.key
    if isinstance(error, LoadError):
        return error.reason
    if isinstance(error, OSError):
        return str(error)
    return HIDDEN if isinstance(error, _WORDY) else without_words(str(error))


def without_words(text: str) -> str:
    """Return what a server or a library says, without what it quotes, and without long numbers."""
    scrubbed = _LONG_NUMBER.sub(HIDDEN, _QUOTED.sub(HIDDEN, text))
    return scrubbed if len(scrubbed) <= MAX_FOREIGN_CHARS else scrubbed[:MAX_FOREIGN_CHARS] + HIDDEN


def _hide_words(found: TracebackException | None, error: BaseException | None) -> None:
    """Replace the messages of an error, of its causes, and of the parts of a group."""
    if found is None or error is None:
        return
    if not isinstance(error, BaseExceptionGroup):
        found._str = _words_of(error)  # type: ignore[attr-defined]
    found.__notes__ = None
    _hide_words(found.__cause__, error.__cause__)
    _hide_words(found.__context__, error.__context__)
    if isinstance(error, BaseExceptionGroup):
        for part, each in zip(found.exceptions or (), error.exceptions, strict=False):
            _hide_words(part, each)
