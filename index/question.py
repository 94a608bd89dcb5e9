"""A question as written into a query: language, terms, and the kind of answer asked for."""

from index.analysis import analyzer_for
from index.kinds import kind_asked_for
from index.types import Language, Query

LONGEST = 1000
"""Characters of a question that are read; more is a pasted text, and its beginning says enough."""


def parse_question(text: str, language: Language) -> Query:
    """The query that ``text`` makes in ``language``; ``terms`` is empty if it says nothing."""
    asked = text[:LONGEST]
    spoken = asked.lower() if _is_shouted(asked) else asked
    terms = tuple(dict.fromkeys(analyzer_for(language).terms(spoken)))
    return Query(text=asked, language=language, terms=terms, kind=kind_asked_for(spoken))


def _is_shouted(text: str) -> bool:
    """Whether capitals say nothing: in "SIAPA DIA" they are no names, in "US" they are."""
    return text.isupper() and len(text.split()) > 2
