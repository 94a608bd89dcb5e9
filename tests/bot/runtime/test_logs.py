"""The log of an outage: a line for each thing that failed, no traceback for each."""

import logging
import sys

from bot.errors import ReloadFailed, StorageError
from bot.runtime.logs import MaskingFormatter
from index.errors import EngineUnavailable


def logged(error: Exception, cause: Exception | None = None) -> list[str]:
    """Return the lines of a record with an error, raised from a cause."""
    try:
        raise error from cause
    except type(error):
        record = logging.makeLogRecord({"msg": "not stored", "exc_info": sys.exc_info()})
    return MaskingFormatter({""}).format(record).splitlines()[1:]


def test_an_outage_is_one_line() -> None:
    outage = StorageError("storage_unavailable", path="PostgreSQL", reason="ConnectionRefusedError")
    line = "storage_unavailable, PostgreSQL, ConnectionRefusedError"
    assert logged(outage, OSError("10.0.0.1")) == [line]
    assert logged(ReloadFailed(), outage) == [line]
    line = "engine_unavailable, OpenSearch, ConnectionTimeout"
    assert logged(EngineUnavailable("ConnectionTimeout")) == [line]


def test_other_errors_have_tracebacks() -> None:
    full = StorageError("storage_full", path="kutip.db", reason="SQLITE_FULL")
    lines = logged(full)
    assert (lines[0], len(lines) > 2) == ("Traceback (most recent call last):", True)
