"""Temporary folders beside the files that they are for, on the same disk."""

import asyncio
import errno
import glob
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from bot.errors import StorageError, StorageGone
from bot.outages import exhausted_key

FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
_MAX_AGE_S = 24 * 3600
"""An older folder was left by a process that crashed."""


@asynccontextmanager
async def temporary_folder(data: Path, prefix: str) -> AsyncIterator[Path]:
    """Make a folder in ``data`` until the block ends, and delete those that crashes have left.

    Raises StorageError if it cannot be made, StorageGone if ``data`` is gone.
    """
    try:
        folder = await asyncio.to_thread(_make, data, prefix)
    except FileNotFoundError as error:
        raise StorageGone(data) from error
    except OSError as error:
        full = "storage_full" if error.errno in FULL_DISK else None
        key = full or exhausted_key(error) or "storage_unwritable"
        raise StorageError(key, path=str(data), reason=type(error).__name__) from error
    try:
        yield folder
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


def _make(data: Path, prefix: str) -> Path:
    for left in data.glob(f"{prefix}*"):
        if left.stat().st_mtime < time.time() - _MAX_AGE_S:
            shutil.rmtree(left, ignore_errors=True)
    return Path(mkdtemp(prefix=prefix, dir=data))


def clear_folders_beside(path: Path, older_than_s: float = 0.0) -> None:
    """Delete the folders that ``folder_beside`` made for ``path`` in processes that died."""
    for left in path.parent.glob(f".{glob.escape(path.name)}-*"):
        if left.lstat().st_mtime <= time.time() - older_than_s:
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """Make a hidden folder in the same folder as ``path`` until the block ends."""
    clear_folders_beside(path, _MAX_AGE_S)
    with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        yield Path(folder)


def clear_unfinished(folder: Path, name: str) -> None:
    """Delete what ``replacing`` made under this name in processes that died."""
    clear_folders_beside(folder / name)


@contextmanager
def replacing(path: Path, name: str = "") -> Iterator[Path]:
    """Yield a path to write a file to, which replaces ``path`` unless the block raises.

    ``name`` is that of its hidden folder, by default the file's own.
    """
    with folder_beside(path.with_name(name or path.name)) as folder:
        unfinished = folder / path.name
        yield unfinished
        unfinished.replace(path)
