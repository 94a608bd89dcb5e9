"""Add columns for the addresses of articles, and for how many articles had mojibake."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import NUMBER, TEXT
from index.text.canonical_address import address_key

revision = "0009"
down_revision = "0008"

_articles = sa.table(
    "articles",
    sa.column("id", NUMBER),
    sa.column("url", TEXT),
    sa.column("address", sa.BigInteger),
)


def upgrade() -> None:
    """Add the columns, and the addresses of the stored articles."""
    zero = sa.text("0")
    repaired = sa.Column("mojibake", NUMBER, nullable=False, server_default=zero)
    op.add_column("reloads", repaired)
    op.add_column("articles", sa.Column("address", sa.BigInteger))
    fill_addresses()
    op.create_index("ix_articles_address", "articles", ["address"])


def fill_addresses() -> None:
    """Write the addresses; 200,000 articles take about 9 s."""
    connection = op.get_bind()
    stored = connection.execute(sa.select(_articles.c.id, _articles.c.url)).all()
    keys = [{"of": row.id, "key": address_key(row.url)} for row in stored]
    if keys := [each for each in keys if each["key"] is not None]:
        wanted = _articles.c.id == sa.bindparam("of")
        statement = _articles.update().where(wanted).values(address=sa.bindparam("key"))
        connection.execute(statement, keys)
