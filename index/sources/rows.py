"""Rows of a collection become articles, one by one; a bad row never stops the others.

Knows nothing of how the rows are written down.
"""

from collections.abc import Iterable, Iterator, Mapping

from index.errors import LoadError
from index.sources.assembly import one_line, row_article
from index.sources.fields import Fields, field_named
from index.types import Article

MAX_ID = 200

Row = tuple[int, Mapping[str, object]]
"""The number of the line on which a row begins, and its values by column."""


def load_rows(rows: Iterable[Row | LoadError], key: str) -> Iterator[Article | LoadError]:
    """An article or an error for each row, in order; one error when there is no row at all."""
    seen: set[str] = set()
    row: Row | LoadError | None = None
    for row in rows:
        yield row if isinstance(row, LoadError) else _loaded(row, key, seen)
    if row is None:
        yield LoadError(key, "load_empty")


def _loaded(row: Row, key: str, seen: set[str]) -> Article | LoadError:
    number, values = row
    fields = _fields(values)
    row_key = f"{key}#{fields.external_id or number}"
    if row_key in seen:
        return LoadError(f"{key}#{number}", "load_repeated_id", id=fields.external_id or number)
    try:
        article = row_article(fields, row_key)
    except LoadError as error:
        return error
    seen.add(row_key)
    return article


def _fields(values: Mapping[str, object]) -> Fields:
    named = {
        name: _text(value) for column, value in values.items() if (name := field_named(column))
    }
    named["external_id"] = one_line(named.get("external_id", ""), MAX_ID)
    return Fields(**{"text": "", **named})


def _text(value: object) -> str:
    """A number may stand for its digits; anything else that is no text stands for nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
