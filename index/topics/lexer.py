"""Split a topic's text into tokens with their offsets."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from index.analysis.tokenizer import tokenize
from index.errors import BadTopic
from index.topics.grammar import BOTH, EITHER, ENGLISH, NOT, Field

_FIELDS = {field.value: field for field in Field} | {name: field for field, name in ENGLISH.items()}
_QUOTES = '"“”„‟«»＂'
_SEPARATORS = ",;|"
_PHRASE = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*+)[{_QUOTES}]")
# A comma between digits belongs to the number: "3,5".
_CHUNK = re.compile(rf"(?:[^\s(){_QUOTES}{_SEPARATORS}]|(?<=\d),(?=\d))++")
_DASHES = re.compile(r"[-−–—]++")
_FIELD = re.compile(r"([^\W\d_]++):")
_ADDRESS = re.compile(r"\w++://|www\.|t\.me/", re.IGNORECASE)
_DOMAINS = "com|net|org|info|news|tv|id|co|my|sg|uk|us|au"
_SITE = re.compile(rf"(?:[\w-]+\.)+(?:{_DOMAINS})(?![\w.-])", re.IGNORECASE)
"""Of sites whose addresses are typed without a scheme; as a source, such a name is one."""
_WILDCARD = re.compile(r"\w\*(?=[\w\s]|$)")
_EMPHASIS = re.compile(r"\*\w[^*]*\*")


class TokenKind(Enum):
    """The type of a token."""

    WORDS = auto()
    OPEN = auto()
    CLOSE = auto()
    EITHER = auto()
    COMMA = auto()
    CONJUNCTION = auto()
    EXCLUDE = auto()
    FIELD = auto()


class TopicToken(NamedTuple):
    """A token and its offset; ``words`` are those of ``WORDS``, ``field`` is a ``FIELD``'s."""

    kind: TokenKind
    offset: int
    words: tuple[str, ...] = ()
    field: Field = Field.TITLE


_BEGINS_TERM = frozenset({TokenKind.WORDS, TokenKind.OPEN, TokenKind.FIELD})
_ENDS_TERM = frozenset({TokenKind.WORDS, TokenKind.CLOSE})
_JOINS = frozenset({TokenKind.COMMA, TokenKind.CONJUNCTION})


def tokens(text: str) -> list[TopicToken]:
    """Return the tokens of ``text``, without other punctuation; raises BadTopic.

    None is a ``COMMA`` or ``CONJUNCTION``: between terms these are operators, elsewhere words.
    """
    found = list(_scan(text))
    return [token for at in range(len(found)) if (token := _resolved(found, at)) is not None]


def _resolved(found: Sequence[TopicToken], at: int) -> TopicToken | None:
    """Return what a comma or conjunction means where it stands; None if nothing."""
    token = found[at]
    if token.kind not in _JOINS:
        return token
    start, end = at, at + 1  # of the run of commas and conjunctions, as in "a, b, and c"
    while start > 0 and found[start - 1].kind in _JOINS:
        start -= 1
    while end < len(found) and found[end].kind in _JOINS:
        end += 1
    follows = found[end].kind if end < len(found) else None
    if start > 0 and found[start - 1].kind in _ENDS_TERM:
        if follows in _BEGINS_TERM:
            is_either = at == start and any(_joins_either(each) for each in found[start:end])
            return TopicToken(TokenKind.EITHER, token.offset) if is_either else None
        if follows is TokenKind.EXCLUDE:
            return None
    is_word = token.kind is TokenKind.CONJUNCTION and end - start == 1
    return token._replace(kind=TokenKind.WORDS) if is_word else None


def _joins_either(token: TopicToken) -> bool:
    return token.kind is TokenKind.COMMA or token.words[0].lower() in EITHER


def _scan(text: str) -> Iterator[TopicToken]:
    """Yield the tokens in order, commas and conjunctions as such."""
    offset = 0
    while offset < len(text):
        char = text[offset]
        if char.isspace():
            offset += 1
            continue
        if char in "()":
            kind = TokenKind.OPEN if char == "(" else TokenKind.CLOSE
            found, offset = [TopicToken(kind, offset)], offset + 1
        elif char in _SEPARATORS:
            found, offset = [TopicToken(TokenKind.COMMA, offset)], offset + 1
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
    _refuse_wildcard(match[1], offset)
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
    in_field = text[max(0, offset - 1) : offset] == ":"
    if _ADDRESS.match(text, offset) or (_SITE.match(text, offset) and not in_field):
        raise BadTopic("topic_address", offset, "topic_example_words")
    field = _FIELD.match(text, offset)
    if field and field[1].lower() in _FIELDS:
        return [TopicToken(TokenKind.FIELD, offset, field=_FIELDS[field[1].lower()])], field.end()
    if field and text[field.end() : field.end() + 1].strip():
        raise BadTopic("topic_unknown_field", offset, "topic_example_field", field=field[1])
    chunk = next(_CHUNK.finditer(text, offset))
    return _tokens_of(chunk[0], offset), chunk.end()


def _tokens_of(chunk: str, offset: int) -> list[TopicToken]:
    if chunk in NOT:
        return [TopicToken(TokenKind.EXCLUDE, offset)]
    if chunk.lower() in EITHER | BOTH:
        return _conjunction(chunk, offset)
    _refuse_wildcard(chunk, offset)
    words = _words(chunk)
    return [TopicToken(TokenKind.WORDS, offset, words)] if words else []


def _conjunction(word: str, offset: int) -> list[TopicToken]:
    """In capitals it is an operator wherever it stands; OR then needs a term on either side."""
    if not word.isupper():
        return [TopicToken(TokenKind.CONJUNCTION, offset, (word,))]
    return [TopicToken(TokenKind.EITHER, offset)] if word.lower() in EITHER else []


def _refuse_wildcard(text: str, offset: int) -> None:
    """Raise BadTopic for ``gemp*``; in ``*gempa*`` the asterisks only emphasize."""
    if _WILDCARD.search(_EMPHASIS.sub("", text)):
        raise BadTopic("topic_wildcard", offset, "topic_example_words")


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokenize(text))
