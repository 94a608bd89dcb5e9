"""Add a column for the conditions of a list of news, which later messages go on from."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import TEXT

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; it is NULL where a reply lists no news."""
    op.add_column("replies", sa.Column("conditions", TEXT))
