"""The topics that an announcement's audience has: those that say what an admin wrote."""

from collections.abc import Iterable, Sequence

from bot.alerts.previews import read_topic
from bot.model.announcements import TopicCount
from index.errors import BadTopic
from index.topics import Topic, matches, parse
from index.topics.grammar import All, Either, Node, Phrase, Within, Without, Word
from index.types import Article, Language


def topics_that_say(sought: str, counts: Iterable[TopicCount]) -> Sequence[TopicCount]:
    """Return the topics that say what is sought, or are the same topic; raises TopicUnclear.

    Takes about .2 ms each, so run in a thread.
    """
    topic = read_topic(sought)
    return [each for each in counts if _says(each.text, topic)]


def _says(text: str, sought: Topic) -> bool:
    """Whether an article of what a topic asks for, but does not exclude, would match."""
    try:
        topic = parse(text)
    except BadTopic:
        return False
    words = "\n".join(_asked(topic.root))
    return topic.folded == sought.folded or any(
        matches(sought, Article("", words, "", (), language, digest="", source=words))
        for language in Language
    )


def _asked(node: Node) -> list[str]:
    match node:
        case Word(text):
            return [text]
        case Phrase(words):
            return [" ".join(words)]
        case All(parts) | Either(parts):
            return [text for part in parts for text in _asked(part)]
        case Within(_, part):
            return _asked(part)
        case Without():
            return []
