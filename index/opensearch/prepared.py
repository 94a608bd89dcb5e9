"""Prepared indexes and changes: analysed and not yet served."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from index.errors import IndexingError, LoadError, SnapshotError, StaleIndex
from index.opensearch.cluster import Cluster
from index.opensearch.request_file import RequestFile
from index.opensearch.served import Description, Indexes, ServedIndex
from index.opensearch.writing import figures, repeated, replace, write

log = logging.getLogger(__name__)


class Serving(Protocol):
    """The engine, as far as a commit uses it."""

    cluster: Cluster
    indexes: Indexes
    unserved: set[str]
    committing: asyncio.Lock

    def take(self, served: ServedIndex) -> None:
        """Answer as of ``served`` from now on."""


@dataclass(frozen=True, slots=True)
class PreparedClusterIndex:
    """A new index; ``change`` numbers it."""

    engine: Serving
    name: str
    change: int
    failures: Sequence[LoadError]

    async def commit(self, version: str) -> None:
        """Serve the index instead of the one before, which is deleted.

        Raises EngineUnavailable; BuildFailed if another process has deleted this one.
        """
        engine = self.engine
        stats = await figures(engine.cluster, self.name)
        description = Description(version, self.change, stats)
        await repeated(lambda: engine.cluster.set_meta(self.name, description.to_meta()))
        await repeated(lambda: engine.indexes.serve(self.name))
        engine.unserved.discard(self.name)
        engine.take(ServedIndex(self.name, description))
        try:
            await engine.indexes.delete_unserved(engine.unserved)
        except IndexingError as error:
            log.warning("unused indexes are deleted with the next change: %r", error)


@dataclass(frozen=True, slots=True)
class PreparedClusterChange:
    """A change of ``base``: documents that are written by the commit, and ``articles``.

    These are the ids of all that are removed or added.
    """

    engine: Serving
    base: ServedIndex
    change: int
    failures: Sequence[LoadError]
    requests: RequestFile
    articles: set[int] = field(default_factory=set)

    async def commit(self, version: str) -> None:
        """Write the change and make it searchable; may be repeated after any error.

        Until the refresh nothing of it is searchable; within it, for some milliseconds, one shard
        has it and another does not. Raises StaleIndex if another change was committed since it was
        prepared, EngineUnavailable, and BuildFailed.
        """
        async with self.engine.committing:
            await self._check_base()
            await self._write()
            cluster, name = self.engine.cluster, self.base.name
            description = Description(version, self.change, await figures(cluster, name))
            await repeated(lambda: cluster.set_meta(name, description.to_meta()))
            self.engine.take(ServedIndex(name, description))

    async def _check_base(self) -> None:
        try:
            served = await repeated(self.engine.indexes.served)
        except SnapshotError as error:
            raise StaleIndex from error
        base = self.base
        if (served.name, served.description.change) != (base.name, base.description.change):
            raise StaleIndex

    async def _write(self) -> None:
        cluster, name = self.engine.cluster, self.base.name
        async for request in self.requests.read():
            await write(cluster, name, [request])
        articles = sorted(self.articles)
        await repeated(lambda: replace(cluster, name, articles, self.change))
