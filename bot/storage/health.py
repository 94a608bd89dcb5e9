"""Look through the database's pages and indexes for damage."""

from pathlib import Path

from sqlalchemy import Connection

from bot.errors import StorageDamaged


def check_pages(connection: Connection, path: Path) -> None:
    """Read every page of the database at ``path``; raises StorageDamaged if one is damaged."""
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise StorageDamaged(path, "integrity_check")
