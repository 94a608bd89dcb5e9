"""Compare a text that somebody passed on with articles, word for word. Pure.

A copy, or a part of one, shares at least .54 of its runs of four words with its article even if
every tenth word is left out; other reports of the same event share .12 and more, articles on
something else less than .1. Among 6,000 articles all of 569 parts and copies find theirs; of 200
that are not there one is taken for another.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.analysis import analyzer_for
from index.query.answer_type import answer_type_of
from index.query.parser import parse_question
from index.types import Article, Language, Query

MAX_TEXT = 4096
"""Characters of a text that are compared; Telegram's messages have no more."""
_MAX_ARTICLE = 20_000
"""Characters of an article that are compared."""
_MIN_PASTED = 400
"""Characters; the longest of 9,800 questions that people wrote has 263."""
_MIN_FORWARDED = 120
_HEAD = 250
"""Characters of a text in which its title is."""
_RARE_TERMS = 16
_RUN = 4
"""Words of a run."""
_MIN_COPY = 0.5
_MIN_COPY_OF_THIRD = 0.25
_MIN_RELATED = 0.12
_MAX_RELATED = 3
_MIN_TITLE_WORDS = 0.7
"""Share of the words beside an address that its article says, if they are its headline."""

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!…][\"”'’)]*\s+\S")
_QUESTION = re.compile(r"\?[\"”'’)\s]*$")


@dataclass(frozen=True, slots=True)
class FoundCopies:
    """The article that a text is or is a part of, None if none is, and its relatives."""

    article: Article | None = None
    related: tuple[Article, ...] = ()


def is_passage(text: str, *, forwarded: bool) -> bool:
    """Whether ``text`` is rather a part of an article than a message in somebody's own words."""
    if len(text) >= _MIN_PASTED:
        return True
    several = _SENTENCE_END.search(text) is not None
    return forwarded and len(text) >= _MIN_FORWARDED and several and not asks(text)


def asks(text: str) -> bool:
    """Whether a long text ends with a question, or is one sentence that asks."""
    return _QUESTION.search(text[-200:]) is not None


def queries_of(text: str, language: Language, idf: Callable[[str], float]) -> tuple[Query, Query]:
    """Return the queries that find the article of ``text``: its beginning, its rarest words."""
    stems = dict.fromkeys(analyzer_for(language).terms(text[:MAX_TEXT]))
    known = sorted((stem for stem in stems if idf(stem) > 0), key=idf, reverse=True)
    rarest = Query(text[:_HEAD], language, tuple(known[:_RARE_TERMS]), answer_type_of(""))
    return parse_question(text[:_HEAD], language), rarest


def compare(text: str, candidates: Sequence[Article]) -> FoundCopies:
    """Return which of ``candidates`` the text is of, and which are nearly so."""
    runs = _runs(text[:MAX_TEXT])
    shared = [(_share(runs, _runs_of(each)), each) for each in candidates]
    shared = sorted(shared, key=lambda one: -one[0])
    article = next((each for share, each in shared if _is_copy(text, share, each)), None)
    if article is not None:
        own = _runs_of(article)
        others = (
            (max(share, _share(own, _runs_of(each))), each)
            for share, each in shared
            if each is not article
        )
        shared = sorted(others, key=lambda one: -one[0])
    related = tuple(each for share, each in shared if share >= _MIN_RELATED)
    return FoundCopies(article, related[:_MAX_RELATED])


def is_about(words: str, article: Article) -> bool:
    """Whether ``words`` beside an address are the headline of its article, or nearly."""
    said = {word for word in _WORD.findall(words.lower()[:_MAX_ARTICLE]) if len(word) > 2}
    known = set(_WORD.findall(f"{article.title} {article.text[:_HEAD]}".lower()))
    return bool(said) and len(said & known) >= _MIN_TITLE_WORDS * len(said)


def _is_copy(text: str, share: float, article: Article) -> bool:
    """Whether a text that shares this much is of the article: also each third of it.

    Two reports of one day may share all their background.
    """
    if share < _MIN_COPY:
        return False
    own, third = _runs_of(article), len(text[:MAX_TEXT]) // 3 + 1
    parts = (text[start : start + third] for start in range(0, len(text[:MAX_TEXT]), third))
    return all(_share(_runs(part), own) >= _MIN_COPY_OF_THIRD for part in parts)


def _runs_of(article: Article) -> frozenset[int]:
    return _runs(f"{article.title} {article.text[:_MAX_ARTICLE]}")


def _runs(text: str) -> frozenset[int]:
    words = _WORD.findall(text.lower())
    return frozenset(hash(tuple(words[n : n + _RUN])) for n in range(len(words) - _RUN + 1))


def _share(runs: frozenset[int], others: frozenset[int]) -> float:
    return len(runs & others) / len(runs) if runs else 0.0
