"""One engine's segment files: which it created, and which are still needed."""

import asyncio
import shutil
import tempfile
import weakref
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from index.errors import SnapshotError
from index.inverted.live_segment import LiveSegment
from index.inverted.searcher import LiveIndex
from index.inverted.segment_folder import Manifest, SegmentFolder, StoredSegment


class SegmentStore:
    """Segment files below ``data``, or in a temporary folder that is deleted with the store."""

    def __init__(self, data: Path | None) -> None:
        self._data = data
        self._created: set[str] = set()

    @property
    def is_persistent(self) -> bool:
        """Whether the files are kept for the next start."""
        return self._data is not None

    @cached_property
    def _folder(self) -> SegmentFolder:
        if self._data is not None:
            return SegmentFolder(self._data)
        temporary = Path(tempfile.mkdtemp(prefix="kutip-"))
        weakref.finalize(self, shutil.rmtree, temporary, ignore_errors=True)
        return SegmentFolder(temporary)

    def new_path(self) -> Path:
        """Return a path for a segment that another process writes."""
        return self._folder.path / self._folder.new_name()

    async def adopt(self, path: Path) -> LiveSegment:
        """Map the segment that another process wrote to ``path``."""
        live = LiveSegment(await asyncio.to_thread(self._folder.read, path.name), path.name)
        self._created.add(path.name)
        return live

    def stored(self, segments: Collection[LiveSegment]) -> tuple[LiveSegment, ...]:
        """Return ``segments`` with every one in a file; blocks."""
        return tuple(map(self._stored, segments))

    def _stored(self, live: LiveSegment) -> LiveSegment:
        if live.name and self._folder.has(live.name):
            return live
        name = self._folder.write(live.segment)
        self._created.add(name)
        return replace(live, name=name)

    def path_of(self, live: LiveSegment) -> Path:
        """Return the file of a stored segment."""
        return self._folder.path / live.name

    def restored(self, version: str | None) -> tuple[LiveIndex, str]:
        """Return the published index and its version, which is to be ``version`` unless None.

        Raises SnapshotError; blocks.
        """
        manifest = self._folder.manifest()
        if version is not None and manifest.version != version:
            raise SnapshotError("snapshot_outdated", str(self._folder.path))
        segments = (
            LiveSegment(self._folder.read(name), name).without(deleted)
            for name, deleted in manifest.segments
        )
        return LiveIndex(tuple(segments)).changed(None, ()), manifest.version

    def publish(self, version: str, index: LiveIndex) -> None:
        """Keep ``index`` as ``version`` if persistent, and delete created files it does not use."""
        if self.is_persistent:
            segments = (StoredSegment(live.name, live.deleted) for live in index.segments)
            self._folder.publish(Manifest(version, tuple(segments)))
        used = {live.name for live in index.segments}
        self._folder.delete(self._created - used)
        self._created &= used
