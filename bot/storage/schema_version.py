"""The versions of the schema: which a database has, which can be migrated, and how it is done."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0019"
"""The newest migration: if the database has it, Alembic is not imported."""

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
_VERSION = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608  # nosec B608


def schema_version(connection: Connection) -> str | None:
    """Return the version that a database has; None if it has no tables of Kutip's yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: str | None = connection.scalar(_VERSION)
    return version


@cache
def known_versions() -> frozenset[str]:
    """Return the versions that can be migrated."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config())
    return frozenset(step.revision for step in script.walk_revisions())


def is_newer(version: str) -> bool:
    """Return whether a later Kutip has made the tables."""
    return version != HEAD and version not in known_versions()


def newer(name: Path | str, version: str) -> StorageError:
    """Return what to raise for the database of a later Kutip."""
    schemas = {"schema": version, "newest": HEAD}
    return StorageError("storage_newer", path=str(name), reason=version, **schemas)


def upgrade(connection: Connection, version: str = "head") -> None:
    """Run the missing migrations, in the transaction of the connection."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
