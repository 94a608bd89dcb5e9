"""The file format of a segment: a header with the checksum of every array, then the arrays.

Written once and never changed; every checksum is compared before anything is served from it. No
text of an article is stored.
"""

import json
import mmap
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotError
from index.inverted.durable_file import replacing
from index.inverted.lexicon import Lexicon
from index.inverted.postings import RANKS, Postings
from index.inverted.segment import PassageTable, Segment

_MAGIC = b"KUTIPSEG"
_PREFIX = struct.Struct("<8sII")  # magic, size and checksum of the header
_ALIGNMENT = 64
_READ_SIZE = 1 << 22

ARRAY_TYPES: Mapping[str, tuple[str, ...]] = {
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
"""The arrays of a file by their names there, and the types that each may have."""


def write_segment(path: Path, segment: Segment) -> None:
    """Write the arrays of ``segment`` into one file."""
    arrays = {name: np.ascontiguousarray(array) for name, array in _arrays_of(segment).items()}
    header, offset = {}, 0
    for name, array in arrays.items():
        header[name] = [array.dtype.str, list(array.shape), offset, crc32(_raw(array))]
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    coded = compact_json({"arrays": header, "size": offset})
    coded += b" " * (-(_PREFIX.size + len(coded)) % _ALIGNMENT)
    with replacing(path) as file:
        file.write(_PREFIX.pack(_MAGIC, len(coded), crc32(coded)))
        file.write(coded)
        for array in arrays.values():
            file.write(_raw(array))
            file.write(bytes(-array.nbytes % _ALIGNMENT))


def read_segment(path: Path) -> Segment:
    """Return the segment in a file, its arrays mapped; raises SnapshotError for any wrong byte."""
    with snapshot_errors(path), path.open("rb") as file:
        header, first = _read_header(file, path)
        if path.stat().st_size != first + header["size"]:
            raise SnapshotError("snapshot_damaged", str(path))
        specs = {name: _ArraySpec(*header["arrays"][name]) for name in ARRAY_TYPES}
        for name, spec in specs.items():
            if spec.dtype not in ARRAY_TYPES[name] or not spec.is_intact(file, first):
                raise SnapshotError("snapshot_damaged", str(path))
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # freed with the arrays
        return _segment_of({name: spec.array(mapped, first) for name, spec in specs.items()})


class _ArraySpec(NamedTuple):
    """An array's type, and its location in the file relative to the first array."""

    dtype: str
    shape: list[int]
    offset: int
    checksum: int

    @property
    def items(self) -> int:
        return int(np.prod(self.shape, dtype=np.int64))

    def is_intact(self, file: IO[bytes], first: int) -> bool:
        """Whether the bytes in the file have the checksum."""
        left, checksum = self.items * np.dtype(self.dtype).itemsize, 0
        file.seek(first + self.offset)
        while left:
            block = file.read(min(left, _READ_SIZE))
            if not block:
                return False
            checksum = crc32(block, checksum)
            left -= len(block)
        return checksum == self.checksum

    def array(self, mapped: mmap.mmap, first: int) -> NDArray[Any]:
        flat: NDArray[Any] = np.frombuffer(mapped, self.dtype, self.items, first + self.offset)
        return flat.reshape(self.shape)


def _read_header(file: IO[bytes], path: Path) -> tuple[dict[str, Any], int]:
    """Return the header and the offset of the first array."""
    magic, size, checksum = _PREFIX.unpack(file.read(_PREFIX.size))
    coded = file.read(size)
    if magic != _MAGIC or crc32(coded) != checksum:
        raise SnapshotError("snapshot_damaged", str(path))
    header: dict[str, Any] = json.loads(coded)
    return header, _PREFIX.size + size


def _arrays_of(segment: Segment) -> dict[str, NDArray[Any]]:
    table, postings, lexicon = segment.table, segment.postings, segment.postings.lexicon
    return {
        "articles": segment.articles,
        "owners": table.articles,
        "starts": table.starts,
        "stops": table.ends,
        "checksums": table.checksums,
        "days": table.days,
        "heads": lexicon.heads,
        "vocabulary": lexicon.text,
        "term_ends": lexicon.ends,
        "term_numbers": lexicon.numbers,
        "ends": postings.ends,
        "passages": postings.passages,
        "grades": postings.impacts,
        "frequencies": postings.frequencies,
        "length_bytes": postings.length_bytes,
        "best": postings.bounds,
        "lengths": postings.lengths,
        "row_terms": postings.dense_terms,
        "rows": postings.dense_rows,
        "mark_terms": postings.bitmap_terms,
        "marks": postings.bitmaps,
    }


def _segment_of(arrays: Mapping[str, NDArray[Any]]) -> Segment:
    _check_shapes(arrays)
    lexicon = Lexicon(
        heads=arrays["heads"],
        text=arrays["vocabulary"],
        ends=arrays["term_ends"],
        numbers=arrays["term_numbers"],
    )
    postings = Postings(
        lexicon=lexicon,
        ends=arrays["ends"],
        passages=arrays["passages"],
        impacts=arrays["grades"],
        frequencies=arrays["frequencies"],
        length_bytes=arrays["length_bytes"],
        bounds=arrays["best"],
        lengths=arrays["lengths"],
        dense_terms=arrays["row_terms"],
        dense_rows=arrays["rows"],
        bitmap_terms=arrays["mark_terms"],
        bitmaps=arrays["marks"],
    )
    table = PassageTable(
        articles=arrays["owners"],
        starts=arrays["starts"],
        ends=arrays["stops"],
        checksums=arrays["checksums"],
        days=arrays["days"],
    )
    return Segment(arrays["articles"], table, postings)


def _check_shapes(arrays: Mapping[str, NDArray[Any]]) -> None:
    terms, passages = len(arrays["term_numbers"]), len(arrays["lengths"])
    expected: dict[str, tuple[int, ...]] = {
        "owners": (passages,),
        "best": (terms, len(RANKS)),
        "rows": (len(arrays["row_terms"]), passages),
        "marks": (len(arrays["mark_terms"]), -(-passages // 8)),
    }
    for name, shape in expected.items():
        if arrays[name].shape != shape:
            raise ValueError(arrays[name].shape)


def _raw(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def compact_json(value: object) -> bytes:
    """Return the one spelling of ``value`` in JSON that checksums are made of."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


@contextmanager
def snapshot_errors(path: Path) -> Iterator[None]:
    """Turn whatever reading ``path`` raises into SnapshotError."""
    try:
        yield
    except FileNotFoundError as error:
        raise SnapshotError("snapshot_missing", str(path)) from error
    except (OSError, ValueError, TypeError, LookupError, AttributeError, struct.error) as error:
        raise SnapshotError("snapshot_damaged", str(path)) from error
