"""Split a topic's text into tokens with their offsets."""

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
    """The type of a token."""

    WORDS = auto()
    OPEN = auto()
    CLOSE = auto()
    EITHER = auto()
    EXCLUDE = auto()
    FIELD = auto()


class TopicToken(NamedTuple):
    """A token and its offset; ``words`` are those of ``WORDS``, ``field`` is a ``FIELD``'s."""

    kind: TokenKind
    offset: int
    words: tuple[str, ...] = ()
    field: Field = Field.TITLE


def tokens(text: str) -> Iterator[TopicToken]:
    """Yield the tokens of ``text``, skipping other punctuation; raises BadTopic."""
    offset = 0
    while offset < len(text):
        char = text[offset]
        if char.isspace() or char in _SEPARATORS:
            offset += 1
            continue
        if char in "()":
            kind = TokenKind.OPEN if char == "(" else TokenKind.CLOSE
            found, offset = [TopicToken(kind, offset)], offset + 1
        elif char in _QUOTES:
            found, offset = _phrase(text, offset)
        elif dashes := _DASHES.match(text, offset):
            found, offset = _excluded(text, dashes)
        else:
            found, offset = _word(text, offset)
        yield from found


def _phrase(text: str, offset: int) -> tuple[list[TopicToken], int]:
    match = _PHRASE.match(text, offset)
    if match is None:
        raise BadTopic("topic_open_quote", offset, "topic_example_phrase")
    words = _words(match[1])
    if not words:
        raise BadTopic("topic_empty_phrase", offset, "topic_example_phrase")
    return [TopicToken(TokenKind.WORDS, offset, words)], match.end()


def _excluded(text: str, dashes: re.Match[str]) -> tuple[list[TopicToken], int]:
    """A minus sign excludes what follows it directly; a dash between blanks is punctuation."""
    behind = text[dashes.end() : dashes.end() + 1]
    if behind and not behind.isspace():
        return [TopicToken(TokenKind.EXCLUDE, dashes.start())], dashes.end()
    if "-" in dashes[0]:
        raise BadTopic("topic_lone_minus", dashes.start(), "topic_example_without")
    return [], dashes.end()


def _word(text: str, offset: int) -> tuple[list[TopicToken], int]:
    field = None if _ADDRESS.match(text, offset) else _FIELD.match(text, offset)
    if field and field[1].lower() in _FIELDS:
        return [TopicToken(TokenKind.FIELD, offset, field=_FIELDS[field[1].lower()])], field.end()
    if field and text[field.end() : field.end() + 1].strip():
        raise BadTopic("topic_unknown_field", offset, "topic_example_field", field=field[1])
    chunk = next(_CHUNK.finditer(text, offset))
    if chunk[0] in EITHER:
        return [TopicToken(TokenKind.EITHER, offset)], chunk.end()
    words = () if chunk[0] in BOTH else _words(chunk[0])
    return [TopicToken(TokenKind.WORDS, offset, words)] if words else [], chunk.end()


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokenize(text))
