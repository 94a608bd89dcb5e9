"""The sentences of an article that say best why it matches a topic."""

from collections.abc import Callable

from index.topics.grammar import Topic
from index.types import Article, Quote


def best_quote(topic: Topic, article: Article, rarity: Callable[[str], float]) -> Quote:
    """The run of sentences with most of the topic's words, rare ones first, those highlighted.

    ``rarity`` gives a stem's idf. Where the body holds none of the words, the quote is the
    beginning of the article without highlights. Raises ValueError for an article without body.
    """
    raise NotImplementedError
