"""The files of a source, which ``bot.articles.bounded_loading`` loads."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.errors import LoadError
from index.sources.loader import list_folder

LIGHT_SUFFIXES = (".txt", ".text", ".jsonl", ".ndjson", ".csv")
MAX_LIGHT_BYTES = 30_000
"""Of a file that is loaded in the process that asks for it; ten times what an article has."""


class SourceFile(NamedTuple):
    """A file to load; keys and errors begin with ``key``.

    At most ``limit`` articles and errors of it are loaded, if that is not None.
    """

    path: Path
    key: str
    limit: int | None = None

    @property
    def is_light(self) -> bool:
        """Whether the file is small, and of a format that is parsed in linear time."""
        try:
            small = self.path.stat().st_size <= MAX_LIGHT_BYTES
        except OSError:
            return True
        return small and self.path.suffix.lower() in LIGHT_SUFFIXES


def files_of(folder: Path) -> Iterator[SourceFile | LoadError]:
    """Yield the files below a folder whose suffix is known, after the errors of folders."""
    for found in list_folder(folder):
        yield found if isinstance(found, LoadError) else SourceFile(*found)
