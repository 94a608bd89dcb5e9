"""Daily counters and unanswered questions; neither says who asked."""

from sqlalchemy import Column, Date, String, Table, Text

from bot.storage.tables.schema import NUMBER, metadata

# The sum of a local day, by name and label.
counters = Table(
    "tallies",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", String(16), primary_key=True),
    Column("label", Text, primary_key=True),
    Column("value", NUMBER, nullable=False),
)

# The local day only, not the hour, so that nobody can be recognised.
unanswered = Table(
    "unanswered",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("question", Text, nullable=False),
)
