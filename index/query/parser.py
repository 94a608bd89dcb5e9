"""A question as written into a query: language, terms, names, and the kind of answer asked for."""

import re

from index.analysis import Analyzer, analyzer_for
from index.query.answer_type import answer_type_of
from index.query.slang import spelt_out
from index.types import Language, Query

LONGEST = 1000
"""Characters of a question that are read; more is a pasted text, and its beginning says enough."""

_NAME_OR_NUMBER = re.compile(r"(?:(?<=\S )|(?<=\S [\"“‘'(]))[^\W\d_a-z][\w-]*|\b\d[\w.,:-]*\w|\b\d")


def parse_question(text: str, language: Language) -> Query:
    """The query that ``text`` makes in ``language``; ``terms`` is empty if it says nothing."""
    asked = text[:LONGEST]
    spoken = asked.lower() if _is_shouted(asked) else asked
    if language is Language.INDONESIAN:
        spoken = spelt_out(spoken)
    analyzer = analyzer_for(language)
    terms = tuple(dict.fromkeys(analyzer.terms(spoken)))
    names = _names(spoken, analyzer) & set(terms)
    return Query(asked, language, terms, answer_type_of(spoken), frozenset(names))


def _is_shouted(text: str) -> bool:
    """Whether capitals say nothing: in "SIAPA DIA ITU" they are no names, in "US" they are."""
    return text.isupper() and len(text.split()) > 2


def _names(asked: str, analyzer: Analyzer) -> set[str]:
    """Terms of words with a capital, but for the first word, and of numbers.

    A question all in capitals has no names to tell from other words.
    """
    if asked.isupper():
        return set()
    return {
        term
        for word in _NAME_OR_NUMBER.findall(asked)
        if word[0].isupper() or word[0].isdigit()
        for term in analyzer.terms(word)
    }
