"""The interface of a search engine.

``index.inverted.local_engine`` is the embedded implementation, ``index.opensearch`` that on a
cluster; tests/contract states what each must do. Whatever may be elsewhere is asynchronous, and may
raise EngineUnavailable.
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

    async def commit(self, version: str) -> None:
        """Serve this index, as that of ``version`` of the articles.

        Running searches finish on the one before. Raises StaleIndex if the index that it was
        derived from is no longer served.
        """


class SearchEngine(Protocol):
    """Finds the best passages for a query.

    Equal scores are ordered by article id, then offset. After changes, scores may count what was
    removed until ``merge_and_persist``; then they equal those of an index prepared from the same
    articles.
    """

    is_shared: bool
    """Whether other processes serve this index, too: one of them at a time may change it."""

    async def figures(self) -> IndexStats:
        """Return how much is searchable now."""

    async def version(self) -> str:
        """Return the version of the articles that are served; "" before there are any."""

    async def prepare(self, articles: Articles, on_built: OnBuilt | None = None) -> PreparedIndex:
        """Build an index of exactly these articles, while the one before is served."""

    async def apply(
        self,
        added: Articles,
        removed: Collection[int],
        on_built: OnBuilt | None = None,
    ) -> PreparedIndex:
        """Build the index that is served now without ``removed``, then with ``added``.

        A changed article is in both; only ``added`` is analysed.
        """

    async def restore(self, version: str | None) -> None:
        """Serve the stored index if it is of ``version``; of any version if that is None.

        Raises SnapshotError; ``version`` returns which one is served.
        """

    async def merge_and_persist(self) -> None:
        """Merge the parts of the served index, and store it as its version of the articles.

        Meant for the background; raises OSError or BuildFailed, after which the index is served as
        before.
        """

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> SearchResult:
        """Return the ``limit`` best passages.

        With ``as_of``, articles dated after that day are left out; with ``since``, those dated
        before that day, and those without a date.
        """

    async def search_all(
        self,
        queries: Sequence[Query],
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> list[SearchResult]:
        """Return what ``search`` returns for each query, in one call."""

    async def sentences(self, articles: Sequence[int]) -> SentenceTable:
        """Return the sentences of those of ``articles``, distinct ids, that are served.

        In the order of ``articles``; what was removed meanwhile is left out.
        """

    async def document_counts(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return in how many searchable passages each of ``terms`` occurs, in one call."""

    async def similar(self, terms: Iterable[str]) -> Mapping[str, str]:
        """Return for each of ``terms`` that occurs nowhere the term that it likely misspells.

        "" if no term is near enough (``index.query.spelling``); terms that occur are left out.
        """

    async def close(self) -> None:
        """Release what is open; nothing is called afterwards."""
