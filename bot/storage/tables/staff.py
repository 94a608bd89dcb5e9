"""The staff's roles, and the audit log."""

from sqlalchemy import BigInteger, Column, String, Table, Text

from bot.storage.tables.schema import NUMBER, Moment, metadata

staff = Table(
    "people",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(6), nullable=False),
    Column("name", Text, nullable=False),
    Column("since", Moment, nullable=False),
)

# action is a text key; subject is what it was done to, as a person or a source named it.
audit = Table(
    "audit",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    sqlite_autoincrement=True,
)
