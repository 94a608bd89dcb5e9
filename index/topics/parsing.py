"""A topic as a reader writes it into a ``Topic``, or the place where it cannot be understood.

A recursive descent over the tokens; the grammar is in ``index/topics/grammar.py``.
"""

from collections.abc import Sequence

from index.errors import BadTopic
from index.topics.conditions import condition_for
from index.topics.grammar import (
    DEEPEST,
    LONGEST,
    MOST_WORDS,
    Node,
    Phrase,
    Topic,
    Within,
    Without,
    Word,
    all_of,
    asks_for_something,
    either_of,
)
from index.topics.lexer import TokenKind, TopicToken, tokens
from index.types import Language


def parse(text: str) -> Topic:
    """The topic that ``text`` says; raises ``BadTopic`` and nothing else.

    One that only excludes is bad too, and one that has nothing but stop words of a language.
    """
    _check_length(text)
    found = list(tokens(text))
    if sum(len(token.words) for token in found) > MOST_WORDS:
        raise BadTopic("topic_too_many_words", 0, "topic_example_words", most=MOST_WORDS)
    topic = Topic(_TopicParser(found, len(text)).topic())
    _check_length(str(topic))
    if not all(condition_for(topic, language) for language in Language):
        raise BadTopic("topic_only_common", 0, "topic_example_words")
    return topic


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise BadTopic("topic_too_long", LONGEST, "topic_example_words", most=LONGEST)


class _TopicParser:
    """What is left of the tokens; each method takes those of its rule."""

    def __init__(self, found: Sequence[TopicToken], end: int) -> None:
        self._tokens = found
        self._next = 0
        self._end = end

    def topic(self) -> Node:
        if not self._tokens:
            raise BadTopic("topic_empty", 0, "topic_example_words")
        root = self._either(0)
        if self._is(TokenKind.CLOSE):
            raise BadTopic("topic_stray_parenthesis", self._place, "topic_example_group")
        return root

    def _either(self, depth: int) -> Node:
        parts = [self._part(depth)]
        while self._is(TokenKind.EITHER):
            self._next += 1
            parts.append(self._part(depth))
        return either_of(parts)

    def _part(self, depth: int) -> Node:
        """One side of an OR."""
        place, terms = self._place, []
        while self._next < len(self._tokens) and not self._is(TokenKind.EITHER, TokenKind.CLOSE):
            terms.append(self._term(depth))
        if not terms:
            raise self._nothing(place)
        part = all_of(terms)
        if depth == 0 and not asks_for_something(part):
            raise BadTopic("topic_only_excluded", place, "topic_example_without")
        return part

    def _nothing(self, place: int) -> BadTopic:
        if self._is(TokenKind.EITHER) or self._follows(TokenKind.EITHER):
            return BadTopic("topic_lonely_or", place, "topic_example_either")
        if self._follows(TokenKind.OPEN):
            return BadTopic("topic_empty_group", place, "topic_example_group")
        return BadTopic("topic_stray_parenthesis", place, "topic_example_group")

    def _term(self, depth: int) -> Node:
        token = self._take()
        if depth == DEEPEST:
            raise BadTopic("topic_too_deep", token.place, "topic_example_group", most=DEEPEST)
        match token.kind:
            case TokenKind.EXCLUDE:
                self._expect_term(token, "topic_lone_minus", "topic_example_without")
                return Without(self._term(depth + 1))
            case TokenKind.FIELD:
                self._expect_term(token, "topic_lone_field", "topic_example_field")
                return Within(token.field, self._term(depth + 1))
            case TokenKind.OPEN:
                return self._group(token, depth + 1)
        return Word(token.words[0]) if len(token.words) == 1 else Phrase(token.words)

    def _group(self, opened: TopicToken, depth: int) -> Node:
        inside = self._either(depth)
        if not self._is(TokenKind.CLOSE):
            raise BadTopic("topic_open_parenthesis", opened.place, "topic_example_group")
        self._next += 1
        return inside

    def _expect_term(self, token: TopicToken, key: str, example: str) -> None:
        """Something to exclude, or to look for in a field, must follow."""
        if self._next == len(self._tokens) or self._is(TokenKind.EITHER, TokenKind.CLOSE):
            raise BadTopic(key, token.place, example)

    def _take(self) -> TopicToken:
        self._next += 1
        return self._tokens[self._next - 1]

    def _is(self, *kinds: TokenKind) -> bool:
        return self._next < len(self._tokens) and self._tokens[self._next].kind in kinds

    def _follows(self, kind: TokenKind) -> bool:
        return self._next > 0 and self._tokens[self._next - 1].kind is kind

    @property
    def _place(self) -> int:
        return self._tokens[self._next].place if self._next < len(self._tokens) else self._end
