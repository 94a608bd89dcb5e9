"""The articles that each reload has added, changed or removed: what an earlier index lacks.

They are written in the transaction that applies the reload, with one row more that names no
article: while it is there, so are the changes of all later reloads.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Executable, func, literal, select, union_all

from bot.model.articles import ArticlesVersion
from bot.storage.connection import AsyncConnection
from bot.storage.tables.articles import index_changes, reloads, staged_articles, staged_removals

MAX_CHANGES = 200_000
"""Rows kept; an index that is older is built anew, which takes about as long."""

_NO_ARTICLE = 0


class IndexChanges(NamedTuple):
    """The ids of articles that were added, changed or removed until a version."""

    version: ArticlesVersion
    ids: tuple[int, ...]


async def changed_since(connection: AsyncConnection, version: str) -> tuple[int, ...] | None:
    """Return the ids that were changed since a version; None if they are not known any more."""
    reload = await _complete_since(connection, version)
    if reload is None:
        return None
    later = index_changes.c.reload > reload, index_changes.c.article_id != _NO_ARTICLE
    ids = select(index_changes.c.article_id).where(*later).distinct()
    rows = await connection.execute(ids.order_by(index_changes.c.article_id))
    return tuple(row[0] for row in rows)


def record_changes(reload: int) -> Iterator[Executable]:
    """Return the statements that record a staged reload, in its transaction."""
    ids = union_all(
        select(literal(_NO_ARTICLE, index_changes.c.article_id.type).label("id")),
        select(staged_articles.c.id).where(staged_articles.c.id > 0),
        select(staged_removals.c.id),
    ).subquery()
    rows = select(literal(reload, index_changes.c.reload.type), ids.c.id)
    yield index_changes.insert().from_select(["reload", "article_id"], rows)
    oldest = select(func.max(index_changes.c.id)).scalar_subquery() - MAX_CHANGES
    yield index_changes.delete().where(index_changes.c.id <= oldest)


async def _complete_since(connection: AsyncConnection, version: str) -> int | None:
    """Return the number of a version's reload if all changes since are there."""
    number = version.partition(" ")[0]
    if not number.isdecimal():
        return None
    recorded = index_changes.c.reload == reloads.c.id, index_changes.c.article_id == _NO_ARTICLE
    wanted = (
        select(reloads.c.id, reloads.c.finished_at)
        .where(reloads.c.id == int(number))
        .where(select(index_changes.c.id).where(*recorded).exists())
    )
    row = (await connection.execute(wanted)).one_or_none()
    # The time tells the reload from that of another database.
    is_known = row is not None and str(ArticlesVersion(*row)) == version
    return int(number) if is_known else None
