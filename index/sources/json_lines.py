"""A collection of articles with a JSON object on each line: ``.jsonl``, ``.ndjson``, packed too.

Reads no JSON document that spans lines.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.sources.bounded_io import read_lines
from index.sources.rows import Row, load_rows
from index.types import Article


def load(path: Path, key: str) -> Iterator[Article | LoadError]:
    """An article or an error for each line that is not blank."""
    return load_rows(_rows(path, key), key)


def _rows(path: Path, key: str) -> Iterator[Row | LoadError]:
    for number, line in read_lines(path, key):
        if isinstance(line, LoadError):
            yield line
        elif line.strip():
            yield _row(number, line, f"{key}#{number}")


def _row(number: int, line: str, where: str) -> Row | LoadError:
    try:
        values = json.loads(line, strict=False)  # bare tabs inside strings are common and clear
    except (ValueError, RecursionError):
        return LoadError(where, "load_bad_json")
    return (number, values) if isinstance(values, dict) else LoadError(where, "load_bad_json")
