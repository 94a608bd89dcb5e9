"""Two ways to say the same, as an abbreviation and what it is short for: where they stand in text.

An article that says the one is read as if it said the other. Which forms are equal is not decided
here (``index.query.acronyms``, ``index.query.acronym_definitions``), nor how they are searched for.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from index.analysis import Analyzer, Term

SynonymRow = tuple[str, ...]
"""Terms in a row."""


class Synonym(NamedTuple):
    """Where ``said`` stands, it counts as ``asked``; ``words`` is ``said`` as it is written."""

    asked: SynonymRow
    said: SynonymRow
    words: str


class TermRange(NamedTuple):
    """Where a form stands: ``terms[first:last]`` of a text, and these characters of it."""

    first: int
    last: int
    start: int
    end: int
    form: Synonym


class Rewording:
    """What articles say in the words of the question: what is asked in the place of what is equal.

    ``others`` hold the terms of a form and are another thing: *DPRD* is no *DPR*, and is left.
    ``words`` are those of the forms in lower case.
    """

    def __init__(
        self, asked: Iterable[str], forms: Collection[Synonym], others: Iterable[SynonymRow] = ()
    ) -> None:
        self._asked = frozenset(asked)
        self._rows: dict[str, list[tuple[SynonymRow, Synonym | None]]] = {}
        self.words = frozenset(word.lower() for form in forms for word in form.words.split())
        rows = [*((form.said, form) for form in forms), *((row, None) for row in others)]
        for row, form in sorted(rows, key=lambda one: -len(one[0])):
            self._rows.setdefault(row[0], []).append((row, form))

    def places(self, text: str, terms: Sequence[str], analyzer: Analyzer) -> list[TermRange]:
        """Where forms stand in ``text``, whose terms are ``terms``, in order; none overlap."""
        if not self._rows or self._rows.keys().isdisjoint(terms):
            return []
        return list(self._places(text, analyzer.located_terms(text)))

    def _places(self, text: str, terms: Sequence[Term]) -> Iterator[TermRange]:
        reached = 0
        for first, term in enumerate(terms):
            if first < reached:
                continue
            for row, form in self._rows.get(term.text, ()):
                last = first + len(row)
                if row_of(terms[first:last]) == row and is_written(row, term, text):
                    reached = last
                    if form is not None:
                        yield TermRange(first, last, term.start, terms[last - 1].end, form)
                    break

    def reworded(self, terms: Sequence[str], places: Iterable[TermRange]) -> list[str]:
        """``terms`` with what was asked in ``places``.

        What is asked for besides stays: *Bank Indonesia* is *BI*, and says *Indonesia* too.
        """
        found: list[str] = []
        reached = 0
        for place in places:
            asked = place.form.asked
            found += terms[reached : place.first]
            found += asked
            found += [t for t in place.form.said if t in self._asked and t not in asked]
            reached = place.last
        return [*found, *terms[reached:]]


AS_WRITTEN = Rewording((), ())
"""Nothing is equal to anything else."""


def row_of(terms: Iterable[Term]) -> SynonymRow:
    """The texts of ``terms``."""
    return tuple(term.text for term in terms)


def is_written(row: SynonymRow, place: Term, text: str) -> bool:
    """Whether a lone word is an abbreviation: *as* is not *AS*, and *US$* is money."""
    word = text[place.start : place.end]
    return len(row) > 1 or not (word.islower() or text.startswith("$", place.end))
