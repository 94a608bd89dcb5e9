"""Create the tables of quotations, and of the articles that are to be read for them."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import NUMBER, TEXT, code, create_newest_index
from bot.storage.tables.schema import Moment

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the tables; what is stored is queued when the finder first runs."""
    op.create_table(
        "quotations",
        sa.Column("article_id", NUMBER, autoincrement=False),
        sa.Column("start", NUMBER, autoincrement=False),
        sa.Column("end", NUMBER, nullable=False),
        sa.Column("speaker", code(100), nullable=False),
        sa.Column("speaker_key", code(100), nullable=False),
        sa.Column("date", sa.Date),
        sa.PrimaryKeyConstraint("article_id", "start", name="pk_quotations"),
    )
    create_newest_index(
        "ix_quotations_speaker_key_date_article_id",
        "quotations",
        ["speaker_key", "date", "article_id"],
    )
    op.create_table(
        "speaker_words",
        sa.Column("word", code(100)),
        sa.Column("speaker_key", code(100)),
        sa.PrimaryKeyConstraint("word", "speaker_key", name="pk_speaker_words"),
    )
    op.create_table(
        "quotation_queue",
        sa.Column("article_id", NUMBER, autoincrement=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_quotation_queue"),
    )
    op.create_table(
        "quotation_finder",
        sa.Column("version", NUMBER, autoincrement=False),
        sa.PrimaryKeyConstraint("version", name="pk_quotation_finder"),
    )
    op.create_table(
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
