"""A process that seeks to lead: ``python -m tests.cluster.leading ADDRESS FOLDER``."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.cluster.leadership import Leadership
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress


@asynccontextmanager
async def jobs() -> AsyncIterator[None]:
    sys.stderr.write("begun\n")
    try:
        yield
    finally:
        sys.stderr.write("stopped\n")


async def lead(address: str, folder: Path) -> None:
    """Lead whenever nobody else does."""
    async with open_database(DatabaseAddress(folder / "kutip.db", SecretStr(address))) as database:
        leadership = Leadership(database, print)
        async with leadership.sought(), leadership.running(jobs):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(lead(sys.argv[1], Path(sys.argv[2])))
