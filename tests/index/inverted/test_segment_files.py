"""A stored segment comes back the same, or not at all."""

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from index.errors import SnapshotError
from index.inverted.segment import Segment
from index.inverted.segment_files import ARRAYS, read_segment, write_segment
from tests.index.builders import build_article, build_segment

ARTICLES = [
    build_article("Gempa besar melanda Aceh. " * 5, "Banjir di kota.", id=3, title="Duka"),
    build_article("Gempa kecil.", id=2**40),
]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "some.segment"
    write_segment(path, build_segment(ARTICLES))
    return path


def assert_equal(one: object, other: object) -> None:
    assert type(one) is type(other)
    for field in fields(one):  # type: ignore[arg-type]  # every part of a segment is a dataclass
        if field.init:
            a, b = getattr(one, field.name), getattr(other, field.name)
            if isinstance(a, np.ndarray):
                assert a.dtype == b.dtype
                assert np.array_equal(a, b)
            else:
                assert_equal(a, b)


@pytest.mark.parametrize("segment", [build_segment(ARTICLES), build_segment([])])
def test_a_segment_comes_back_as_it_was(segment: Segment, tmp_path: Path) -> None:
    write_segment(tmp_path / "a" / "b", segment)
    assert_equal(read_segment(tmp_path / "a" / "b"), segment)
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["b"]


def test_a_stored_segment_can_not_be_written_to(stored: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        read_segment(stored).postings.passages[0] = 7


NOT_IN_SMALL_SEGMENTS = {"row_terms", "rows", "mark_terms", "marks"}


def offsets(path: Path) -> list[int]:
    """A byte of the prefix, of the header, and of every array that is not empty."""
    data = path.read_bytes()
    size = int.from_bytes(data[8:12], "little")
    header = json.loads(data[16 : 16 + size])["arrays"]
    arrays = [16 + size + offset for _, shape, offset, _ in header.values() if all(shape)]
    assert len(arrays) == len(ARRAYS) - len(NOT_IN_SMALL_SEGMENTS)
    return [0, 9, 13, 20, *arrays]


def test_a_flipped_bit_anywhere_that_matters_is_noticed(stored: Path) -> None:
    data = stored.read_bytes()
    for offset in offsets(stored):
        stored.write_bytes(data[:offset] + bytes([data[offset] ^ 4]) + data[offset + 1 :])
        with pytest.raises(SnapshotError) as caught:
            read_segment(stored)
        assert caught.value.key == "snapshot_damaged"


def test_a_truncated_file_is_noticed(stored: Path) -> None:
    data = stored.read_bytes()
    for size in (0, 5, 15, 16, 100, len(data) // 2, len(data) - 1):
        stored.write_bytes(data[:size])
        with pytest.raises(SnapshotError, match="snapshot_damaged"):
            read_segment(stored)
    stored.write_bytes(data + b"\0")
    with pytest.raises(SnapshotError, match="snapshot_damaged"):
        read_segment(stored)


def rewritten(data: bytes, change: Callable[[dict[str, list[object]]], object]) -> bytes:
    """The same file with another header, its checksum put right."""
    size = int.from_bytes(data[8:12], "little")
    header = json.loads(data[16 : 16 + size])
    change(header["arrays"])
    coded = json.dumps(header).encode()
    prefix = b"KUTIPSEG" + len(coded).to_bytes(4, "little") + crc32(coded).to_bytes(4, "little")
    return prefix + coded + data[16 + size :]


@pytest.mark.parametrize(
    "change",
    [
        lambda arrays: arrays.pop("grades"),
        lambda arrays: arrays["grades"].__setitem__(0, "<f8"),
        lambda arrays: arrays["passages"].__setitem__(1, [10**9]),
        lambda arrays: arrays["best"].__setitem__(1, [1, 1]),
        lambda arrays: arrays["passages"].__setitem__(2, -100),
        lambda arrays: arrays.__setitem__("grades", 7),
    ],
)
def test_a_header_that_says_something_else_is_noticed(
    stored: Path, change: Callable[[dict[str, list[object]]], object]
) -> None:
    stored.write_bytes(rewritten(stored.read_bytes(), change))
    with pytest.raises(SnapshotError, match="snapshot_damaged"):
        read_segment(stored)


def test_a_missing_or_foreign_file_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="snapshot_missing"):
        read_segment(tmp_path / "none")
    (tmp_path / "foreign").write_bytes(b"SQLite format 3\0" * 10)
    with pytest.raises(SnapshotError, match="snapshot_damaged"):
        read_segment(tmp_path / "foreign")
    with pytest.raises(SnapshotError, match="snapshot_damaged"):
        read_segment(tmp_path)
