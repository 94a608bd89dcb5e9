"""Parse a topic: recursive descent over the tokens, by the grammar in ``index.topics.grammar``."""

from collections.abc import Sequence

from index.errors import BadTopic
from index.text.invisible import remove_invisible
from index.topics.conditions import condition_for
from index.topics.grammar import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_WORDS,
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
    """Return the topic of ``text``; raises BadTopic.

    Rejects topics that only exclude, and those with only stop words in one of the languages.
    """
    _check_length(text)
    found = tokens(remove_invisible(text))
    if sum(len(token.words) for token in found) > MAX_WORDS:
        raise BadTopic("topic_too_many_words", 0, "topic_example_words", most=MAX_WORDS)
    topic = Topic(_TopicParser(found, len(text)).topic())
    _check_length(str(topic))
    if not all(condition_for(topic, language) for language in Language):
        raise BadTopic("topic_only_common", 0, "topic_example_words")
    return topic


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise BadTopic("topic_too_long", MAX_LENGTH, "topic_example_words", most=MAX_LENGTH)


class _TopicParser:
    """Consumes tokens; a method for each rule of the grammar."""

    def __init__(self, found: Sequence[TopicToken], end: int) -> None:
        self._tokens = found
        self._next = 0
        self._end = end

    def topic(self) -> Node:
        if not self._tokens:
            raise BadTopic("topic_empty", 0, "topic_example_words")
        root = self._either(0)
        if self._is(TokenKind.CLOSE):
            raise BadTopic("topic_stray_parenthesis", self._offset, "topic_example_group")
        return root

    def _either(self, depth: int) -> Node:
        parts = [self._part(depth)]
        while self._is(TokenKind.EITHER):
            self._next += 1
            parts.append(self._part(depth))
        return either_of(parts)

    def _part(self, depth: int) -> Node:
        """Parse one side of an OR."""
        offset, terms = self._offset, []
        while self._next < len(self._tokens) and not self._is(TokenKind.EITHER, TokenKind.CLOSE):
            terms.append(self._term(depth))
        if not terms:
            raise self._missing_terms(offset)
        part = all_of(terms)
        if depth == 0 and not asks_for_something(part):
            raise BadTopic("topic_only_excluded", offset, "topic_example_without")
        return part

    def _missing_terms(self, offset: int) -> BadTopic:
        if self._is(TokenKind.EITHER) or self._follows(TokenKind.EITHER):
            return BadTopic("topic_lonely_or", offset, "topic_example_either")
        if self._follows(TokenKind.OPEN):
            return BadTopic("topic_empty_group", offset, "topic_example_group")
        return BadTopic("topic_stray_parenthesis", offset, "topic_example_group")

    def _term(self, depth: int) -> Node:
        token = self._take()
        if depth == MAX_DEPTH:
            raise BadTopic("topic_too_deep", token.offset, "topic_example_group", most=MAX_DEPTH)
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
            raise BadTopic("topic_open_parenthesis", opened.offset, "topic_example_group")
        self._next += 1
        return inside

    def _expect_term(self, token: TopicToken, key: str, example: str) -> None:
        """Raise BadTopic unless a term follows a minus sign or field."""
        if self._next == len(self._tokens) or self._is(TokenKind.EITHER, TokenKind.CLOSE):
            raise BadTopic(key, token.offset, example)

    def _take(self) -> TopicToken:
        self._next += 1
        return self._tokens[self._next - 1]

    def _is(self, *kinds: TokenKind) -> bool:
        return self._next < len(self._tokens) and self._tokens[self._next].kind in kinds

    def _follows(self, kind: TokenKind) -> bool:
        return self._next > 0 and self._tokens[self._next - 1].kind is kind

    @property
    def _offset(self) -> int:
        return self._tokens[self._next].offset if self._next < len(self._tokens) else self._end
