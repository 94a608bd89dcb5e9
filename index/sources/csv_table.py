"""Load a table of articles with a header row: ``.csv``, packed too.

The delimiter is the comma, semicolon or tab, whichever yields a text column.
"""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.sources.article_builder import MAX_TEXT
from index.sources.bounded_io import MAX_LINE, read_lines
from index.sources.fields import field_named
from index.sources.rows import SourceRow, load_rows
from index.types import Article

MAX_RECORD = 2 * MAX_TEXT
"""Characters; leaves room for the other fields and for doubled quotes."""
_DELIMITERS = (",", ";", "\t")


def load(path: Path, key: str) -> Iterator[Article | LoadError]:
    """Yield an article or error for each row; raises LoadError if there is no text column."""
    return load_rows(_rows(path, key), key)


class _RecordLines:
    """Lines for a csv.reader that remembers those of the current record.

    An unclosed quote would swallow the rest of the file; ``push_back`` then returns all but the
    record's first line, so that only that one is lost.
    """

    def __init__(self, lines: Iterator[tuple[int, str | LoadError]]) -> None:
        self._lines = lines
        self._pushed_back: deque[tuple[int, str]] = deque()
        self._size = 0
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
        if self._size > MAX_RECORD:
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

    def push_back(self) -> None:
        """Return the record's lines but the first to the input."""
        self._pushed_back.extendleft(reversed(self.record[1:]))


def _rows(path: Path, key: str) -> Iterator[SourceRow | LoadError]:
    lines = _RecordLines(read_lines(path, key))
    header = next((line for line in lines if line.strip()), None)
    yield from lines.errors
    if header is None:
        return
    delimiter, columns = _columns(header, key)
    # csv's default of 131,072 is less than a long article; _RecordLines bounds the record
    csv.field_size_limit(MAX_RECORD + MAX_LINE)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.start_record()
        row = _next_row(reader, lines, columns, key)
        yield from lines.errors
        if row is None:
            return
        if isinstance(row, LoadError) or row.values:
            yield row


def _next_row(
    reader: Iterator[list[str]], lines: _RecordLines, columns: list[str], key: str
) -> SourceRow | LoadError | None:
    try:
        values = next(reader, None)
    except csv.Error:
        lines.push_back()
        return LoadError(f"{key}#{lines.record[0][0]}", "load_bad_csv")
    if values is None:
        return None
    return SourceRow(lines.record[0][0], dict(zip(columns, values, strict=False)))


def _columns(header: str, key: str) -> tuple[str, list[str]]:
    """Return the delimiter and the column names; raises LoadError."""
    for delimiter in _DELIMITERS:
        columns = _split(header, delimiter)
        if "text" in map(field_named, columns):
            return delimiter, columns
    raise LoadError(key, "load_no_text_column")


def _split(header: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
