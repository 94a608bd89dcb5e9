"""A collection of articles as a table with a header row: ``.csv``, packed too.

Commas, semicolons and tabs part the columns, whichever yields a column of texts.
"""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.sources.article_builder import MAX_TEXT
from index.sources.bounded_io import MAX_LINE, read_lines
from index.sources.fields import field_named
from index.sources.rows import Row, load_rows
from index.types import Article

MAX_RECORD = 2 * MAX_TEXT
"""Characters; room for the other fields and for quotes, which are doubled."""
_DELIMITERS = (",", ";", "\t")


def load(path: Path, key: str) -> Iterator[Article | LoadError]:
    """An article or an error for each row; raises LoadError if there is no column of texts."""
    return load_rows(_rows(path, key), key)


class _Lines:
    """Lines for a csv.reader, with those of the record under way kept.

    A quote that is never closed would swallow the rest of the file. When that shows, ``retry``
    gives back all but the record's first line, so that only this one is lost.
    """

    def __init__(self, lines: Iterator[tuple[int, str | LoadError]]) -> None:
        self._lines = lines
        self._again: deque[tuple[int, str]] = deque()
        self._size = 0
        self.record: list[tuple[int, str]] = []
        self.errors: list[LoadError] = []

    def begin(self) -> None:
        """Forget the record before."""
        self._size = 0
        self.record.clear()
        self.errors.clear()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._size > MAX_RECORD:
            raise csv.Error
        number, line = self._again.popleft() if self._again else self._next_readable()
        self._size += len(line)
        self.record.append((number, line))
        return line

    def _next_readable(self) -> tuple[int, str]:
        for number, line in self._lines:
            if isinstance(line, str):
                return number, line
            self.errors.append(line)
        raise StopIteration

    def retry(self) -> None:
        """Hand out the lines after the record's first one again."""
        self._again.extendleft(reversed(self.record[1:]))


def _rows(path: Path, key: str) -> Iterator[Row | LoadError]:
    lines = _Lines(read_lines(path, key))
    header = next((line for line in lines if line.strip()), None)
    yield from lines.errors
    if header is None:
        return
    delimiter, columns = _columns(header, key)
    # csv's own bound, 131,072, is less than a long article; what bounds a record is _Lines
    csv.field_size_limit(MAX_RECORD + MAX_LINE)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        row = _next_row(reader, lines, columns, key)
        yield from lines.errors
        if row is None:
            return
        if isinstance(row, LoadError) or row[1]:
            yield row


def _next_row(
    reader: Iterator[list[str]], lines: _Lines, columns: list[str], key: str
) -> Row | LoadError | None:
    try:
        values = next(reader, None)
    except csv.Error:
        lines.retry()
        return LoadError(f"{key}#{lines.record[0][0]}", "load_bad_csv")
    if values is None:
        return None
    return lines.record[0][0], dict(zip(columns, values, strict=False))


def _columns(header: str, key: str) -> tuple[str, list[str]]:
    """The delimiter and the names of the columns."""
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
