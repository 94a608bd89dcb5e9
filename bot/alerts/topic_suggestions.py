"""Topics that a reader may take with one tap: from a question, or narrower than one that they have.

Subscribes to nothing.
"""

import asyncio
from collections.abc import Callable, Sequence

from bot.alerts.previews import read_topic
from bot.errors import TopicUnclear
from bot.storage.articles import ArticleStore
from index.query.parser import parse_question
from index.topics import Topic, narrowed, topic_for
from index.types import Language


class TopicSuggestions:
    """Proposes topics; ``idf`` gives a stem's idf among all articles."""

    def __init__(self, articles: ArticleStore, idf: Callable[[str], float]) -> None:
        self._articles = articles
        self._idf = idf

    def of_question(self, question: str, language: Language) -> str | None:
        """A topic of the question's weighty words; None where it has none."""
        topic = topic_for(parse_question(question, language), self._idf)
        return None if topic is None else str(topic)

    async def narrower(self, text: str, article_id: int) -> Sequence[str]:
        """Topics that bring less than ``text``, without what an article is about first.

        None for an article that is gone, or a topic that is not understood any more.
        """
        article = (await self._articles.many([article_id])).get(article_id)
        if article is None or (topic := _read(text)) is None:
            return ()
        found = await asyncio.to_thread(narrowed, topic, article, self._idf)
        return [str(one) for one in (*found.excluding, *found.needing)]


def _read(text: str) -> Topic | None:
    try:
        return read_topic(text)
    except TopicUnclear:
        return None
