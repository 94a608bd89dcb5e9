"""Column types and indexes of migrations: on SQLite, what the published ones have always made.

On PostgreSQL whole numbers have eight bytes, as SQLite's; texts have no limit and are compared by
their bytes, and lower() changes ASCII alone. Its B-trees hold keys of 2.7 KB at most: a longer text
is unique by its hash, and found by an index of hashes.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

_POSTGRESQL_TEXT = sa.Text(collation="C")

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(_POSTGRESQL_TEXT, "postgresql")


def code(length: int) -> sa.types.TypeEngine[str]:
    """Return the type of a short text."""
    return sa.String(length).with_variant(_POSTGRESQL_TEXT, "postgresql")


def is_postgresql() -> bool:
    """Return whether the migrations run on PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"


def create_unique_index(name: str, table: str, columns: Sequence[str]) -> None:
    """Create a unique index whose last column is a text of any length."""
    if not is_postgresql():
        op.create_index(name, table, columns, unique=True)
        return
    *others, long = columns
    op.create_index(name, table, [*others, sa.text(f"md5({long})")], unique=True)
    if not others:
        create_lookup_index(f"{name}_lookup", table, long)


def create_lookup_index(name: str, table: str, column: str) -> None:
    """Create an index by which a text of any length is found."""
    how: dict[str, Any] = {"postgresql_using": "hash"} if is_postgresql() else {}
    op.create_index(name, table, [column], **how)


def create_partial_index(name: str, table: str, columns: Sequence[str], where: str) -> None:
    """Create an index of the rows that meet a condition."""
    option = "postgresql_where" if is_postgresql() else "sqlite_where"
    how: dict[str, Any] = {option: sa.text(where)}
    op.create_index(name, table, columns, **how)


def create_newest_index(name: str, table: str, columns: Sequence[str]) -> None:
    """Create an index that ends with a date and an id; rows without a date are the oldest."""
    if not is_postgresql():
        op.create_index(name, table, columns)
        return
    *others, date, number = columns
    newest = sa.text(f"{date} DESC NULLS LAST"), sa.text(f"{number} DESC")
    op.create_index(name, table, [*others, *newest])
