"""The interface of a search engine.

``index.inverted.local_engine`` is the embedded implementation; tests/contract states what each
must do.
"""

from collections.abc import (
    AsyncIterable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from datetime import date
from typing import Protocol, runtime_checkable

from index.answers.reader.sentences import SentenceTable
from index.errors import LoadError
from index.types import Article, IndexStats, Query, SearchResult


@runtime_checkable
class ArticleSource(Protocol):
    """Articles that the builder reads itself, also in another process: it can be pickled."""

    @property
    def count(self) -> int:
        """How many articles there are."""

    def read(self) -> Iterator[Article]:
        """Yield each article once; blocks, and each step may run in another thread."""


Articles = Iterable[Article] | AsyncIterable[Article] | ArticleSource
"""Read once, in batches; an Iterable is read in a thread."""

OnBuilt = Callable[[int], None]
"""Called on the event loop with the number of articles analysed so far; must not raise."""


class PreparedIndex(Protocol):
    """An index that is built and not yet served."""

    @property
    def failures(self) -> Sequence[LoadError]:
        """Errors of articles, named by their keys, that could not be analysed and are not in it."""

    def commit(self) -> None:
        """Serve this index; running searches finish on the one before.

        Raises StaleIndex if the index that it was derived from is no longer served.
        """


class SearchEngine(Protocol):
    """Finds the best passages for a query."""

    @property
    def stats(self) -> IndexStats:
        """How much is searchable now."""

    async def prepare(self, articles: Articles, on_built: OnBuilt | None = None) -> PreparedIndex:
        """Build an index of exactly these articles, while the one before is served."""

    async def apply(
        self,
        added: Articles,
        removed: Collection[int],
        on_built: OnBuilt | None = None,
    ) -> PreparedIndex:
        """Build the index that is served now without ``removed``, then with ``added``.

        A changed article is in both. Scores equal those of an index prepared from the same
        articles; only ``added`` is analysed.
        """

    async def restore(self, version: str) -> None:
        """Serve the index that was stored as ``version``; raises SnapshotError."""

    async def merge_and_persist(self, version: str) -> None:
        """Merge the parts of the served index and store it as ``version`` of its articles.

        Answers do not change. Meant for the background; raises OSError or BuildFailed, after which
        the index is served as before.
        """

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> SearchResult:
        """Return the ``limit`` best passages; equal scores by article id, then offset.

        With ``as_of``, articles dated after that day are left out; with ``since``, those dated
        before that day, and those without a date.
        """

    async def sentences(self, articles: Sequence[int]) -> SentenceTable:
        """Return the sentences of those of ``articles``, distinct ids, that are served.

        In the order of ``articles``; what was removed meanwhile is left out.
        """

    def idf(self, term: str) -> float:
        """Return the idf of a term in what is searchable now; the highest if it occurs nowhere."""

    async def similar(self, terms: Iterable[str]) -> Mapping[str, str]:
        """Return for each of ``terms`` that occurs nowhere the term that it likely misspells.

        "" if no term is near enough (``index.query.spelling``); terms that occur are left out.
        """
