"""Topics that users subscribe to: parse them, match them against articles, suggest narrower ones.

Stores nothing and knows no user, chat or schedule; subscriptions are the application's.
"""

from index.topics.grammar import MAX_LENGTH, MAX_WORDS, Topic
from index.topics.matching import Trial, matches, try_topic
from index.topics.parsing import parse
from index.topics.percolator import TopicIndex
from index.topics.proposals import Narrowings, in_title, narrowed, topic_about, widened
from index.topics.quoting import best_quote

__all__ = [
    "MAX_LENGTH",
    "MAX_WORDS",
    "Narrowings",
    "Topic",
    "TopicIndex",
    "Trial",
    "best_quote",
    "in_title",
    "matches",
    "narrowed",
    "parse",
    "topic_about",
    "try_topic",
    "widened",
]
