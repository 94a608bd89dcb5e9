"""Move a chat's or a forum topic's rows, where others may have the same keys already."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, and_, select

from bot.storage.connection import AsyncConnection


async def move_rows(
    connection: AsyncConnection,
    table: Table,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    key: tuple[str, ...],
) -> None:
    """Change the columns ``before`` of a table's rows to ``after``.

    Rows that are there under the same key, ``key`` being its other columns, are replaced.
    """
    moved = table.alias()
    same = (moved.c[name] == value for name, value in before.items())
    replaced = select(1).where(*same, *(moved.c[name] == table.c[name] for name in key)).exists()
    there = (table.c[name] == value for name, value in after.items())
    await connection.execute(table.delete().where(*there, replaced))
    here = and_(*(table.c[name] == value for name, value in before.items()))
    await connection.execute(table.update().where(here).values(after))
