"""Topics that are proposed: from a question, and narrower than one that brings too much."""

from collections.abc import Callable
from dataclasses import dataclass

from index.topics.grammar import Topic
from index.types import Article, Query


def topic_for(query: Query, rarity: Callable[[str], float]) -> Topic | None:
    """The weightiest words of a question as the person wrote them, or None if it has none.

    ``rarity`` gives a stem's idf, such as ``result.idf.__getitem__`` of the answer's search.
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Narrowings:
    """Narrower topics: those that need one more word, and those that exclude one."""

    needing: tuple[Topic, ...]
    excluding: tuple[Topic, ...]


def narrowed(topic: Topic, article: Article, rarity: Callable[[str], float]) -> Narrowings:
    """Topics that add one of the weighty words of ``article``, weightiest first, at most 3 each.

    Those of ``needing`` still match the article, those of ``excluding`` do not.
    """
    raise NotImplementedError
