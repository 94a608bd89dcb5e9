"""Rows of a collection become articles, one by one; a bad row never stops the others.

Knows nothing of how the rows are written down.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from index.errors import LoadError
from index.sources.article_builder import one_line, row_article
from index.sources.fields import Fields, field_named
from index.types import Article

MAX_ID = 200

Row = tuple[int, Mapping[str, object]]
"""The number of the line on which a row begins, and its values by column."""


def load_rows(rows: Iterable[Row | LoadError], key: str) -> Iterator[Article | LoadError]:
    """An article or an error for each row, in order; one error when there is no row at all."""
    seen = _Seen()
    row: Row | LoadError | None = None
    for row in rows:
        yield row if isinstance(row, LoadError) else _loaded(row, key, seen)
    if row is None:
        yield LoadError(key, "load_empty")


@dataclass(slots=True)
class _Seen:
    """The ids of the rows before, each with the key that its source gave it, and all keys."""

    ids: set[tuple[str, str]] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


def _loaded(row: Row, key: str, seen: _Seen) -> Article | LoadError:
    number, values = row
    fields = _fields(values)
    named, identity = fields.external_id, (fields.external_id, fields.key)
    if named and identity in seen.ids:
        return LoadError(f"{key}#{number}", "load_repeated_id", id=named)
    row_key = f"{key}#{named or number}"
    while row_key in seen.keys:  # one row's number, or its id elsewhere, may be another's id
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
    named["external_id"] = one_line(named.get("external_id", ""), MAX_ID)
    return Fields(**{"text": "", **named})


def _text(value: object) -> str:
    """A number may stand for its digits; anything else that is no text stands for nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
