"""Temporary folders in the data folder."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ABANDONED_AFTER_S = 24 * 3600
"""An older folder was left behind by a process that crashed."""


@asynccontextmanager
async def temporary_folder(data: Path, prefix: str) -> AsyncIterator[Path]:
    """Make a folder in ``data`` for as long as the block runs; delete abandoned ones."""
    folder = await asyncio.to_thread(_make, data, prefix)
    try:
        yield folder
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


def _make(data: Path, prefix: str) -> Path:
    for left in data.glob(f"{prefix}*"):
        if left.stat().st_mtime < time.time() - ABANDONED_AFTER_S:
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=prefix, dir=data))
