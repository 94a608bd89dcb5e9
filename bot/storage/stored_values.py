"""Rows as they are stored, to be written to another database exactly.

SQLite's values are parsed one by one: a damaged one must not stop all others.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Insert,
    LargeBinary,
    Select,
    String,
    Table,
    Text,
    bindparam,
    cast,
    select,
    type_coerce,
)
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.types import NullType, TypeEngine

from bot.storage.connection import AsyncConnection

DIGEST_BYTES = 16
POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class StoredRow:
    """The values of a row by column; a JSON value is its text."""

    values: Mapping[str, Any]

    @property
    def digest(self) -> int:
        """A number that other values hardly have."""
        written = repr(tuple(self.values.values())).encode()
        return int.from_bytes(hashlib.blake2b(written, digest_size=DIGEST_BYTES).digest(), "big")

    @property
    def with_nul(self) -> int:
        """How many texts hold a NUL."""
        return sum(isinstance(value, str) and "\0" in value for value in self.values.values())


class RowReader:
    """Reads rows of ``statement``; counts damaged texts, and rows ``left_out`` as unreadable."""

    def __init__(self, table: Table, dialect_name: str) -> None:
        self.damaged = self.left_out = 0
        self._columns = list(table.c)
        self._parses = dialect_name != POSTGRESQL
        self._parsers = [self._parser(column) for column in self._columns]
        stored = _stored_by_sqlite if self._parses else _stored_by_postgresql
        self.statement: Select[Any] = select(*map(stored, self._columns))

    def row(self, stored: Any) -> StoredRow | None:
        """Return a row; None if a value is none of its column's type."""
        try:
            values = [parse(value) for parse, value in zip(self._parsers, stored, strict=True)]
        except (ValueError, TypeError):
            self.left_out += 1
            return None
        names = (column.name for column in self._columns)
        return StoredRow(dict(zip(names, values, strict=True)))

    def _parser(self, column: Column[Any]) -> Callable[[Any], Any]:
        if not self._parses:
            return lambda value: value
        if _is_json(column):
            return self._json
        if _is_text(column):
            return self._text
        dialect = sqlite_dialect()
        processor = column.type.dialect_impl(dialect).result_processor(dialect, None)
        return processor or partial(_of_type, column.type)

    def _text(self, value: bytes | None) -> str | None:
        if value is None:
            return None
        try:
            return value.decode()
        except UnicodeDecodeError:
            self.damaged += 1
            return value.decode("utf-8", "replace")

    def _json(self, value: bytes | None) -> str | None:
        """Return a JSON value's text; raises ValueError if it is none."""
        written = self._text(value)
        if written is not None:
            json.loads(written, parse_constant=_refuse)
        return written


def insertion(table: Table, connection: AsyncConnection) -> Insert:
    """Return the statement that inserts the values of a ``StoredRow``."""
    if connection.dialect_name != POSTGRESQL:
        return table.insert().values({c.name: bindparam(c.name, type_=_plain(c)) for c in table.c})
    values = {c.name: bindparam(c.name, type_=_plain(c)) for c in table.c}
    documents = {c.name: cast(values[c.name], c.type) for c in table.c if _is_json(c)}
    return table.insert().values(values | documents)


def _stored_by_sqlite(column: Column[Any]) -> Any:
    """Return a text's bytes, which may be no UTF-8; of other columns what the driver returns."""
    if _is_text(column):
        return type_coerce(cast(column, LargeBinary), NullType).label(column.name)
    return type_coerce(column, NullType).label(column.name)


def _stored_by_postgresql(column: Column[Any]) -> Any:
    return cast(column, Text).label(column.name) if _is_json(column) else column


def _plain(column: Column[Any]) -> Any:
    return Text() if _is_json(column) else column.type


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, String) or _is_json(column)


def _is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, JSON)


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN and its like, which are Python's JSON alone


def _of_type(its: TypeEngine[Any], value: Any) -> Any:
    """Return a number or bytes; raises TypeError for what SQLite stores in their place."""
    if value is not None and not isinstance(value, its.python_type):
        raise TypeError(value)
    return value
