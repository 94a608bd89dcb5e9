"""Suggested topics: from a question, or narrower than a topic that a reader has."""

from collections.abc import Sequence
from functools import partial

from bot.alerts.previews import read_topic
from bot.errors import TopicUnclear
from bot.storage.articles import ArticleStore
from index.query.subject import subject_of
from index.query.term_weights import TermWeights
from index.topics import Narrowings, Topic, in_title, narrowed, topic_about, widened
from index.types import Article, Language

_MAX_WIDER = 2
_MAX_REQUIRING = 1
"""Buttons of a proposed topic, beside that for titles only."""


class TopicSuggestions:
    """Suggests topics by the subject of a question and by the idf of their stems."""

    def __init__(self, articles: ArticleStore, weights: TermWeights) -> None:
        self._articles = articles
        self._weights = weights

    async def of_question(self, question: str, language: Language) -> str | None:
        """Return a topic of what the question is about; None if it names nothing."""
        subject = await self._weights.decide(partial(subject_of, question, language))
        topic = topic_about(subject)
        return None if topic is None else str(topic)

    async def variants(self, text: str, article_id: int | None) -> Sequence[str]:
        """Return topics that match more than ``text``, then such that match less.

        The latter match the article, one that ``text`` matches, if there is one. Raises
        TopicUnclear.
        """
        topic = read_topic(text)
        found = [*widened(topic)[:_MAX_WIDER], in_title(topic)]
        if article_id is not None:
            article = (await self._articles.many([article_id])).get(article_id)
            if article is not None:
                narrower = await self._narrowed(topic, article)
                found += narrower.requiring[:_MAX_REQUIRING]
        return [str(one) for one in found if one is not None]

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
        found = await self._narrowed(topic, article)
        return [str(one) for one in (*found.excluding, *found.requiring)]

    async def _narrowed(self, topic: Topic, article: Article) -> Narrowings:
        return await self._weights.decide(partial(narrowed, topic, article), in_thread=True)


def titles_only(text: str) -> str:
    """Return the topic of what ``text`` matches in titles; "" if there is none or it is unclear."""
    try:
        topic = in_title(read_topic(text))
    except TopicUnclear:
        return ""
    return "" if topic is None else str(topic)
