"""Idf for pure functions, wherever the engine counts its terms."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Protocol, TypeVar, runtime_checkable

from index.inverted.bm25 import lucene_idf
from index.types import Idf, IndexStats

Outcome = TypeVar("Outcome")


class TermCounts(Protocol):
    """An engine, as far as it counts terms."""

    async def figures(self) -> IndexStats:
        """Return how much is searchable now."""

    async def document_counts(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return in how many searchable passages each of ``terms`` occurs."""


@runtime_checkable
class CountsAtHand(Protocol):
    """An engine that has its counts in memory."""

    def idf(self, term: str) -> float:
        """Return the idf of a term in what is searchable now."""


class TermWeights:
    """Gives pure functions the idf of every term that they ask for."""

    def __init__(self, engine: TermCounts) -> None:
        self._engine = engine

    async def decide(
        self, function: Callable[[Idf], Outcome], *, in_thread: bool = False
    ) -> Outcome:
        """Return what ``function`` returns when it knows the idf of each term that it asks for.

        Where the counts are elsewhere it is called again, until it asks for no new term: it must
        be pure, or harmless to repeat.
        """
        if isinstance(self._engine, CountsAtHand):
            return await _called(function, self._engine.idf, in_thread)
        passages = (await self._engine.figures()).passages
        known: dict[str, float] = {}
        while True:
            asked = _Asked(known, lucene_idf(passages, 0))
            decided = await _called(function, asked.idf, in_thread)
            if not asked.unknown:
                return decided
            counts = await self._engine.document_counts(asked.unknown)
            known |= {term: lucene_idf(passages, count) for term, count in counts.items()}


class _Asked:
    """Records the terms that are asked for and not known; ``absent`` is the idf given instead."""

    def __init__(self, known: Mapping[str, float], absent: float) -> None:
        self._known = known
        self._absent = absent
        self.unknown: set[str] = set()

    def idf(self, term: str) -> float:
        found = self._known.get(term)
        if found is None:
            self.unknown.add(term)
            return self._absent
        return found


async def _called(function: Callable[[Idf], Outcome], idf: Idf, in_thread: bool) -> Outcome:
    return await asyncio.to_thread(function, idf) if in_thread else function(idf)
