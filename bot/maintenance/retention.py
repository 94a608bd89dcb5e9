"""What is thrown away in time: the texts of removed articles, and what feeds brought long ago.

Decides by the clock alone; storage forgets.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.articles.edits import ArticleEditor
from bot.storage.feeds import FeedStore

ITEMS_KEPT = timedelta(days=365)
"""For so long an item of a feed is known; after that, one that is still there by its content."""

EVERY = 3600.0
"""Seconds between two looks."""


class Retention:
    """Forgets what nobody needs any more."""

    def __init__(
        self, editor: ArticleEditor, feeds: FeedStore, *, now: Callable[[], datetime]
    ) -> None:
        self._editor = editor
        self._feeds = feeds
        self._now = now

    async def run(self) -> None:
        """For as long as the bot runs; raises StorageError."""
        while True:
            await self.forget()
            await asyncio.sleep(EVERY)

    async def forget(self) -> None:
        """Forget what is old enough."""
        await self._editor.forget_old()
        await self._feeds.forget_items(self._now() - ITEMS_KEPT)
