"""The reverse index: an article in, the topics that match it out."""

from collections.abc import Callable

from index.topics.grammar import Topic
from index.types import Article


class TopicIndex:
    """All topics, each filed under its rarest needed stem; not safe to change while it matches.

    ``rarity`` gives a stem's idf in the collection; what it says at ``add`` decides where a topic
    is filed and never what it matches.
    """

    def __init__(self, rarity: Callable[[str], float]) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def add(self, topic_id: int, topic: Topic) -> None:
        """File ``topic``; one that was there under the same id is replaced."""
        raise NotImplementedError

    def remove(self, topic_id: int) -> None:
        """Take a topic out; nothing happens if there is none."""
        raise NotImplementedError

    def match(self, article: Article) -> list[int]:
        """The ids of the topics that match ``article``, ascending."""
        raise NotImplementedError
