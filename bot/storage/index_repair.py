"""Rebuild the database's indexes after a statement has met damage that may be one of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.errors import IndexesRebuilt, StorageDamaged, StorageError
from bot.storage.article_rows import ReportFault

log = logging.getLogger(__name__)

REPAIR_INTERVAL_S = 600.0
"""Between two rebuildings: what one does not mend, the next does not either."""


class IndexRepair:
    """Rebuilds in the background, whichever store met the damage, and reports that it did."""

    def __init__(
        self,
        name: Path | str,
        rebuild: Callable[[], Awaitable[None]],
        is_index_damage: Callable[[str], bool],
    ) -> None:
        self._name = name
        self._rebuild = rebuild
        self._is_index_damage = is_index_damage
        self._begun_at: float | None = None
        self._rebuilt_at = 0.0
        self._task: asyncio.Task[None] | None = None
        self.report: ReportFault = lambda _: None

    def begin(self, error: StorageDamaged) -> None:
        """Begin to rebuild, unless that was done lately or the error is of another kind."""
        now = asyncio.get_running_loop().time()
        lately = self._begun_at is not None and now - self._begun_at < REPAIR_INTERVAL_S
        if not lately and self._is_index_damage(str(error.arguments["reason"])):
            self._begun_at = now
            self._task = asyncio.create_task(self._run(error))

    async def repaired(self, error: StorageDamaged, since: float) -> bool:
        """Return whether the indexes have been rebuilt since a time of the event loop."""
        self.begin(error)
        await self.close()
        return self._rebuilt_at > since

    async def close(self) -> None:
        """Wait until nothing is being rebuilt."""
        if self._task is not None:
            await self._task

    async def _run(self, error: StorageDamaged) -> None:
        try:
            await self._rebuild()
        except StorageError:
            log.exception("the database's indexes cannot be rebuilt: %s", error)
            return
        self._rebuilt_at = asyncio.get_running_loop().time()
        log.warning("the database's indexes were damaged, and rebuilt: %s", error)
        self.report(IndexesRebuilt(self._name))
