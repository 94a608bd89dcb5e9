"""Term weights: the share of a query's total idf that some terms have, 0 to 1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.types import Query

_MAX_DISTANCE = 2
"""Terms between which neighbours of the query count as near: one other word may stand between."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A query's terms with their shares of its total idf, which add up to 1.

    ``pairs`` are the query's neighbouring terms; ``total`` is the sum of the terms' idf.
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
        """Return the share of the query's weight that ``terms`` cover."""
        return sum(self.shares.get(term, 0.0) for term in set(terms))

    def order(self, terms: Sequence[str]) -> float:
        """Return the weight of the query's pairs that are adjacent in ``terms``, in this order."""
        adjacent = set(pairwise(terms))
        return self.pair_weight(pair for pair in self.pairs if pair in adjacent)

    def near_pairs(self, terms: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Return the query's pairs that are near each other in ``terms``, in either order."""
        if len(self.shares.keys() & set(terms)) < 2:
            return frozenset()
        near: set[tuple[str, str]] = set()
        for distance in range(1, _MAX_DISTANCE + 1):
            near.update(zip(terms, terms[distance:], strict=False))
        return frozenset(pair for pair in self.pairs if pair in near or pair[::-1] in near)

    def pair_weight(self, pairs: Iterable[tuple[str, str]]) -> float:
        """Return the weight of ``pairs``: for each the lesser share of its two terms."""
        return sum(min(self.shares[first], self.shares[second]) for first, second in pairs)
