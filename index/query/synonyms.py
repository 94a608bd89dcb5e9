"""Synonyms, such as an acronym and its expansion.

What is synonymous is decided in ``index.query.acronyms`` and ``index.query.acronym_definitions``,
how it is searched for in ``index.query.expansion``.
"""

from collections.abc import Iterable
from typing import NamedTuple

from index.analysis import Term

TermSequence = tuple[str, ...]
"""Consecutive terms."""


class Synonym(NamedTuple):
    """Consecutive query terms, ``original``, and terms that mean the same, written as ``text``."""

    original: TermSequence
    replacement: TermSequence
    text: str


def sequence_of(terms: Iterable[Term]) -> TermSequence:
    """Return the texts of ``terms``."""
    return tuple(term.text for term in terms)
