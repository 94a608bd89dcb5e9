"""Folders in the data folder that last no longer than the work in them."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_ABANDONED = 24 * 3600
"""Seconds after which a folder was left by a process that crashed."""


@asynccontextmanager
async def temporary_folder(data: Path, prefix: str) -> AsyncIterator[Path]:
    """A folder in ``data`` for as long as the block runs, in place of any that a crash has left."""
    folder = await asyncio.to_thread(_make, data, prefix)
    try:
        yield folder
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


def _make(data: Path, prefix: str) -> Path:
    for left in data.glob(f"{prefix}*"):
        if left.stat().st_mtime < time.time() - _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=prefix, dir=data))
