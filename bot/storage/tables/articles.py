"""Articles, their arrivals, the history of reloads, edit decisions, and what a reload stages."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Float,
    Index,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from bot.storage.tables.schema import NUMBER, Moment, metadata

# AUTOINCREMENT: the id of a removed article is never given to another.
articles = Table(
    "articles",
    metadata,
    Column("id", NUMBER, primary_key=True),
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
    Column("origin", String(6), nullable=False, server_default="folder"),
    Column("section", Text, nullable=False, server_default=text("''")),
    Column("section_code", String(16)),
    Column("address", BigInteger),
    Index("ix_articles_key", "key", unique=True),
    Index("ix_articles_date_id", "date", "id"),
    Index("ix_articles_section_code_date_id", "section_code", "date", "id"),
    Index("ix_articles_address", "address"),
    Index("ix_articles_added_at_source", "added_at", "source"),
    sqlite_autoincrement=True,
)

reloads = Table(
    "reloads",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("added", NUMBER, nullable=False),
    Column("changed", NUMBER, nullable=False),
    Column("removed", NUMBER, nullable=False),
    Column("unchanged", NUMBER, nullable=False),
    Column("duplicates", NUMBER, nullable=False),
    Column("failures", JSON, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("finished_at", Moment, nullable=False),
    Column("origin", String(6), nullable=False, server_default="folder"),
    Column("mojibake", NUMBER, nullable=False, server_default=text("0")),
)

index_changes = Table(
    "index_changes",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("reload", NUMBER, nullable=False, index=True),
    Column("article_id", NUMBER, nullable=False),
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("article_id", NUMBER, primary_key=True, autoincrement=False),
    Column("arrived_at", Moment, nullable=False),
)

# No reload or feed brings these articles again; article is NULL when it can't be restored any more.
deleted_articles = Table(
    "withdrawn",
    metadata,
    Column("article_id", NUMBER, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("article", JSON),
    Column("withdrawn_at", Moment, nullable=False),
)

# Values that replace those of an article's source; NULL where the source's stay.
article_overrides = Table(
    "amended",
    metadata,
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False, index=True),
    Column("title", Text),
    Column("date", Date),
    Column("source", Text),
    Column("section", Text),
)

# An article before its last edit, which can be undone, and the override that it had then.
last_edits = Table(
    "last_edits",
    metadata,
    Column("article_id", NUMBER, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("date", Date),
    Column("source", Text, nullable=False),
    Column("override_title", Text),
    Column("override_date", Date),
    Column("override_source", Text),
    Column("edited_at", Moment, nullable=False),
    Column("section", Text, nullable=False, server_default=text("''")),
    Column("override_section", Text),
)

# Pages that were fetched and are shown to staff, who save or discard them. number is random, so
# that a button from before a backup was restored can't save another page; article is a row as JSON;
# claimed_at is when a process began to save it.
drafts = Table(
    "drafts",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("number", BigInteger, nullable=False, index=True, unique=True),
    Column("article", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("claimed_at", Moment),
    sqlite_autoincrement=True,
)

# In a file of the reload's own, attached as "staged" while it is filled and while it is applied;
# on PostgreSQL, temporary tables of the same names are applied.
staging_metadata = MetaData(schema="staged")

staged_articles = Table(
    "staged_articles",
    staging_metadata,
    Column("id", NUMBER, index=True),
    Column("key", Text, primary_key=True),
    *(Column(c.name, c.type) for c in articles.c if c.name not in {"id", "key", "added_at"}),
)

staged_keys = Table(
    "staged_keys",
    staging_metadata,
    Column("id", NUMBER, primary_key=True),
    Column("key", Text, nullable=False),
)

staged_removals = Table("staged_removals", staging_metadata, Column("id", NUMBER, primary_key=True))
