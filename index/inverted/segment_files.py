"""An index on disk: segments that never change, and a manifest that names those that are served.

::

    index-a1-f2/            the versions of analysis and format; other folders beside are older ones
      <name>.segment        a header with the checksum of every array, then the arrays
      served.json           what is served, for which state of storage, without which articles

Every file is written beside, synced and renamed, the manifest last. Whatever is wrong with what is
read is one SnapshotError; every checksum is compared before anything is served. Keeps no text.
"""

import json
import mmap
import os
import secrets
import shutil
import struct
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.analysis import ANALYSIS_VERSION
from index.errors import SnapshotError
from index.inverted.lexicon import Lexicon
from index.inverted.postings import RANKS, Postings
from index.inverted.segment import PassageTable, Segment

FORMAT_VERSION = 2
"""Raised with every change of these files, of what passages are, or of how lengths are rounded."""

_MANIFEST = "served.json"
_MAGIC = b"KUTIPSEG"
_PREFIX = struct.Struct("<8sII")  # magic, size and checksum of the header
_ALIGNED = 64
_READ_AT_ONCE = 1 << 22
_ABANDONED = 24 * 3600
"""Seconds by which a file that no manifest names is older than the manifest when it is dropped."""
_ARRAYS: Mapping[str, tuple[str, ...]] = {
    "articles": ("<i8",),
    "owners": ("<i8",),
    "starts": ("<i4",),
    "stops": ("<i4",),
    "checksums": ("<u4",),
    "days": ("<i4",),
    "heads": ("<u8",),
    "vocabulary": ("|u1",),
    "term_ends": ("<i8",),
    "term_numbers": ("<i4",),
    "ends": ("<i8",),
    "passages": ("<i4",),
    "grades": ("<u2", "<u4"),
    "frequencies": ("<u4",),
    "length_bytes": ("|u1",),
    "best": ("<u2", "<u4"),
    "lengths": ("<i4",),
    "row_terms": ("<i4",),
    "rows": ("<u2", "<u4"),
    "mark_terms": ("<i4",),
    "marks": ("|u1",),
}


class StoredSegment(NamedTuple):
    """A segment in the manifest: its file's name, and the articles that are no longer served."""

    name: str
    removed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is served; ``version`` is the caller's name for the state of storage that it matches."""

    version: str
    segments: tuple[StoredSegment, ...]


class SegmentFolder:
    """The snapshot below a data folder; one writer at a time, and readers in any number."""

    def __init__(self, data: Path) -> None:
        self.path = data / f"index-a{ANALYSIS_VERSION}-f{FORMAT_VERSION}"

    def new_name(self) -> str:
        """A name that no segment has."""
        return f"{secrets.token_hex(8)}.segment"

    def has(self, name: str) -> bool:
        """Whether the segment is there."""
        return (self.path / name).is_file()

    def manifest(self) -> Manifest:
        """What was served last; raises SnapshotError."""
        path = self.path / _MANIFEST
        with _snapshot_errors(path):
            written = json.loads(path.read_bytes())
            body = written["served"]
            if written["crc32"] != crc32(_coded(body)):
                raise SnapshotError("snapshot_damaged", str(path))
            segments = tuple(
                StoredSegment(str(name), frozenset(removed)) for name, removed in body["segments"]
            )
            return Manifest(str(body["mark"]), segments)

    def publish(self, manifest: Manifest) -> None:
        """Serve this at the next start, and drop what it does not name any more."""
        body = {
            "mark": manifest.version,
            "segments": [[name, sorted(removed)] for name, removed in manifest.segments],
        }
        before = self._named()
        with _replacing(self.path / _MANIFEST) as file:
            file.write(_coded({"served": body, "crc32": crc32(_coded(body))}))
        self._clean(before, {segment.name for segment in manifest.segments})

    def write(self, segment: Segment) -> str:
        """Store a segment; returns its name."""
        name = self.new_name()
        write_segment(self.path / name, segment)
        return name

    def read(self, name: str) -> Segment:
        """A stored segment, mapped into memory; raises SnapshotError."""
        return read_segment(self.path / name)

    def drop(self, names: Collection[str]) -> None:
        """Delete segments; who has mapped one keeps it."""
        for name in names:
            with suppress(OSError):  # Windows deletes nothing that is mapped
                (self.path / name).unlink()

    def _named(self) -> set[str]:
        try:
            return {segment.name for segment in self.manifest().segments}
        except SnapshotError:
            return set()

    def _clean(self, before: Collection[str], now: Collection[str]) -> None:
        """Drop replaced segments, abandoned files, and the snapshots of other versions."""
        newest = (self.path / _MANIFEST).stat().st_mtime
        for file in self.path.iterdir():
            if file.name in now or file.name == _MANIFEST:
                continue
            if file.name in before or file.stat().st_mtime < newest - _ABANDONED:
                self.drop([file.name])
        for folder in self.path.parent.glob("index-a*-f*"):
            if folder != self.path:
                shutil.rmtree(folder, ignore_errors=True)


def write_segment(path: Path, segment: Segment) -> None:
    """Write a segment's arrays into one file."""
    arrays = {name: np.ascontiguousarray(array) for name, array in _arrays(segment).items()}
    header, offset = {}, 0
    for name, array in arrays.items():
        header[name] = [array.dtype.str, list(array.shape), offset, crc32(_raw(array))]
        offset += -(-array.nbytes // _ALIGNED) * _ALIGNED
    coded = _coded({"arrays": header, "size": offset})
    coded += b" " * (-(_PREFIX.size + len(coded)) % _ALIGNED)
    with _replacing(path) as file:
        file.write(_PREFIX.pack(_MAGIC, len(coded), crc32(coded)))
        file.write(coded)
        for array in arrays.values():
            file.write(_raw(array))
            file.write(bytes(-array.nbytes % _ALIGNED))


def read_segment(path: Path) -> Segment:
    """The segment in a file, its arrays mapped; raises SnapshotError where any byte is wrong."""
    with _snapshot_errors(path), path.open("rb") as file:
        header, first = _header(file, path)
        if path.stat().st_size != first + header["size"]:
            raise SnapshotError("snapshot_damaged", str(path))
        specs = {name: _Spec(*header["arrays"][name]) for name in _ARRAYS}
        for name, spec in specs.items():
            if spec.dtype not in _ARRAYS[name] or not spec.is_intact(file, first):
                raise SnapshotError("snapshot_damaged", str(path))
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # lives as long as the arrays
        return _segment({name: spec.array(mapped, first) for name, spec in specs.items()})


class _Spec(NamedTuple):
    """Where an array lies in the file."""

    dtype: str
    shape: list[int]
    offset: int
    checksum: int

    @property
    def items(self) -> int:
        return int(np.prod(self.shape, dtype=np.int64))

    def is_intact(self, file: IO[bytes], first: int) -> bool:
        """Read it through, so that what is mapped is known to be whole."""
        left, checksum = self.items * np.dtype(self.dtype).itemsize, 0
        file.seek(first + self.offset)
        while left:
            block = file.read(min(left, _READ_AT_ONCE))
            if not block:
                return False
            checksum = crc32(block, checksum)
            left -= len(block)
        return checksum == self.checksum

    def array(self, mapped: mmap.mmap, first: int) -> NDArray[Any]:
        flat: NDArray[Any] = np.frombuffer(mapped, self.dtype, self.items, first + self.offset)
        return flat.reshape(self.shape)


def _header(file: IO[bytes], path: Path) -> tuple[dict[str, Any], int]:
    magic, size, checksum = _PREFIX.unpack(file.read(_PREFIX.size))
    coded = file.read(size)
    if magic != _MAGIC or crc32(coded) != checksum:
        raise SnapshotError("snapshot_damaged", str(path))
    header: dict[str, Any] = json.loads(coded)
    return header, _PREFIX.size + size


def _arrays(segment: Segment) -> dict[str, NDArray[Any]]:
    places, postings, vocabulary = segment.places, segment.postings, segment.postings.vocabulary
    return {
        "articles": segment.articles,
        "owners": places.articles,
        "starts": places.starts,
        "stops": places.ends,
        "checksums": places.checksums,
        "days": places.days,
        "heads": vocabulary.heads,
        "vocabulary": vocabulary.text,
        "term_ends": vocabulary.ends,
        "term_numbers": vocabulary.numbers,
        "ends": postings.ends,
        "passages": postings.passages,
        "grades": postings.grades,
        "frequencies": postings.frequencies,
        "length_bytes": postings.length_bytes,
        "best": postings.best,
        "lengths": postings.lengths,
        "row_terms": postings.row_terms,
        "rows": postings.rows,
        "mark_terms": postings.mark_terms,
        "marks": postings.marks,
    }


def _segment(arrays: Mapping[str, NDArray[Any]]) -> Segment:
    terms, passages = len(arrays["term_numbers"]), len(arrays["lengths"])
    if arrays["best"].shape != (terms, len(RANKS)) or len(arrays["owners"]) != passages:
        raise ValueError(arrays["best"].shape)
    if arrays["rows"].shape != (len(arrays["row_terms"]), passages):
        raise ValueError(arrays["rows"].shape)
    if arrays["marks"].shape != (len(arrays["mark_terms"]), -(-passages // 8)):
        raise ValueError(arrays["marks"].shape)
    vocabulary = Lexicon(
        heads=arrays["heads"],
        text=arrays["vocabulary"],
        ends=arrays["term_ends"],
        numbers=arrays["term_numbers"],
    )
    postings = Postings(
        vocabulary=vocabulary,
        ends=arrays["ends"],
        passages=arrays["passages"],
        grades=arrays["grades"],
        frequencies=arrays["frequencies"],
        length_bytes=arrays["length_bytes"],
        best=arrays["best"],
        lengths=arrays["lengths"],
        row_terms=arrays["row_terms"],
        rows=arrays["rows"],
        mark_terms=arrays["mark_terms"],
        marks=arrays["marks"],
    )
    places = PassageTable(
        articles=arrays["owners"],
        starts=arrays["starts"],
        ends=arrays["stops"],
        checksums=arrays["checksums"],
        days=arrays["days"],
    )
    return Segment(arrays["articles"], places, postings)


def _raw(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _coded(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` when it is whole and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows syncs no folders
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _snapshot_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise SnapshotError("snapshot_missing", str(path)) from error
    except (OSError, ValueError, TypeError, LookupError, AttributeError, struct.error) as error:
        raise SnapshotError("snapshot_damaged", str(path)) from error
