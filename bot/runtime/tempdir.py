"""Temporary folders beside the files that they are for, on the same disk."""

import asyncio
import errno
import glob
import shutil
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

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
        await delete_folder(folder)


def _make(data: Path, prefix: str) -> Path:
    _delete_old(data.glob(f"{prefix}*"), _MAX_AGE_S)
    return Path(mkdtemp(prefix=prefix, dir=data))


def _delete_old(folders: Iterable[Path], older_than_s: float) -> None:
    """Delete those that are as old; another process may delete its own meanwhile."""
    for folder in folders:
        with suppress(FileNotFoundError):
            if folder.lstat().st_mtime <= time.time() - older_than_s:
                shutil.rmtree(folder, ignore_errors=True)


async def delete_folder(folder: Path) -> None:
    """Delete a folder, also if the task is cancelled meanwhile."""
    await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


def clear_folders_beside(path: Path, older_than_s: float = 0.0) -> None:
    """Delete the folders that ``make_folder_beside`` made for ``path`` in processes that died."""
    _delete_old(path.parent.glob(f".{glob.escape(path.name)}-*"), older_than_s)


def make_folder_beside(path: Path) -> Path:
    """Make a hidden folder in the same folder as ``path``."""
    clear_folders_beside(path, _MAX_AGE_S)
    return Path(mkdtemp(prefix=f".{path.name}-", dir=path.parent))


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """Make a hidden folder in the same folder as ``path`` until the block ends."""
    folder = make_folder_beside(path)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
