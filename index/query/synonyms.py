"""Synonyms, such as an acronym and its expansion: find them in a text and read one as the other.

Does not decide what is synonymous (``index.query.acronyms``, ``index.query.acronym_definitions``)
nor how synonyms are searched for (``index.query.expansion``).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from index.analysis import Analyzer, Term

TermSequence = tuple[str, ...]
"""Consecutive terms."""


class Synonym(NamedTuple):
    """Consecutive query terms, ``original``, and terms that mean the same, written as ``text``."""

    original: TermSequence
    replacement: TermSequence
    text: str


class SynonymMatch(NamedTuple):
    """A synonym's replacement in a text: ``terms[first:last]``, characters ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int
    synonym: Synonym


class Rewording:
    """Rewrites an article's terms in the query's words, where it has synonyms of them.

    ``exclusions`` contain a replacement but mean something else: *DPRD* is not *DPR*. ``words``
    are the lower-case words of the replacements.
    """

    def __init__(
        self,
        query_terms: Iterable[str],
        synonyms: Collection[Synonym],
        exclusions: Iterable[TermSequence] = (),
    ) -> None:
        self._query_terms = frozenset(query_terms)
        self._by_first: dict[str, list[tuple[TermSequence, Synonym | None]]] = {}
        self.words = frozenset(word.lower() for each in synonyms for word in each.text.split())
        candidates = [
            *((each.replacement, each) for each in synonyms),
            *((terms, None) for terms in exclusions),
        ]
        for terms, synonym in sorted(candidates, key=lambda one: -len(one[0])):
            self._by_first.setdefault(terms[0], []).append((terms, synonym))

    def find(self, text: str, terms: Sequence[str], analyzer: Analyzer) -> list[SynonymMatch]:
        """Return the replacements in ``text``, whose terms are ``terms``: in order, disjoint."""
        if not self._by_first or self._by_first.keys().isdisjoint(terms):
            return []
        return list(self._matches(text, analyzer.located_terms(text)))

    def _matches(self, text: str, located: Sequence[Term]) -> Iterator[SynonymMatch]:
        reached = 0
        for first, term in enumerate(located):
            if first < reached:
                continue
            for terms, synonym in self._by_first.get(term.text, ()):
                last = first + len(terms)
                if sequence_of(located[first:last]) == terms and _is_intended(terms, term, text):
                    reached = last
                    if synonym is not None:
                        yield SynonymMatch(first, last, term.start, located[last - 1].end, synonym)
                    break

    def apply(self, terms: Sequence[str], matches: Iterable[SynonymMatch]) -> list[str]:
        """Return ``terms`` with the original in place of each match.

        Other query terms of a match stay: *Bank Indonesia* is *BI*, and has *Indonesia* too.
        """
        rewritten: list[str] = []
        reached = 0
        for match in matches:
            original, replacement, _ = match.synonym
            rewritten += terms[reached : match.first]
            rewritten += original
            rewritten += [t for t in replacement if t in self._query_terms and t not in original]
            reached = match.last
        return [*rewritten, *terms[reached:]]


NO_REWORDING = Rewording((), ())
"""Without synonyms."""


def sequence_of(terms: Iterable[Term]) -> TermSequence:
    """Return the texts of ``terms``."""
    return tuple(term.text for term in terms)


def _is_intended(terms: TermSequence, first: Term, text: str) -> bool:
    """Whether a single word is the acronym it looks like: *as* is not *AS*, *US$* is money."""
    word = text[first.start : first.end]
    return len(terms) > 1 or not (word.islower() or text.startswith("$", first.end))
