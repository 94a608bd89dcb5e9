"""Quotations of persons in articles, and which articles are still to be read for them."""

from sqlalchemy import BigInteger, Column, Date, Index, String, Table, Text

from bot.storage.tables.schema import NUMBER, Moment, metadata

MAX_NAME = 100
"""Characters of a speaker's name; what is longer is no name."""

# start and end are offsets into the article's text, without quotation marks; date is the article's.
# They are deleted in the transaction that changes or removes the article.
quotations = Table(
    "quotations",
    metadata,
    Column("article_id", NUMBER, primary_key=True, autoincrement=False),
    Column("start", NUMBER, primary_key=True, autoincrement=False),
    Column("end", NUMBER, nullable=False),
    Column("speaker", String(MAX_NAME), nullable=False),
    Column("speaker_key", String(MAX_NAME), nullable=False),
    Column("date", Date),
    Index("ix_quotations_speaker_key_date_article_id", "speaker_key", "date", "article_id"),
)

# The words of each speaker's key; those of one who is quoted no more may stay.
speaker_words = Table(
    "speaker_words",
    metadata,
    Column("word", String(MAX_NAME), primary_key=True),
    Column("speaker_key", String(MAX_NAME), primary_key=True),
)

# Articles that are to be read for quotations, since they are new or changed or the finder is.
quotation_queue = Table(
    "quotation_queue",
    metadata,
    Column("article_id", NUMBER, primary_key=True, autoincrement=False),
)

# The version of the finder for which all articles were queued; at most one row.
quotation_finder = Table(
    "quotation_finder",
    metadata,
    Column("version", NUMBER, primary_key=True, autoincrement=False),
)

# What lists of quotations are of, for the buttons under them; nothing of who asked.
quotation_lists = Table(
    "quotation_lists",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("speaker_key", String(MAX_NAME), nullable=False),
    Column("topic", Text, nullable=False),
    Column("since", Date),
    Column("until", Date),
    Column("source", Text, nullable=False),
    Column("section", String(16), nullable=False),
    Column("used_at", Moment, nullable=False, index=True),
)
