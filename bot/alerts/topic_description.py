"""A topic in a person's words: what it brings, and what it does not.

Makes no markup.
"""

from bot.texts import Texts
from index.errors import BadTopic
from index.topics import parse
from index.topics.grammar import All, Either, Field, Node, Phrase, Within, Without, Word


def canonical_text(text: str, texts: Texts) -> str:
    """A topic as a reader of the language would write it; as it is where it is none any more."""
    try:
        topic = parse(text)
    except BadTopic:
        return text
    return topic.written(texts.language) if str(topic) == text else text


def describe(text: str, texts: Texts) -> str:
    """What a topic asks for; the topic as it is where it is not understood any more."""
    try:
        return _said(parse(text).root, texts)
    except BadTopic:
        return text


def _said(node: Node, texts: Texts) -> str:
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
    said = ""
    for part in parts:
        right = _inner(part, texts)
        if said and isinstance(part, Without):
            said = f"{said}, {right}"
        else:
            said = texts.format(key, left=said, right=right) if said else right
    return said


def _inner(node: Node, texts: Texts) -> str:
    said = _said(node, texts)
    return f"({said})" if isinstance(node, All | Either) else said
