"""Parse a question into a query: its language's terms, its names, and the answer type."""

import re
from functools import cache

from index.analysis import Analyzer, analyzer_for
from index.query.answer_type import answer_type_of
from index.query.slang import in_full
from index.text.invisible import remove_invisible
from index.types import Language, Query

MAX_QUESTION = 1000
"""Characters of a question that are read; more is a pasted text, and its beginning says enough."""

_FILLERS = {
    Language.INDONESIAN: frozenset(
        """masih kemarin tadi barusan lagi dulu mau bakal memang banget cuma hanya kak kakak min
        nak nek mbak sebaiknya enggak nggak ngga kagak ndak doang""".split()
    ),
    Language.ENGLISH: frozenset("please actually really still currently recently now".split()),
}
"""Words that a question is the same without, and that most articles that answer it lack."""

_NAME_OR_NUMBER = re.compile(r"(?:(?<=\S )|(?<=\S [\"“‘'(]))[^\W\d_a-z][\w-]*|\b\d[\w.,:-]*\w|\b\d")


def parse_question(text: str, language: Language) -> Query:
    """Return the query of ``text`` in ``language``; ``terms`` is empty if all are stop words."""
    question = remove_invisible(text[:MAX_QUESTION])
    normalized = question.lower() if _is_all_capitals(question) else question
    normalized = in_full(normalized, language)
    analyzer = analyzer_for(language)
    terms = _sought(normalized, analyzer, language)
    names = _names(normalized, analyzer) & set(terms)
    return Query(question, language, terms, answer_type_of(normalized), frozenset(names))


def _sought(question: str, analyzer: Analyzer, language: Language) -> tuple[str, ...]:
    """Return the distinct terms, without those of fillers if others remain."""
    terms = dict.fromkeys(analyzer.terms(question))
    fillers = _filler_terms(language)
    sought = tuple(term for term in terms if term not in fillers)
    return sought or tuple(terms)


@cache
def _filler_terms(language: Language) -> frozenset[str]:
    analyzer = analyzer_for(language)
    return frozenset(term for word in _FILLERS[language] for term in analyzer.terms(word))


def _is_all_capitals(text: str) -> bool:
    """Whether capitals carry no meaning: in "SIAPA DIA ITU" they are no names, in "US" they are."""
    return text.isupper() and len(text.split()) > 2


def _names(question: str, analyzer: Analyzer) -> set[str]:
    """Return the terms of numbers and of capitalised words but the first.

    A question all in capitals has none: they do not tell names from other words.
    """
    if question.isupper():
        return set()
    return {
        term
        for word in _NAME_OR_NUMBER.findall(question)
        if word[0].isupper() or word[0].isdigit()
        for term in analyzer.terms(word)
    }
