"""Create the table of what readers said of answers."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import TEXT, code

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.BigInteger, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("language", code(2), nullable=False),
        sa.Column("quotes", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("answer_id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_day", "feedback", ["day"])
