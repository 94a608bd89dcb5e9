"""Look through the database's pages and indexes for damage."""

from pathlib import Path

from sqlalchemy import Connection

from bot.errors import StorageError


def check_pages(connection: Connection, path: Path) -> None:
    """Read every page of the database at ``path``; raises StorageError if one is damaged."""
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise StorageError("storage_damaged", path=str(path), reason="integrity_check")
