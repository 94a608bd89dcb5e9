"""Filters of articles as conditions of SQL."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement

from bot.storage.tables.articles import articles
from index.types import Filters


def conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield what an article's row has to meet; one without a date meets no days."""
    if filters.since is not None:
        yield articles.c.date >= filters.since
    if filters.until is not None:
        yield articles.c.date <= filters.until
    if filters.source:
        yield articles.c.source.icontains(filters.source, autoescape=True)
    if filters.section:
        yield articles.c.section_code == filters.section
