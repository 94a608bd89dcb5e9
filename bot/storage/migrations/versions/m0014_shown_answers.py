"""Create the table of the answers that were shown, which the buttons under them refer to."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import TEXT, code
from bot.storage.tables.schema import Moment

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the table, and the column for the answer that a reply is."""
    op.create_table(
        "shown_answers",
        sa.Column("id", sa.BigInteger, autoincrement=False),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("language", code(2), nullable=False),
        sa.Column("quotes", TEXT, nullable=False),
        sa.Column("details", TEXT, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shown_answers"),
    )
    op.create_index("ix_shown_answers_created_at", "shown_answers", ["created_at"])
    op.add_column("replies", sa.Column("answer_id", sa.BigInteger))
