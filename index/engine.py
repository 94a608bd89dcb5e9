"""The one interface through which the rest of the program searches.

It says nothing of how passages are stored or scored; ``index.local`` is the embedded engine.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from index.types import Article, IndexStats, Query, SearchResult


class PreparedIndex(Protocol):
    """A whole index that is built and not yet served."""

    def commit(self) -> None:
        """Serve this index from now on; searches under way finish on the one before."""


class SearchEngine(Protocol):
    """Finds the passages that match a query best."""

    @property
    def stats(self) -> IndexStats:
        """How much is searchable now."""

    async def prepare(self, articles: Iterable[Article]) -> PreparedIndex:
        """Build an index of exactly these articles, while the one before goes on serving."""

    async def search(
        self, query: Query, *, limit: int = 20, as_of: date | None = None
    ) -> SearchResult:
        """The ``limit`` best passages; equal scores are ordered by article id, then offset.

        With ``as_of``, articles dated after that day are not seen.
        """
