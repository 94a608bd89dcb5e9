"""Articles as rows of the table, and back.

A row's fingerprint is compared with its values whenever it is read: a flipped bit on the disk is
noticed before it is quoted.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import RowMapping, Select, Table, Text, cast, select

from bot.errors import ArticleDamaged, Notice
from bot.model.articles import Origin, article_values, fingerprint
from index.errors import LoadError
from index.text.canonical_address import address_key
from index.text.sections import article_section
from index.types import Article, Language, Span

ReportFault = Callable[[Notice | LoadError], None]
"""Tells owners and admins of a fault; must not raise."""

DAMAGED = ""
"""The fingerprint of a stored article that is damaged, for who compares it with a loaded one."""

_PARSED = frozenset({"body", "date"})
"""Columns that are selected as they are stored: damaged ones must not fail a whole query."""


def row_of(article: Article, origin: Origin) -> dict[str, Any]:
    """Return an article's columns without ``id`` and ``added_at``."""
    return article_values(article) | {
        "fingerprint": fingerprint(article),
        "origin": origin.value,
        "section_code": article_section(article.section, article.url),
        "address": address_key(article.url),
    }


def select_articles(table: Table) -> Select[Any]:
    """Return a query of a table of articles, with the columns for ``article_of``."""
    columns = (
        cast(column, Text).label(column.name) if column.name in _PARSED else column
        for column in table.columns
        if column.name != "added_at"
    )
    return select(*columns)


def article_of(row: RowMapping | Mapping[str, Any]) -> Article:
    """Return the article in a row of ``select_articles``; raises ArticleDamaged."""
    try:
        article, _ = _article(row), Origin(row["origin"])
        intact = fingerprint(article) == row["fingerprint"]
    except (ValueError, TypeError, AttributeError, RecursionError):  # any value of any type
        intact = False
    if not intact:
        raise ArticleDamaged([row["id"]])
    return article


def readable(rows: Iterable[RowMapping], damaged: list[int]) -> Iterator[Article]:
    """Yield the articles in rows, and add the ids of those that are damaged to ``damaged``."""
    for row in rows:
        try:
            yield article_of(row)
        except ArticleDamaged as error:
            damaged += error.ids


def _article(row: RowMapping | Mapping[str, Any]) -> Article:
    return Article(
        id=row["id"],
        key=row["key"],
        external_id=row["external_id"],
        digest=row["digest"],
        title=row["title"],
        text=row["text"],
        body=tuple(Span(*span) for span in json.loads(row["body"])),
        language=Language(row["language"]),
        date=None if row["date"] is None else datetime.date.fromisoformat(str(row["date"])),
        place=row["place"],
        credits=row["credits"],
        source=row["source"],
        url=row["url"],
        section=row["section"],
    )
