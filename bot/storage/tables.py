"""The tables, as the newest migration leaves them; a test holds the two together.

Only the shapes: what is read and written stands in one module per noun.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC; SQLite itself knows no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """To UTC without a zone; a naive moment is a mistake in the program."""
        if value is not None and value.tzinfo is None:
            raise ValueError(value)
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Back to a moment with its zone, UTC."""
        return value and value.replace(tzinfo=UTC)


# AUTOINCREMENT: the number of a removed article is never given to another.
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("external_id", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("language", String(2), nullable=False),
    Column("date", Date),
    Column("place", Text, nullable=False),
    Column("credits", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Index("ix_articles_key", "key", unique=True),
    Index("ix_articles_date_id", "date", "id"),
    sqlite_autoincrement=True,
)

# Telegram's ids are up to 52 bits; a chat's is negative where it is a group.
readers = Table(
    "readers",
    metadata,
    Column("reader_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(2), nullable=False),
)

replies = Table(
    "replies",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", BigInteger, primary_key=True, autoincrement=False),
    Column("reply_id", BigInteger, nullable=False),
    Column("reader_id", BigInteger, nullable=False, index=True),
    Column("created_at", Moment, nullable=False, index=True),
)

reloads = Table(
    "reloads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("failures", JSON, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("finished_at", Moment, nullable=False),
)

# A reload's own file, attached under this name while it is filled and while it is taken over.
staging = MetaData(schema="staged")

staged_articles = Table(
    "articles",
    staging,
    Column("id", Integer, index=True),
    Column("key", Text, primary_key=True),
    *(Column(c.name, c.type) for c in articles.c if c.name not in {"id", "key", "added_at"}),
)

staged_keys = Table(
    "keys",
    staging,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
)

staged_removals = Table("removals", staging, Column("id", Integer, primary_key=True))
