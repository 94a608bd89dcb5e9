"""Look for damage in a database file, and for what is wrong with a database server."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StorageDamaged
from bot.storage.database import Database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.schema_version import HEAD, VERSION_TABLE, is_newer

NEWEST_SCHEMA = HEAD

_STATE = text(
    "SELECT current_setting('server_version') AS version,"
    " current_setting('server_encoding') AS encoding,"
    " current_setting('default_transaction_read_only') = 'off' AND NOT pg_is_in_recovery()"
    "  AND has_schema_privilege(current_schema(), 'CREATE') AS is_writable,"
    " clock_timestamp() AS clock,"
    " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    "  AND application_name = :signals) AS processes,"
    " EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    "  AND (classid::bigint << 32) | objid::bigint = :lock"
    "  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS is_led"
)


def check_pages(connection: Connection, path: Path) -> None:
    """Read every page of the database at ``path``; raises StorageDamaged if one is damaged."""
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise StorageDamaged(path, "integrity_check")


@dataclass(frozen=True, slots=True)
class PostgreSQLState:
    """A database server's own account; ``processes`` is how many bots run.

    ``is_led`` is whether one of the processes leads. ``schema`` is "" before the first start;
    ``foreign`` are tables there that are not Kutip's.
    """

    version: str
    encoding: str
    is_writable: bool
    clock: datetime
    processes: int
    is_led: bool
    schema: str
    foreign: tuple[str, ...]

    @property
    def is_newer(self) -> bool:
        """Whether a later version of Kutip has made the tables."""
        return bool(self.schema) and is_newer(self.schema)


async def server_state(address: DatabaseAddress, lock: str) -> PostgreSQLState:
    """Ask a PostgreSQL server, and change nothing; raises StorageError.

    ``lock`` names the lock of the process that leads.
    """
    from bot.storage.dialects.postgresql import PostgreSQL, session_lock_number
    from bot.storage.dialects.postgresql_signals import SIGNALS_NAME

    dialect = PostgreSQL(address)
    try:
        async with Database(dialect).read() as connection:
            names = {"lock": session_lock_number(lock), "signals": SIGNALS_NAME}
            state = (await connection.execute(_STATE, names)).one()._mapping
            tables = await connection.run_sync(lambda its: inspect(its).get_table_names())
            is_ours = VERSION_TABLE in tables
            version = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608  # nosec B608
            schema = await connection.scalar(version) if is_ours else None
    finally:
        await dialect.close()
    foreign = () if is_ours else tuple(sorted(tables))
    return PostgreSQLState(**state, schema=schema or "", foreign=foreign)
