"""Raise PostgreSQL's errors as StorageError; none shows an address, a user or a password.

The codes are from https://www.postgresql.org/docs/current/errcodes-appendix.html.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.exc import InterfaceError, SQLAlchemyError

from bot.errors import StorageDamaged, StorageError
from bot.storage.dialects.dialect import POSTGRESQL_NAME

UNAVAILABLE = "storage_unavailable"

DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""The last is raised where the server ended a connection while the process hung."""

ERROR_KEYS = {
    "08": UNAVAILABLE,  # connection exceptions
    "25006": "storage_unwritable",  # read-only transaction
    "25P03": UNAVAILABLE,  # the transaction was idle for too long, and its connection closed
    "40001": "storage_busy",  # serialization failure
    "40P01": "storage_busy",  # deadlock
    "42501": "storage_unwritable",  # insufficient privilege
    "53100": "storage_full",  # disk
    "53200": "storage_full",  # memory
    "53300": UNAVAILABLE,  # too many connections
    "55P03": "storage_busy",  # lock not available in time
    "57014": "storage_busy",  # query canceled, as by a time limit
    "57P": UNAVAILABLE,  # shutdown, crash, start
    "58030": "storage_full",  # input or output error: how some disks say that they are full
    "XX001": "storage_damaged",
    "XX002": "storage_damaged",  # of an index
}

_OF_CONNECTIONS = (InterfaceError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


@contextmanager
def storage_errors() -> Iterator[None]:
    """Raise the errors of SQLAlchemy, of the driver and of the network as StorageError."""
    try:
        yield
    except (SQLAlchemyError, *DRIVER_ERRORS, OSError) as error:
        raise storage_error(error) from error


def storage_error(error: Exception) -> StorageError:
    """Return the error to raise instead, with the driver's name of the reason."""
    cause = getattr(error, "orig", None) or error
    cause = cause.__cause__ or cause  # SQLAlchemy's error is the cause of the driver's own
    code = getattr(cause, "sqlstate", None)
    key = _key(code) if code else _key_without_code(error)
    reason = " ".join(filter(None, (type(cause).__name__, code)))
    if key == "storage_damaged":
        return StorageDamaged(POSTGRESQL_NAME, reason)
    return StorageError(key, path=POSTGRESQL_NAME, reason=reason)


def _key(code: str) -> str:
    known = (ERROR_KEYS.get(code[:length]) for length in (5, 3, 2))
    return next(filter(None, known), "storage_failed")


def _key_without_code(error: Exception) -> str:
    """Judge an error that the server has not sent: it can't be reached, or has gone."""
    lost = isinstance(error, _OF_CONNECTIONS) or getattr(error, "connection_invalidated", False)
    return UNAVAILABLE if lost else "storage_failed"
