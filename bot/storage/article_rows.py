"""Articles as rows of the table, and back."""

from typing import Any

from sqlalchemy import RowMapping

from bot.model.articles import Origin, article_values, fingerprint
from index.types import Article, Language, Span


def row_of(article: Article, origin: Origin) -> dict[str, Any]:
    """Return an article's columns without ``id`` and ``added_at``."""
    return article_values(article) | {"fingerprint": fingerprint(article), "origin": origin.value}


def article_of(row: RowMapping) -> Article:
    """Return the article in a row."""
    return Article(
        id=row["id"],
        key=row["key"],
        external_id=row["external_id"],
        digest=row["digest"],
        title=row["title"],
        text=row["text"],
        body=tuple(Span(*span) for span in row["body"]),
        language=Language(row["language"]),
        date=row["date"],
        place=row["place"],
        credits=row["credits"],
        source=row["source"],
        url=row["url"],
    )
