"""Create the table of faults that owners are told of."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import TEXT, code
from bot.storage.tables.schema import Moment

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "faults",
        sa.Column("cause", code(40)),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("told_at", Moment),
        sa.Column("ended_at", Moment),
        sa.PrimaryKeyConstraint("cause", name="pk_faults"),
    )
