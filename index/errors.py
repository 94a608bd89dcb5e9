"""The errors of the library.

::

    IndexingError
    ├── LoadError          a file, or a row of one, that is not an article
    ├── SnapshotError      a stored index that cannot be served
    ├── BuildFailed        a worker process that failed or died
    ├── EngineUnavailable  a search engine that can't be reached, or not all of it
    ├── StaleIndex         a change prepared for an index that is no longer served
    └── BadTopic           a topic that cannot be parsed, or that matches nothing

An error carries a text key and arguments, which callers format in a person's language.
"""

from traceback import walk_tb
from typing import Any

LOAD_FAILED = "load_failed"
"""The reason of an item that met a fault of the program."""
LOAD_HUNG = "load_hung"
"""The reason of an item whose parse took too long, too much memory, or its process with it."""
KILLED = "killed by signal"
"""The beginning of the reason of a process that did not end by itself."""
_PACKAGES = ("index", "bot")


class IndexingError(Exception):
    """Base of every error that ``index`` raises on purpose."""


class LoadError(IndexingError):
    """A source item that could not be read as an article.

    ``where`` names the item (relative path, or path#row); ``reason`` is a text key such as
    ``load_empty`` and ``arguments`` its placeholders.
    """

    def __init__(self, where: str, reason: str, **arguments: str | int) -> None:
        super().__init__(where, reason, arguments)
        self.where = where
        self.reason = reason
        self.arguments = arguments

    def __reduce__(self) -> tuple[Any, ...]:
        return _load_error, (self.where, self.reason, self.arguments)


def _load_error(where: str, reason: str, arguments: dict[str, str | int]) -> LoadError:
    return LoadError(where, reason, **arguments)


def unexpected(where: str, error: BaseException) -> LoadError:
    """Return the LoadError of an item at ``where`` that met a fault of the program.

    Its arguments are the error's type and the innermost line of the program in its traceback.
    The error's own message is left out, as it may hold any text.
    """
    location = "?"
    for frame, line in walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in _PACKAGES:
            location = f"{module}:{line}"
    return LoadError(where, LOAD_FAILED, error=type(error).__name__, location=location)


class SnapshotError(IndexingError):
    """A stored index that is missing, damaged, or of other articles, and has to be rebuilt.

    Keys: ``snapshot_missing``, ``snapshot_damaged``, ``snapshot_outdated``.
    """

    def __init__(self, key: str, where: str) -> None:
        super().__init__(key, where)
        self.key = key
        self.where = where


class BuildFailed(IndexingError):  # noqa: N818 - named for the event
    """A worker process failed or died; ``reason`` is its error, or how its death was noticed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def is_killed(self) -> bool:
        """Return whether the system has ended the process, or given it no memory."""
        return self.reason.startswith((KILLED, "MemoryError"))


class EngineUnavailable(IndexingError):  # noqa: N818 - named for the state
    """The search engine can't be reached, or could answer from a part of the articles only.

    ``reason`` is the kind of the fault, without addresses; the same call may succeed later.
    """

    key = "engine_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StaleIndex(IndexingError):  # noqa: N818 - named for the cause
    """A change was prepared for an index that has been replaced since."""


class BadTopic(IndexingError):  # noqa: N818 - named for the cause
    """A topic that cannot be parsed, or that matches nothing.

    ``offset`` is the error's place in the topic's text, in characters. ``key`` is a text key such
    as ``topic_empty``, ``arguments`` are its placeholders, and ``example`` is the text key of a
    correct topic.
    """

    def __init__(self, key: str, offset: int, example: str, **arguments: str | int) -> None:
        super().__init__(key, offset, example, arguments)
        self.key = key
        self.offset = offset
        self.example = example
        self.arguments = arguments
