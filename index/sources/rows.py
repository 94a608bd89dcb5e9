"""Turn the rows of a collection into articles, one by one; a bad row does not stop the others.

Knows no file format.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from index.errors import LoadError, unexpected
from index.sources.article_builder import row_article
from index.sources.field_values import clean_line
from index.sources.fields import Fields, field_named
from index.sources.html_text import headline, text_of_html
from index.sources.loading import Loading
from index.sources.markup import is_html, unescaped_html
from index.sources.section_names import listed_names, stated_section
from index.types import Article

MAX_ID = 200
MAX_FAILED_ROWS = 1000
"""One after the other; a file of so many is no collection, and its errors would fill memory."""


class SourceRow(NamedTuple):
    """A row: the number of the line on which it begins, and its values by column."""

    line: int
    values: Mapping[str, object]


def load_rows(
    rows: Iterable[SourceRow | LoadError], key: str, loading: Loading
) -> Iterator[Article | LoadError]:
    """Yield an article or error for each row, in order; one error if there is no row.

    Each row is an item, which begins before the row is read. Raises LoadError after
    ``MAX_FAILED_ROWS`` in a row.
    """
    seen, failed = _SeenRows(), 0
    remaining = iter(rows)
    loading.begin()
    row = next(remaining, None)
    if row is None:
        yield LoadError(key, "load_empty")
    while row is not None:
        loaded = row if isinstance(row, LoadError) else _loaded(row, key, seen, loading)
        if loaded is not None and not loading.is_passing:
            yield loaded
        failed = failed + 1 if isinstance(loaded, LoadError) else 0
        if failed == MAX_FAILED_ROWS:
            raise LoadError(key, "load_too_many_failures", count=failed)
        loading.begin()
        row = next(remaining, None)


@dataclass(slots=True)
class _SeenRows:
    """The ids and source keys of earlier rows, and the keys of their articles."""

    ids: set[tuple[str, str]] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)

    def new_key(self, key: str, line: int) -> str:
        """Return ``key``, with an addition if it is known: a line's number may be another's id."""
        if key in self.keys:
            key += "*"
        while key in self.keys:
            key += str(line)
        return key


def _loaded(
    row: SourceRow, key: str, seen: _SeenRows, loading: Loading
) -> Article | LoadError | None:
    """Return None for a row that is passed over."""
    where = f"{key}#{row.line}"
    try:
        loading.check(where)
        return _article(row, key, seen, loading)
    except LoadError as error:
        return error
    except MemoryError:
        raise
    except Exception as error:
        return unexpected(where, error)


def _article(row: SourceRow, key: str, seen: _SeenRows, loading: Loading) -> Article | None:
    """Raise LoadError if the row is no article."""
    fields = _fields(row.values)
    identity = fields.external_id, fields.key
    if fields.external_id and identity in seen.ids:
        raise LoadError(f"{key}#{row.line}", "load_repeated_id", id=fields.external_id)
    row_key = seen.new_key(f"{key}#{fields.external_id or row.line}", row.line)
    article = None if loading.is_passing else row_article(fields, row_key)
    seen.ids.add(identity)
    seen.keys.add(row_key)
    return article


def _fields(values: Mapping[str, object]) -> Fields:
    named = {
        name: _text(value)
        for column, value in values.items()
        if (name := field_named(column)) and name != "tags"
    }
    named["section"] = _section(values)
    named["external_id"] = clean_line(named.get("external_id", ""), MAX_ID)
    html = unescaped_html(named.get("text", ""))
    if is_html(html):
        named["text"] = text_of_html(html)
        named["title"] = headline(named.get("title", ""))
    return Fields(**{"text": "", **named})


def _section(values: Mapping[str, object]) -> str:
    """Return the section that the columns state; a table may have several for it."""
    found: dict[str, list[object]] = {"section": [], "tags": []}
    for column, value in values.items():
        if (name := field_named(column)) in found:
            found[name] += listed_names(value)
    return stated_section(found["section"], found["tags"])


def _text(value: object) -> str:
    """Return text as it is, a number as its digits, and "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
