"""Add a column for the languages of the last messages in a group."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import TEXT, code

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column and what follows from it; both are NULL where nothing was heard."""
    op.add_column("chats", sa.Column("heard", TEXT))
    op.add_column("chats", sa.Column("spoken", code(2)))
