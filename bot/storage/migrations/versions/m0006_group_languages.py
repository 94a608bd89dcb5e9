"""Add a column for the languages of the last messages in a group."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column and what follows from it; both are NULL where nothing was heard."""
    op.add_column("chats", sa.Column("heard", sa.Text))
    op.add_column("chats", sa.Column("spoken", sa.String(2)))
