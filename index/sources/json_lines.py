"""Load a collection with a JSON object on each line: ``.jsonl``, ``.ndjson``, packed too."""

import json
from collections.abc import Iterator
from pathlib import Path

from index.errors import LOAD_HUNG, LoadError
from index.sources.bounded_io import read_lines
from index.sources.loading import Loading
from index.sources.rows import SourceRow, load_rows
from index.types import Article


def load(path: Path, key: str, loading: Loading) -> Iterator[Article | LoadError]:
    """Yield an article or error for each line that is not blank."""
    return load_rows(_rows(path, key, loading), key, loading)


def _rows(path: Path, key: str, loading: Loading) -> Iterator[SourceRow | LoadError]:
    for number, line in read_lines(path, key, loading):
        if isinstance(line, LoadError):
            yield line
        elif not line.isspace():
            hung = LoadError(f"{key}#{number}", LOAD_HUNG) if loading.has_hung else None
            yield hung or _row(number, line, f"{key}#{number}")


def _row(number: int, line: str, where: str) -> SourceRow | LoadError:
    try:
        values = json.loads(line, strict=False)  # accepts bare tabs in strings, which are common
    except (ValueError, RecursionError):
        return LoadError(where, "load_bad_json")
    if not isinstance(values, dict):
        return LoadError(where, "load_bad_json")
    return SourceRow(number, values)
