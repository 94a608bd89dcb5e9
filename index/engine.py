"""The one interface through which the rest of the program searches.

It says nothing of how passages are stored or scored; ``index.inverted.local_engine`` is the
embedded engine.
"""

from collections.abc import AsyncIterable, Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol, runtime_checkable

from index.types import Article, IndexStats, Query, SearchResult


@runtime_checkable
class ArticleSource(Protocol):
    """Articles that whoever builds reads by itself, in another process too: it can be pickled."""

    @property
    def count(self) -> int:
        """How many there are."""

    def read(self) -> Iterator[Article]:
        """Each of them once; blocks, and may go on in another thread with every article."""


Articles = Iterable[Article] | AsyncIterable[Article] | ArticleSource
"""Read once, a few at a time; an Iterable is read in a thread."""

OnBuilt = Callable[[int], None]
"""Told on the event loop how many articles have been analysed so far; must not raise."""


class PreparedIndex(Protocol):
    """An index that is built and not yet served."""

    def commit(self) -> None:
        """Serve this index from now on; searches under way finish on the one before.

        Raises StaleIndex where it changes an index that is no longer served.
        """


class SearchEngine(Protocol):
    """Finds the passages that match a query best."""

    @property
    def stats(self) -> IndexStats:
        """How much is searchable now."""

    async def prepare(self, articles: Articles, on_built: OnBuilt | None = None) -> PreparedIndex:
        """Build an index of exactly these articles, while the one before goes on serving."""

    async def apply(
        self,
        added: Articles,
        removed: Collection[int],
        on_built: OnBuilt | None = None,
    ) -> PreparedIndex:
        """What is served now without ``removed``, then with ``added``, whose ids are free by then.

        A changed article is in both. Scores are those of an index prepared from the same articles;
        only ``added`` is analysed.
        """

    async def restore(self, version: str) -> None:
        """Serve what was kept for ``mark``, analysing nothing; raises SnapshotError."""

    async def merge_and_persist(self, version: str) -> None:
        """Tidy up what is served, and keep it for ``mark``, the caller's name for its articles.

        Answers do not change. Meant for the background: raises OSError or BuildFailed, and then
        what is served is as good as before.
        """

    async def search(
        self, query: Query, *, limit: int = 20, as_of: date | None = None
    ) -> SearchResult:
        """The ``limit`` best passages; equal scores are ordered by article id, then offset.

        With ``as_of``, articles dated after that day are not seen.
        """

    async def similar(self, terms: Iterable[str]) -> Mapping[str, str]:
        """The term that each of ``terms`` was likely meant to be, for those that occur nowhere.

        "" where no term is near enough (``index.query.spelling``); a term that occurs is left out.
        """
