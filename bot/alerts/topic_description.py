"""Topics in a reader's language, as plain text."""

from bot.texts import Texts
from index.errors import BadTopic
from index.topics import parse
from index.topics.grammar import All, Either, Field, Node, Phrase, Within, Without, Word


def canonical_text(text: str, texts: Texts) -> str:
    """Return the topic in the language's canonical syntax; unchanged if it cannot be parsed."""
    try:
        topic = parse(text)
    except BadTopic:
        return text
    return topic.localized_text(texts.language.content) if str(topic) == text else text


def describe(text: str, texts: Texts) -> str:
    """Return what a topic asks for, in words; the topic itself if it cannot be parsed."""
    try:
        return _described(parse(text).root, texts)
    except BadTopic:
        return text


def _described(node: Node, texts: Texts) -> str:
    match node:
        case Word(word):
            return word
        case Phrase(words):
            return f"“{' '.join(words)}”"
        case All(parts):
            return _joined("topic_said_and", parts, texts)
        case Either(parts):
            return _joined("topic_said_or", parts, texts)
        case Without(part):
            return texts.format("topic_said_without", part=_inner(part, texts))
        case Within(field, part):
            key = "topic_said_title" if field is Field.TITLE else "topic_said_source"
            return texts.format(key, part=_inner(part, texts))


def _joined(key: str, parts: tuple[Node, ...], texts: Texts) -> str:
    left = ""
    for part in parts:
        right = _inner(part, texts)
        if left and isinstance(part, Without):
            left = f"{left}, {right}"
        else:
            left = texts.format(key, left=left, right=right) if left else right
    return left


def _inner(node: Node, texts: Texts) -> str:
    described = _described(node, texts)
    return f"({described})" if isinstance(node, All | Either) else described
