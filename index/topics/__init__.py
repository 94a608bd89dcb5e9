"""Topics that readers subscribe to: written, understood, matched against articles, narrowed.

Knows no reader, no chat and no schedule, and stores nothing: who subscribes to what, and when they
are told, is the application's.
"""

from index.topics.grammar import LONGEST, MOST_WORDS, Topic
from index.topics.matching import Trial, matches, try_topic
from index.topics.parsing import parse
from index.topics.percolator import TopicIndex
from index.topics.proposals import Narrowings, narrowed, topic_for
from index.topics.quoting import best_quote

__all__ = [
    "LONGEST",
    "MOST_WORDS",
    "Narrowings",
    "Topic",
    "TopicIndex",
    "Trial",
    "best_quote",
    "matches",
    "narrowed",
    "parse",
    "topic_for",
    "try_topic",
]
