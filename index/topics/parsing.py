"""A topic as a reader writes it into a ``Topic``, or the place where it cannot be understood."""

from index.topics.grammar import Topic


def parse(text: str) -> Topic:
    """The topic that ``text`` says; raises only ``BadTopic``."""
    raise NotImplementedError
