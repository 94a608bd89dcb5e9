"""A topic as written into tokens with their places. What they mean together is not decided here."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from index.analysis.tokenizer import tokenize
from index.errors import BadTopic
from index.topics.grammar import BOTH, EITHER, ENGLISH, Field

_FIELDS = {field.value: field for field in Field} | {name: field for field, name in ENGLISH.items()}
_QUOTES = '"“”„‟«»＂'
_SEPARATORS = ",;"
_PHRASE = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*+)[{_QUOTES}]")
# A comma between digits belongs to the number: "3,5".
_CHUNK = re.compile(rf"(?:[^\s(){_QUOTES}{_SEPARATORS}]|(?<=\d),(?=\d))++")
_DASHES = re.compile(r"[-−–—]++")
_FIELD = re.compile(r"([^\W\d_]++):")
_ADDRESS = re.compile(r"\w++://")


class TokenKind(Enum):
    """What a token is."""

    WORDS = auto()
    OPEN = auto()
    CLOSE = auto()
    EITHER = auto()
    EXCLUDE = auto()
    FIELD = auto()


class TopicToken(NamedTuple):
    """A piece of a topic and its offset.

    ``words`` are those of a word or phrase, ``field`` is what a ``FIELD`` names.
    """

    kind: TokenKind
    place: int
    words: tuple[str, ...] = ()
    field: Field = Field.TITLE


def tokens(text: str) -> Iterator[TopicToken]:
    """The tokens of ``text`` in order; raises ``BadTopic`` where there is none to be read.

    Punctuation that says nothing is passed over.
    """
    place = 0
    while place < len(text):
        char = text[place]
        if char.isspace() or char in _SEPARATORS:
            place += 1
            continue
        if char in "()":
            found, place = (
                [TopicToken(TokenKind.OPEN if char == "(" else TokenKind.CLOSE, place)],
                place + 1,
            )
        elif char in _QUOTES:
            found, place = _phrase(text, place)
        elif dashes := _DASHES.match(text, place):
            found, place = _excluded(text, dashes)
        else:
            found, place = _word(text, place)
        yield from found


def _phrase(text: str, place: int) -> tuple[list[TopicToken], int]:
    match = _PHRASE.match(text, place)
    if match is None:
        raise BadTopic("topic_open_quote", place, "topic_example_phrase")
    words = _words(match[1])
    if not words:
        raise BadTopic("topic_empty_phrase", place, "topic_example_phrase")
    return [TopicToken(TokenKind.WORDS, place, words)], match.end()


def _excluded(text: str, dashes: re.Match[str]) -> tuple[list[TopicToken], int]:
    """A minus sign right before what it excludes; a dash between blanks is punctuation."""
    behind = text[dashes.end() : dashes.end() + 1]
    if behind and not behind.isspace():
        return [TopicToken(TokenKind.EXCLUDE, dashes.start())], dashes.end()
    if "-" in dashes[0]:
        raise BadTopic("topic_lone_minus", dashes.start(), "topic_example_without")
    return [], dashes.end()


def _word(text: str, place: int) -> tuple[list[TopicToken], int]:
    field = None if _ADDRESS.match(text, place) else _FIELD.match(text, place)
    if field and field[1].lower() in _FIELDS:
        return [TopicToken(TokenKind.FIELD, place, field=_FIELDS[field[1].lower()])], field.end()
    if field and text[field.end() : field.end() + 1].strip():
        raise BadTopic("topic_unknown_field", place, "topic_example_field", field=field[1])
    chunk = next(_CHUNK.finditer(text, place))
    if chunk[0] in EITHER:
        return [TopicToken(TokenKind.EITHER, place)], chunk.end()
    words = () if chunk[0] in BOTH else _words(chunk[0])
    return [TopicToken(TokenKind.WORDS, place, words)] if words else [], chunk.end()


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokenize(text))
