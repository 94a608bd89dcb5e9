"""Whether answers helped."""

from sqlalchemy import BigInteger, Boolean, Column, Date, String, Table, Text

from bot.storage.tables.schema import metadata

# An answer belongs to one asker, so that its number is enough to count each once; who it is, is
# not stored. quotes are article and text, as JSON: the answer itself is deleted before.
feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False, index=True),
    Column("helpful", Boolean, nullable=False),
    Column("question", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("quotes", Text, nullable=False),
)
