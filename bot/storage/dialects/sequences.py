"""Read and set the last numbers of ids, and count who else is connected, on each engine."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text

from bot.storage.connection import AsyncConnection

POSTGRESQL = "postgresql"

# Also those of removed rows, which no other row is to get.
_LAST_OF_SQLITE = "SELECT seq FROM sqlite_sequence WHERE name = '{table}'"
_LAST_OF_POSTGRESQL = "SELECT pg_sequence_last_value(pg_get_serial_sequence('{table}', 'id'))"
_GREATEST = "SELECT max(id) FROM {table}"
_FORGET = "DELETE FROM sqlite_sequence WHERE name = '{table}'"
_SET_ON_SQLITE = "INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {last})"
_SET_ON_POSTGRESQL = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"
_WITH_SEQUENCE = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
)

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name LIKE 'kutip%' AND pid <> pg_backend_pid()"
)
_NO_LIMIT = "SET LOCAL idle_in_transaction_session_timeout = 0"


async def last_ids(connection: AsyncConnection, tables: Sequence[str]) -> Mapping[str, int]:
    """Return the last id of each table that has given one."""
    last = _LAST_OF_POSTGRESQL if _is_postgresql(connection) else _LAST_OF_SQLITE
    found: dict[str, int] = {}
    for table in tables:
        numbers = [
            await connection.scalar(text(statement.format(table=table)))
            for statement in (last, _GREATEST)
        ]
        if known := [number for number in numbers if number]:
            found[table] = max(known)
    return found


async def set_last_id(connection: AsyncConnection, table: str, last: int) -> None:
    """Have a table number its rows from ``last`` on; on PostgreSQL, also if it is rolled back."""
    if _is_postgresql(connection):
        await connection.execute(text(_SET_ON_POSTGRESQL.format(table=table, last=last)))
    elif table in {row.name for row in await connection.execute(text(_WITH_SEQUENCE))}:
        await connection.execute(text(_FORGET.format(table=table)))
        await connection.execute(text(_SET_ON_SQLITE.format(table=table, last=last)))


async def others_connected(connection: AsyncConnection) -> int:
    """Return how many other connections of Kutip a PostgreSQL database has; 0 for a file."""
    if not _is_postgresql(connection):
        return 0
    return int(await connection.scalar(text(_OTHERS)))


async def lift_time_limits(connection: AsyncConnection) -> None:
    """Let the transaction be idle while another database is busy."""
    if _is_postgresql(connection):
        await connection.execute(text(_NO_LIMIT))


def _is_postgresql(connection: AsyncConnection) -> bool:
    return connection.dialect_name == POSTGRESQL
