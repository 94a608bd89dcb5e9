"""Answers as they were shown."""

from sqlalchemy import BigInteger, Column, String, Table, Text

from bot.storage.tables.schema import Moment, metadata

# Ids are random, so that nobody can list what others were answered. quotes are article, start and
# end with colons between; details, as JSON, what else it takes to search and to show it again.
shown_answers = Table(
    "shown_answers",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("question", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("quotes", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
)
