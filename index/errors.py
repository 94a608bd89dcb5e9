"""What can go wrong in the library.

::

    IndexingError
    ├── LoadError          a file, or a row of one, that is not an article
    ├── SnapshotError      a stored index that cannot be served
    ├── BuildFailed        a process that worked for us ended without a result
    ├── StaleIndex         a change prepared for an index that is no longer served
    └── BadTopic           a topic that cannot be understood, or that says nothing

An error carries a text key and arguments, never prose: what a person reads is made by the caller
in the person's language.
"""

from typing import Any


class IndexingError(Exception):
    """Base of every error that ``index`` raises on purpose."""


class LoadError(IndexingError):
    """One source item that could not be turned into an article.

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
    """As another process sent it."""
    return LoadError(where, reason, **arguments)


class SnapshotError(IndexingError):
    """A stored index that is missing, damaged, or of other articles; it has to be built anew.

    Keys: ``snapshot_missing``, ``snapshot_damaged``, ``snapshot_outdated``.
    """

    def __init__(self, key: str, where: str) -> None:
        super().__init__(key, where)
        self.key = key
        self.where = where


class BuildFailed(IndexingError):  # noqa: N818 - says what happened
    """A process that worked for us ended without a result; ``reason`` is what it said last."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StaleIndex(IndexingError):  # noqa: N818 - says what it is
    """A change was prepared for an index that another one has replaced since."""


class BadTopic(IndexingError):  # noqa: N818 - says what it is
    """A topic that cannot be understood, or that says nothing.

    ``offset`` is where, in characters of the text; ``key`` names the text of the reason,
    ``arguments`` its placeholders, and ``example`` the text of a topic that does it right.
    """

    def __init__(self, key: str, offset: int, example: str, **arguments: str | int) -> None:
        super().__init__(key, offset, example, arguments)
        self.key = key
        self.offset = offset
        self.example = example
        self.arguments = arguments
