"""Lookups in sent messages: the pages of a digest, the articles of a story."""

from collections.abc import Sequence

from bot.alerts.digests import DigestPage, page_of
from bot.storage.articles import ArticleStore
from bot.storage.outbox import OutboxStore
from bot.storage.stories import StoryStore
from index.types import Article


class AlertHistory:
    """Reads sent digests and the articles of a story."""

    def __init__(self, outbox: OutboxStore, stories: StoryStore, articles: ArticleStore) -> None:
        self._outbox = outbox
        self._stories = stories
        self._articles = articles

    async def digest_page(self, chat_id: int, message_id: int, number: int) -> DigestPage | None:
        """Return a page of a chat's digest by its id in the outbox; None if it was pruned."""
        digest = await self._outbox.digest(chat_id, message_id)
        return None if digest is None else page_of(digest, number)

    async def sources(self, story_id: int) -> Sequence[Article]:
        """Return the stored articles of a story, in the order in which they arrived."""
        ids = await self._stories.articles(story_id)
        found = await self._articles.many(ids)
        return [found[number] for number in ids if number in found]
