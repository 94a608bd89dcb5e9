"""The indexes of an alias: which one is served, and what it says of itself."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from index.errors import SnapshotError
from index.opensearch.cluster import Cluster
from index.opensearch.schema import FORMAT, Json
from index.types import IndexStats


@dataclass(frozen=True, slots=True)
class Description:
    """The metadata of an index: the caller's version, the change that made it, its figures."""

    version: str
    change: int
    figures: IndexStats
    format: str = FORMAT

    def to_meta(self) -> Json:
        """Return the description as it is stored."""
        return asdict(self)

    @classmethod
    def of(cls, meta: Mapping[str, Any]) -> "Description":
        """Return a stored description; raises KeyError and TypeError if it is of another kind."""
        figures = IndexStats(**meta["figures"])
        return cls(str(meta["version"]), int(meta["change"]), figures, str(meta["format"]))


@dataclass(frozen=True, slots=True)
class ServedIndex:
    """The index behind the alias."""

    name: str
    description: Description


class Indexes:
    """The indexes of one alias, which is a name of the one that is served."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.alias = cluster.address.index
        self._name = re.compile(re.escape(self.alias) + r"-(\d{6,})")

    async def served(self) -> ServedIndex:
        """Return the index that is served; raises SnapshotError if there is none that is usable."""
        for name, found in (await self._all()).items():
            if self.alias in found["aliases"]:
                return ServedIndex(name, self._description(found))
        raise SnapshotError("snapshot_missing", self.alias)

    def _description(self, found: Json) -> Description:
        try:
            description = Description.of(found["mappings"]["_meta"])
        except (KeyError, TypeError, ValueError) as error:
            raise SnapshotError("snapshot_damaged", self.alias) from error
        if description.format != FORMAT:
            raise SnapshotError("snapshot_outdated", self.alias)
        return description

    async def create(self, body: Json) -> str:
        """Create the next index, not served; return its name."""
        number = max(map(self._number, await self._all()), default=0)
        while True:
            number += 1
            name = f"{self.alias}-{number:06d}"
            if await self._cluster.create(name, {**body, "aliases": {writing_alias(name): {}}}):
                return name

    async def serve(self, name: str) -> None:
        """Let the alias name this index instead of the one that it named."""
        others = [
            {"remove": {"index": other, "alias": self.alias}}
            for other, found in (await self._all()).items()
            if self.alias in found["aliases"] and other != name
        ]
        added = {"add": {"index": name, "alias": self.alias}}
        await self._cluster.change_aliases([*others, added])

    async def delete_unserved(self, kept: Iterable[str]) -> None:
        """Delete the indexes that are neither served nor among ``kept``."""
        unserved = {
            name
            for name, found in (await self._all()).items()
            if self.alias not in found["aliases"]
        }
        await self._cluster.delete(sorted(unserved.difference(kept)))

    async def delete_all(self) -> None:
        """Delete all indexes of the alias, the one that is served, too."""
        await self._cluster.delete(sorted(await self._all()))

    async def _all(self) -> Mapping[str, Json]:
        found = await self._cluster.indexes(f"{self.alias}-*")
        return {name: each for name, each in found.items() if self._name.fullmatch(name)}

    def _number(self, name: str) -> int:
        match = self._name.fullmatch(name)
        return int(match[1]) if match else 0


def writing_alias(name: str) -> str:
    """Return the alias that documents of an index are written through.

    Writing through an alias that is gone with its index fails; by its name, it would be created.
    """
    return f"{name}.writing"
