"""Match one topic against articles one by one; ``TopicIndex`` matches many topics at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.topics.conditions import condition_for, holds
from index.topics.grammar import Topic
from index.topics.words import positions_of
from index.types import Article


def matches(topic: Topic, article: Article) -> bool:
    """Whether ``topic`` matches ``article``."""
    condition = condition_for(topic, article.language)
    return condition is not None and holds(condition, positions_of(article))


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of trying a topic: the number of articles, and the ids of those that matched."""

    articles: int
    matched: tuple[int, ...]

    @property
    def share(self) -> float:
        """The share of articles that matched, 0 to 1; 0 without articles."""
        return len(self.matched) / self.articles if self.articles else 0.0


def try_topic(topic: Topic, articles: Iterable[Article]) -> Trial:
    """Match ``topic`` against ``articles``, in order; takes about .1 ms each, so run in a thread.

    Iterates once and keeps no article.
    """
    total, matched = 0, []
    for article in articles:
        total += 1
        if matches(topic, article):
            matched.append(article.id)
    return Trial(total, tuple(matched))
