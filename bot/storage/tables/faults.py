"""Faults of the installation that are, or were of late."""

from sqlalchemy import Boolean, Column, String, Table, Text

from bot.storage.tables.schema import Moment, metadata

# cause names the fault, as in "disk" or "feed:12"; name is how the feed was called. told is whether
# owners know of it, told_at when they were last told, ended_at when it was gone.
faults = Table(
    "faults",
    metadata,
    Column("cause", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("told_at", Moment),
    Column("ended_at", Moment),
)
