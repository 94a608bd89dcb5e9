"""The file format of a segment: a header with the checksum of every array, then the arrays.

Written once and never changed; every checksum is compared before anything is served from it. No
text of an article is stored.
"""

import json
import mmap
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.sentences import SentenceTable
from index.errors import SnapshotError
from index.inverted.durable_file import replacing
from index.inverted.lexicon import Lexicon
from index.inverted.postings import RANKS, Postings
from index.inverted.segment import PassageTable, Segment

_MAGIC = b"KUTIPSEG"
_PREFIX = struct.Struct("<8sII")  # magic, size and checksum of the header
_ALIGNMENT = 64
_READ_SIZE = 1 << 22


class _ArrayField(NamedTuple):
    """The dataclass and field that an array is stored from, and the types that it may have."""

    part: str
    field: str
    types: tuple[str, ...]


ARRAYS: Mapping[str, _ArrayField] = {
    "owners": _ArrayField("table", "articles", ("<i8",)),
    "starts": _ArrayField("table", "starts", ("<i4",)),
    "stops": _ArrayField("table", "ends", ("<i4",)),
    "checksums": _ArrayField("table", "checksums", ("<u4",)),
    "days": _ArrayField("table", "days", ("<i4",)),
    "heads": _ArrayField("lexicon", "heads", ("<u8",)),
    "vocabulary": _ArrayField("lexicon", "text", ("|u1",)),
    "term_ends": _ArrayField("lexicon", "ends", ("<i8",)),
    "term_numbers": _ArrayField("lexicon", "numbers", ("<i4",)),
    "ends": _ArrayField("postings", "ends", ("<i8",)),
    "passages": _ArrayField("postings", "passages", ("<i4",)),
    "grades": _ArrayField("postings", "impacts", ("<u2", "<u4")),
    "frequencies": _ArrayField("postings", "frequencies", ("<u4",)),
    "length_bytes": _ArrayField("postings", "length_bytes", ("|u1",)),
    "best": _ArrayField("postings", "bounds", ("<u2", "<u4")),
    "lengths": _ArrayField("postings", "lengths", ("<i4",)),
    "row_terms": _ArrayField("postings", "dense_terms", ("<i4",)),
    "rows": _ArrayField("postings", "dense_rows", ("<u2", "<u4")),
    "mark_terms": _ArrayField("postings", "bitmap_terms", ("<i4",)),
    "marks": _ArrayField("postings", "bitmaps", ("|u1",)),
    "word_terms": _ArrayField("sentences", "terms", ("<u4",)),
    "word_forms": _ArrayField("sentences", "forms", ("<u2",)),
    "word_bits": _ArrayField("sentences", "bits", ("|u1",)),
    "sentence_words": _ArrayField("sentences", "firsts", ("<i8",)),
    "sentence_starts": _ArrayField("sentences", "starts", ("<i4",)),
    "sentence_stops": _ArrayField("sentences", "ends", ("<i4",)),
    "sentence_passages": _ArrayField("sentences", "passages", ("<i4",)),
    "sentence_marks": _ArrayField("sentences", "marks", ("|u1",)),
    "sentence_checksums": _ArrayField("sentences", "checksums", ("<u4",)),
    "article_sentences": _ArrayField("sentences", "articles", ("<i8",)),
    "article_ids": _ArrayField("sentences", "ids", ("<i8",)),
    "article_days": _ArrayField("sentences", "days", ("<i4",)),
    "article_sizes": _ArrayField("sentences", "sizes", ("<i4",)),
}
"""The arrays of a file, in order, by their names in its header."""


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
        specs = {name: _ArraySpec(*header["arrays"][name]) for name in ARRAYS}
        for name, spec in specs.items():
            if spec.dtype not in ARRAYS[name].types or not spec.is_intact(file, first):
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
    parts = {
        "table": segment.table,
        "postings": segment.postings,
        "lexicon": segment.postings.lexicon,
        "sentences": segment.sentences,
    }
    return {name: getattr(parts[array.part], array.field) for name, array in ARRAYS.items()}


def _segment_of(arrays: Mapping[str, NDArray[Any]]) -> Segment:
    _check_shapes(arrays)
    fields: dict[str, dict[str, NDArray[Any]]] = defaultdict(dict)
    for name, array in ARRAYS.items():
        fields[array.part][array.field] = arrays[name]
    postings = Postings(lexicon=Lexicon(**fields["lexicon"]), **fields["postings"])
    table = PassageTable(**fields["table"])
    sentences = SentenceTable(**fields["sentences"])
    return Segment(table, postings, sentences)


def _check_shapes(arrays: Mapping[str, NDArray[Any]]) -> None:
    terms, passages = len(arrays["term_numbers"]), len(arrays["lengths"])
    expected: dict[str, tuple[int, ...]] = {
        "owners": (passages,),
        "best": (terms, len(RANKS)),
        "rows": (len(arrays["row_terms"]), passages),
        "marks": (len(arrays["mark_terms"]), -(-passages // 8)),
        "article_sentences": (len(arrays["article_ids"]) + 1,),
        "sentence_words": (len(arrays["sentence_starts"]) + 1,),
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
