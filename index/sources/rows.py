"""Turn the rows of a collection into articles, one by one; a bad row does not stop the others.

Knows no file format.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from index.errors import LoadError
from index.sources.article_builder import row_article
from index.sources.field_values import clean_line
from index.sources.fields import Fields, field_named
from index.sources.html_text import headline, text_of_html
from index.sources.markup import is_html, unescaped_html
from index.types import Article

MAX_ID = 200


class SourceRow(NamedTuple):
    """A row: the number of the line on which it begins, and its values by column."""

    line: int
    values: Mapping[str, object]


def load_rows(rows: Iterable[SourceRow | LoadError], key: str) -> Iterator[Article | LoadError]:
    """Yield an article or error for each row, in order; one error if there is no row."""
    seen = _SeenRows()
    row: SourceRow | LoadError | None = None
    for row in rows:
        yield row if isinstance(row, LoadError) else _loaded(row, key, seen)
    if row is None:
        yield LoadError(key, "load_empty")


@dataclass(slots=True)
class _SeenRows:
    """The ids and source keys of earlier rows, and the keys of their articles."""

    ids: set[tuple[str, str]] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


def _loaded(row: SourceRow, key: str, seen: _SeenRows) -> Article | LoadError:
    fields = _fields(row.values)
    identity = fields.external_id, fields.key
    if fields.external_id and identity in seen.ids:
        return LoadError(f"{key}#{row.line}", "load_repeated_id", id=fields.external_id)
    row_key = f"{key}#{fields.external_id or row.line}"
    while row_key in seen.keys:  # a line number, or an id of another source, may be another's id
        row_key += "*"
    try:
        article = row_article(fields, row_key)
    except LoadError as error:
        return error
    seen.ids.add(identity)
    seen.keys.add(row_key)
    return article


def _fields(values: Mapping[str, object]) -> Fields:
    named = {
        name: _text(value) for column, value in values.items() if (name := field_named(column))
    }
    named["external_id"] = clean_line(named.get("external_id", ""), MAX_ID)
    html = unescaped_html(named.get("text", ""))
    if is_html(html):
        named["text"] = text_of_html(html)
        named["title"] = headline(named.get("title", ""))
    return Fields(**{"text": "", **named})


def _text(value: object) -> str:
    """Return text as it is, a number as its digits, and "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
