"""Outages: what an error says of the disk, of a server or of the system, which is not our fault."""

import errno
from collections.abc import Iterator
from typing import NamedTuple

from bot.errors import KutipError, Notice, StorageError
from index.errors import BuildFailed, EngineUnavailable


class Outage(NamedTuple):
    """A thing that can't be used for now, which is not the program's fault.

    A text key, the name of a server or the path of the storage, and the kind of the fault.
    """

    key: str
    place: str
    reason: str


OUT_OF_REACH = frozenset({"engine_unavailable", "storage_unavailable"})
"""Outages of servers; readers are told of them in these words."""

STORAGE_OUTAGES = frozenset(
    {
        "storage_full",
        "storage_busy",
        "storage_unwritable",
        "storage_gone",
        "storage_unreadable",
        "files_exhausted",
    }
)
"""Outages of the disk or of the database on it; owners are told of them in these words."""

FILES_EXHAUSTED, MEMORY_EXHAUSTED = "files_exhausted", "memory_exhausted"
WORKER_KILLED = "worker_killed"
_EXHAUSTED = {
    errno.EMFILE: FILES_EXHAUSTED,
    errno.ENFILE: FILES_EXHAUSTED,
    errno.ENOMEM: MEMORY_EXHAUSTED,
}
"""Errors of the system that say that there is no more of something, with their text keys."""


def exhausted_key(error: BaseException) -> str | None:
    """Return the text key of an error that says that the system gives no more; None if none."""
    if isinstance(error, BuildFailed) and error.is_killed:
        return WORKER_KILLED
    if isinstance(error, MemoryError):
        return MEMORY_EXHAUSTED
    return _EXHAUSTED.get(error.errno or 0) if isinstance(error, OSError) else None


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the outage that an error tells of, by itself or by a cause; None if none."""
    for each in causes_of(error):
        if isinstance(each, EngineUnavailable):
            return Outage(each.key, "OpenSearch", each.reason)
        if isinstance(each, StorageError) and each.key in OUT_OF_REACH | STORAGE_OUTAGES:
            place, reason = each.arguments.get("path", ""), each.arguments.get("reason", each.key)
            return Outage(each.key, str(place), str(reason))
        if key := exhausted_key(each):
            return Outage(key, "", type(each).__name__)
    return None


def outage_key(error: BaseException | None) -> str | None:
    """Return the text key of the outage of a server, for readers; None if there is none."""
    outage = outage_of(error)
    return outage.key if outage and outage.key in OUT_OF_REACH else None


def notice_of(error: BaseException | None) -> KutipError | None:
    """Return what owners are told of an error, or of its cause, in words; None if there are none.

    It is a notice, an outage of the storage, or that the system gives no more.
    """
    for each in causes_of(error):
        if isinstance(each, Notice):
            return each
        if isinstance(each, StorageError) and each.key in STORAGE_OUTAGES:
            return each
        if key := exhausted_key(each):
            return KutipError(key)
    return None


def causes_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error, its cause, the cause of that, and so on."""
    while error is not None:
        yield error
        error = error.__cause__
