"""Add the columns of quotation lists that the first programs with 0015 did not make."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import TEXT, code
from bot.storage.tables.schema import Moment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the table anew with its rows where a column is missing."""
    connection = op.get_bind()
    found = {column["name"] for column in sa.inspect(connection).get_columns("quotation_lists")}
    if "since" in found:
        return
    rows = [dict(row) for row in connection.execute(_old().select()).mappings()]
    op.drop_table("quotation_lists")
    table = create_table()
    if rows:
        empty: dict[str, Any] = {"since": None, "until": None, "source": "", "section": ""}
        op.bulk_insert(table, [row | empty for row in rows])


def _old() -> sa.TableClause:
    return sa.table(
        "quotation_lists",
        sa.column("id", sa.BigInteger),
        sa.column("speaker_key", TEXT),
        sa.column("topic", TEXT),
        sa.column("used_at", Moment),
    )


def create_table() -> sa.Table:
    """Create the table as 0015 does now."""
    table = op.create_table(
        "quotation_lists",
        sa.Column("id", sa.BigInteger, autoincrement=False),
        sa.Column("speaker_key", code(100), nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("until", sa.Date),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("section", code(16), nullable=False),
        sa.Column("used_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quotation_lists"),
    )
    op.create_index("ix_quotation_lists_used_at", "quotation_lists", ["used_at"])
    return table
