"""A stored index: segment files, and a manifest that names those that are served.

::

    index-a1-f2/            analysis and format version; other index-a*-f* folders are outdated
      <name>.segment        a segment (``index.inverted.segment_files``)
      served.json           the manifest, its checksum included

The manifest is replaced last, so that after a crash the one before is served.
"""

import json
import secrets
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from index.analysis import ANALYSIS_VERSION
from index.errors import SnapshotError
from index.inverted.durable_file import replacing
from index.inverted.segment import Segment
from index.inverted.segment_files import (
    compact_json,
    read_segment,
    snapshot_errors,
    write_segment,
)

FORMAT_VERSION = 4
"""Raised with every change of the files, of what a passage or a sentence is, of the hashes and bits
of words, or of how lengths are rounded."""

_MANIFEST = "served.json"
_ABANDONED_AFTER_S = 24 * 3600
"""A file that no manifest names is deleted when it is so much older than the manifest."""


class StoredSegment(NamedTuple):
    """A segment in the manifest: its file's name, and the ids of its deleted articles."""

    name: str
    deleted: frozenset[int]


def has_index(data: Path) -> bool:
    """Return whether an index, of any version of the format, is stored below a data folder."""
    return any(data.glob(f"index-a*-f*/{_MANIFEST}"))


@dataclass(frozen=True, slots=True)
class Manifest:
    """The segments that are served, and the caller's ``version`` of the articles in them."""

    version: str
    segments: tuple[StoredSegment, ...]


class SegmentFolder:
    """The stored index below a data folder; for one writer and any number of readers."""

    def __init__(self, data: Path) -> None:
        self.path = data / f"index-a{ANALYSIS_VERSION}-f{FORMAT_VERSION}"

    def new_name(self) -> str:
        """Return a name that no segment has."""
        return f"{secrets.token_hex(8)}.segment"

    def has(self, name: str) -> bool:
        """Whether the segment's file exists."""
        return (self.path / name).is_file()

    def manifest(self) -> Manifest:
        """Return the manifest that was published last; raises SnapshotError."""
        path = self.path / _MANIFEST
        with snapshot_errors(path):
            written = json.loads(path.read_bytes())
            body = written["served"]
            if written["crc32"] != crc32(compact_json(body)):
                raise SnapshotError("snapshot_damaged", str(path))
            segments = tuple(
                StoredSegment(str(name), frozenset(deleted)) for name, deleted in body["segments"]
            )
            return Manifest(str(body["mark"]), segments)

    def publish(self, manifest: Manifest) -> None:
        """Replace the manifest, and delete the segments that only the one before named."""
        body = {
            "mark": manifest.version,
            "segments": [[name, sorted(deleted)] for name, deleted in manifest.segments],
        }
        before = self._published_names()
        with replacing(self.path / _MANIFEST) as file:
            file.write(compact_json({"served": body, "crc32": crc32(compact_json(body))}))
        self._clean(before, {segment.name for segment in manifest.segments})

    def write(self, segment: Segment) -> str:
        """Store a segment; returns its name."""
        name = self.new_name()
        write_segment(self.path / name, segment)
        return name

    def read(self, name: str) -> Segment:
        """Return a stored segment, mapped into memory; raises SnapshotError."""
        return read_segment(self.path / name)

    def delete(self, names: Collection[str]) -> None:
        """Delete segment files; what is mapped of them stays readable."""
        for name in names:
            with suppress(OSError):  # Windows deletes no file that is mapped
                (self.path / name).unlink()

    def _published_names(self) -> set[str]:
        try:
            return {segment.name for segment in self.manifest().segments}
        except SnapshotError:
            return set()

    def _clean(self, before: Collection[str], now: Collection[str]) -> None:
        """Delete replaced segments, abandoned files, and stored indexes of other versions."""
        newest = (self.path / _MANIFEST).stat().st_mtime
        for file in self.path.iterdir():
            if file.name in now or file.name == _MANIFEST:
                continue
            if file.name in before or file.stat().st_mtime < newest - _ABANDONED_AFTER_S:
                self.delete([file.name])
        for folder in self.path.parent.glob("index-a*-f*"):
            if folder != self.path:
                shutil.rmtree(folder, ignore_errors=True)
