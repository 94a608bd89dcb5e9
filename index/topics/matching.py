"""Whether a topic matches an article, one by one; many topics at once are ``TopicIndex``'s."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.topics.conditions import condition_for, holds
from index.topics.grammar import Topic
from index.topics.words import positions_of
from index.types import Article, Language


def matches(topic: Topic, article: Article) -> bool:
    """Whether ``article`` is about ``topic``."""
    condition = condition_for(topic, article.language)
    return condition is not None and holds(condition, positions_of(article))


@dataclass(frozen=True, slots=True)
class Trial:
    """What a topic would have matched: ids in the order in which the articles came."""

    articles: int
    matched: tuple[int, ...]

    @property
    def share(self) -> float:
        """The matched part of the articles, 0 to 1; 0 where there were none."""
        return len(self.matched) / self.articles if self.articles else 0.0


def try_topic(topic: Topic, articles: Iterable[Article]) -> Trial:
    """Match ``topic`` against ``articles``, gone through once; about .1 ms each, so off the loop.

    Nothing is kept of an article but its id.
    """
    conditions = {language: condition_for(topic, language) for language in Language}
    total, matched = 0, []
    for article in articles:
        total += 1
        condition = conditions[article.language]
        if condition is not None and holds(condition, positions_of(article)):
            matched.append(article.id)
    return Trial(total, tuple(matched))
