"""Suggested topics: from a question, or narrower than a topic that a reader has."""

import asyncio
from collections.abc import Sequence

from bot.alerts.previews import read_topic
from bot.errors import TopicUnclear
from bot.storage.articles import ArticleStore
from index.query.parser import parse_question
from index.topics import narrowed, topic_for
from index.types import Idf, Language


class TopicSuggestions:
    """Suggests topics by the idf of their stems."""

    def __init__(self, articles: ArticleStore, idf: Idf) -> None:
        self._articles = articles
        self._idf = idf

    def of_question(self, question: str, language: Language) -> str | None:
        """Return a topic of the question's rarest words; None if all are too common."""
        topic = topic_for(parse_question(question, language), self._idf)
        return None if topic is None else str(topic)

    async def narrower(self, text: str, article_id: int) -> Sequence[str]:
        """Return topics that match less than ``text``; first those that exclude the article.

        Empty if the article is gone or the topic can no longer be parsed.
        """
        article = (await self._articles.many([article_id])).get(article_id)
        if article is None:
            return ()
        try:
            topic = read_topic(text)
        except TopicUnclear:
            return ()
        found = await asyncio.to_thread(narrowed, topic, article, self._idf)
        return [str(one) for one in (*found.excluding, *found.requiring)]
