"""Stories, and the signatures by which near-duplicates are found."""

from sqlalchemy import BigInteger, Column, LargeBinary, Table

from bot.storage.tables.schema import NUMBER, Moment, metadata

stories = Table(
    "stories",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("seen_at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

story_articles = Table(
    "story_articles",
    metadata,
    Column("article_id", NUMBER, primary_key=True, autoincrement=False),
    Column("story_id", NUMBER, nullable=False, index=True),
    Column("signature", LargeBinary, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

story_bands = Table(
    "story_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", NUMBER, primary_key=True, autoincrement=False, index=True),
)
