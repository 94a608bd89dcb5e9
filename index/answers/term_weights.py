"""How much of a question some terms say: shares of its idf weight, from 0 to 1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.types import Query

_NEIGHBOURS = 2
"""Terms this close count as being said together; one other word may stand between."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The query's terms with their share of its idf weight; the shares add up to 1.

    ``total`` is that weight itself, the sum of the terms' idf.
    """

    shares: Mapping[str, float]
    pairs: Sequence[tuple[str, str]]
    total: float

    @classmethod
    def of(cls, query: Query, idf: Mapping[str, float]) -> "Weights":
        """Weigh the terms of ``query`` by ``idf``."""
        total = sum(idf[term] for term in query.terms) or 1.0
        shares = {term: idf[term] / total for term in query.terms}
        return cls(shares, tuple(zip(query.terms, query.terms[1:], strict=False)), total)

    def coverage(self, terms: Iterable[str]) -> float:
        """The share of the query's weight that ``terms`` hold."""
        return sum(self.shares.get(term, 0.0) for term in set(terms))

    def order(self, terms: Sequence[str]) -> float:
        """The share of the query's weight that stands side by side there, in the query's order."""
        side_by_side = set(pairwise(terms))
        return self.togetherness(pair for pair in self.pairs if pair in side_by_side)

    def together(self, terms: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Which neighbours of the query are neighbours in ``terms`` too, whichever comes first."""
        if len(self.shares.keys() & set(terms)) < 2:
            return frozenset()
        near: set[tuple[str, str]] = set()
        for distance in range(1, _NEIGHBOURS + 1):
            near.update(zip(terms, terms[distance:], strict=False))
        return frozenset(pair for pair in self.pairs if pair in near or pair[::-1] in near)

    def togetherness(self, pairs: Iterable[tuple[str, str]]) -> float:
        """The share of the query's weight that these neighbours have."""
        return sum(min(self.shares[first], self.shares[second]) for first, second in pairs)
