"""Load a table of articles with a header row: ``.csv``, packed too.

The delimiter is the one that Excel's first line ``sep=;`` states, else the comma, semicolon, tab
or bar, whichever yields a text column.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import LoadError
from index.sources.article_builder import MAX_TEXT
from index.sources.bounded_io import MAX_LINE, read_lines
from index.sources.fields import field_named
from index.sources.loading import Loading
from index.sources.rows import SourceRow, load_rows
from index.types import Article

MAX_RECORD = 2 * MAX_TEXT
"""Characters; leaves room for the other fields and for doubled quotes."""
MAX_RECORD_LINES = 100_000
"""A line of one letter takes 150 bytes of memory."""
MAX_READ_AGAIN = 10 * MAX_RECORD
"""Characters after unclosed quotes; if there are more such quotes, the file is given up."""
_DELIMITERS = (",", ";", "\t", "|")
_STATED_DELIMITER = re.compile(r"\"?sep=(.|\\t)\"?", re.IGNORECASE)
"""The first line of Excel's tables, which says by what the columns are separated."""


def load(path: Path, key: str, loading: Loading) -> Iterator[Article | LoadError]:
    """Yield an article or error for each row; raises LoadError if there is no text column."""
    return load_rows(_rows(path, key, loading), key, loading)


class _RecordLines:
    """Lines for a csv.reader that remembers those of the current record.

    An unclosed quote would swallow the rest of the file; ``push_back`` then returns all but the
    record's first line, so that only that one is lost.
    """

    def __init__(self, lines: Iterator[tuple[int, str | LoadError]]) -> None:
        self._lines = lines
        self._pushed_back: deque[tuple[int, str]] = deque()
        self._size = 0
        self._read_again = 0
        self.record: list[tuple[int, str]] = []
        self.errors: list[LoadError] = []

    def start_record(self) -> None:
        """Forget the previous record."""
        self._size = 0
        self.record.clear()
        self.errors.clear()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._size > MAX_RECORD or len(self.record) > MAX_RECORD_LINES:
            raise csv.Error
        number, line = self._pushed_back.popleft() if self._pushed_back else self._next_readable()
        self._size += len(line)
        self.record.append((number, line))
        return line

    def _next_readable(self) -> tuple[int, str]:
        for number, line in self._lines:
            if isinstance(line, str):
                return number, line
            self.errors.append(line)
        raise StopIteration

    def push_back(self, first: int = 1) -> bool:
        """Return the record's lines from its ``first`` on to the input, and begin another record.

        Returns False if too much was read again already.
        """
        self._pushed_back.extendleft(reversed(self.record[first:]))
        self._read_again += self._size
        self._size = 0
        self.record.clear()
        return self._read_again <= MAX_READ_AGAIN


def _rows(path: Path, key: str, loading: Loading) -> Iterator[SourceRow | LoadError]:
    lines = _RecordLines(read_lines(path, key, loading))
    header = next((line for line in lines if line.strip()), None)
    delimiters: Sequence[str] = _DELIMITERS
    if header is not None and (stated := _STATED_DELIMITER.fullmatch(header.strip("\ufeff \r\n"))):
        delimiters = ("\t" if stated[1] == "\\t" else stated[1],)
        header = next((line for line in lines if line.strip()), None)
    yield from lines.errors
    if header is None:
        return
    delimiter, columns = _columns(header, delimiters, key)
    # csv's default of 131,072 is less than a long article; _RecordLines bounds the record
    csv.field_size_limit(MAX_RECORD + MAX_LINE)
    table = _Table(lines, delimiter, columns, key)
    while True:
        lines.start_record()
        row = table.next_row()
        yield from lines.errors
        if row is None:
            return
        if isinstance(row, LoadError) or row.values:
            yield row


class _Table:
    """The rows of a table; a row that fits only so has its quotes escaped by backslashes."""

    def __init__(self, lines: _RecordLines, delimiter: str, columns: list[str], key: str) -> None:
        self._lines = lines
        self._columns = columns
        self._delimiter = delimiter
        self._key = key
        self._plain = csv.reader(lines, delimiter=delimiter, strict=True)
        self._escaped = csv.reader(lines, delimiter=delimiter, strict=True, escapechar="\\")

    def next_row(self) -> SourceRow | LoadError | None:
        """Return the next row, or its error; None after the last. Raises LoadError to give up."""
        values = self._next(self._plain)
        if values is None or len(values) != len(self._columns):
            values = self._next_escaped() or values
        if values == []:
            return None if not self._lines.record else SourceRow(self._lines.record[0][0], {})
        number = self._lines.record[0][0]
        if values is None:
            error = LoadError(f"{self._key}#{number}", "load_bad_csv")
            if self._lines.push_back():
                return error
            raise error
        quoted = any('"' in line for _, line in self._lines.record)
        fitted = _fitted(values, self._columns, self._delimiter, quoted=quoted)
        if fitted is None:
            return LoadError(f"{self._key}#{number}", "load_extra_values")
        return SourceRow(number, dict(zip(self._columns, fitted, strict=False)))

    def _next_escaped(self) -> list[str] | None:
        """Read the record again with escaped quotes; None, and as it was, if it fits no better."""
        lines = self._lines
        if not any('\\"' in line for _, line in lines.record):
            return None
        if lines.push_back(first=0):
            values = self._next(self._escaped)
            if values is not None and len(values) == len(self._columns):
                return values
            lines.push_back(first=0)
        self._next(self._plain)
        return None

    @staticmethod
    def _next(reader: Iterator[list[str]]) -> list[str] | None:
        """Return the next record's values, [] at the end, or None if it cannot be parsed."""
        try:
            return next(reader, [])
        except csv.Error:
            return None


def _fitted(
    values: list[str], columns: list[str], delimiter: str, *, quoted: bool
) -> list[str] | None:
    """Return the row with as many values as there are columns, or None if it has too many.

    A text that is not quoted may contain the delimiter; in the last column it is put together.
    """
    rest = values[len(columns) :]
    if not any(map(str.strip, rest)):
        return values
    last = len(columns) - 1
    if quoted or field_named(columns[last]) != "text":
        return None
    return [*values[:last], delimiter.join(values[last:])]


def _columns(header: str, delimiters: Sequence[str], key: str) -> tuple[str, list[str]]:
    """Return the delimiter and the column names; raises LoadError."""
    for delimiter in delimiters:
        columns = _split(header, delimiter)
        if "text" in map(field_named, columns):
            return delimiter, columns
    raise LoadError(key, "load_no_text_column")


def _split(header: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
