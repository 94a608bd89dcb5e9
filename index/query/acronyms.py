"""Well-known abbreviations and what they are short for: which of them a question says.

What is well known stands in ``acronyms.csv``, by language; it is read when it is first asked
for. What articles themselves define is not known here (``index.query.acronym_definitions``).
"""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from index.analysis import Term, analyzer_for
from index.query.synonyms import Synonym, SynonymRow, row_of
from index.types import Language, Query

_TABLE = "acronyms.csv"
_PLAIN = 2
"""Letters up to which an abbreviation is a word like others unless it is in capitals."""


class KnownAcronym(NamedTuple):
    """A known form, its terms, and all that are equal to it."""

    words: str
    row: SynonymRow
    equal: Sequence[tuple[str, SynonymRow]]

    @property
    def is_short(self) -> bool:
        """Whether this is an abbreviation; what it is short for is several words."""
        return len(self.row) == 1


def known_forms(query: Query) -> list[Synonym]:
    """What is equal to parts of ``query``, in the order in which they stand there.

    An abbreviation of two letters counts in capitals only. What it is short for comes before
    another abbreviation of that.
    """
    forms = (
        Synonym(known.row, row, words)
        for known in _said(query)
        for words, row in known.equal
        if row != known.row
    )
    return list(dict.fromkeys(forms))


def known_terms(query: Query) -> frozenset[str]:
    """The terms of ``query`` that belong to a known form, and so are not misspelt."""
    return frozenset(term for known in _said(query) for term in known.row)


def holding(rows: Sequence[SynonymRow], language: Language) -> list[SynonymRow]:
    """The known forms that hold one of ``rows`` and are longer: *DPRD*'s holds *DPR*'s."""
    return [
        known.row
        for several in _forms(language).values()
        for known in several
        if any(len(row) < len(known.row) and _holds(known.row, row) for row in rows)
    ]


def _holds(longer: SynonymRow, row: SynonymRow) -> bool:
    return any(longer[i : i + len(row)] == row for i in range(len(longer) - len(row) + 1))


def _said(query: Query) -> Iterator[KnownAcronym]:
    forms, asked = _forms(query.language), set(query.terms)
    if forms.keys().isdisjoint(asked):
        return
    terms = analyzer_for(query.language).located_terms(query.text)
    reached = 0
    for first, term in enumerate(terms):
        for known in forms.get(term.text, ()) if first >= reached else ():
            last = first + len(known.row)
            if row_of(terms[first:last]) == known.row and asked.issuperset(known.row):
                reached = last
                if _is_meant(known, term, query.text):
                    yield known
                break


def _is_meant(known: KnownAcronym, place: Term, text: str) -> bool:
    word = text[place.start : place.end]
    return not known.is_short or len(word) > _PLAIN or word.isupper()


@cache
def _forms(language: Language) -> dict[str, list[KnownAcronym]]:
    """The known forms of ``language`` by their first term, longer ones first."""
    forms: dict[str, list[KnownAcronym]] = {}
    analyzer = analyzer_for(language)
    for line in _lines():
        if line[0] != language:
            continue
        equal = [(words, tuple(analyzer.terms(words))) for words in line[1:]]
        equal.sort(key=lambda form: len(form[1]) == 1)
        for words, row in equal:
            forms.setdefault(row[0], []).append(KnownAcronym(words, row, equal))
    for several in forms.values():
        several.sort(key=lambda known: -len(known.row))
    return forms


def _lines() -> list[list[str]]:
    text = resources.files("index.query").joinpath(_TABLE).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]
