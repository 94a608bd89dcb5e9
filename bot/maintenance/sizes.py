"""How much of the disk the bot uses, and how much is left."""

import asyncio
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.storage.backup_folder import free_bytes
from bot.storage.database import Database
from bot.storage.database_file import SUFFIXES


@dataclass(frozen=True, slots=True)
class StorageSizes:
    """Bytes of the database, of the index beside it, and free on their disk."""

    database: int
    index: int
    free: int


async def measure_sizes(database: Database) -> StorageSizes:
    """Measure a database, and what is beside it; raises StorageError."""
    sizes = await asyncio.to_thread(sizes_beside, database.address.file)
    on_server = await database.size()
    return sizes if on_server is None else replace(sizes, database=on_server)


def sizes_beside(database: Path) -> StorageSizes:
    """Measure the files of a data folder, nothing if it is gone; blocks."""
    files = (database.with_name(database.name + suffix) for suffix in SUFFIXES)
    indexes = (file for folder in database.parent.glob("index-*") for file in _files_in(folder))
    return StorageSizes(_bytes_of(files), _bytes_of(indexes), free_bytes(database.parent))


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder from which segments are deleted meanwhile."""
    for root, _, names in os.walk(folder):
        yield from (Path(root, name) for name in names)


def _bytes_of(files: Iterable[Path]) -> int:
    """Return how many there are in the files, as far as they are still there."""
    return sum(_size_of(file) for file in files)


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:
        return 0
