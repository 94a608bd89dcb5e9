"""The manifest comes back as it was published, or not at all; what nobody needs is deleted."""

import os
from pathlib import Path

import pytest

from index.errors import SnapshotError
from index.inverted.segment_folder import Manifest, SegmentFolder, StoredSegment
from tests.index.builders import build_article, build_segment


@pytest.fixture
def folder(tmp_path: Path) -> SegmentFolder:
    return SegmentFolder(tmp_path)


def test_a_manifest_comes_back_as_it_was(folder: SegmentFolder) -> None:
    manifest = Manifest("3 today", (StoredSegment("a", frozenset({2**40, 1})),))
    folder.publish(manifest)
    assert folder.manifest() == manifest


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b'{"served": {}, "crc32": 0}', b"\xff\xfe", b'{"served":1'],
)
def test_a_damaged_manifest_is_noticed(folder: SegmentFolder, content: bytes) -> None:
    folder.publish(Manifest("1", ()))
    (folder.path / "served.json").write_bytes(content)
    with pytest.raises(SnapshotError, match="snapshot_damaged"):
        folder.manifest()
    folder.publish(Manifest("2", ()))
    assert folder.manifest().version == "2"


def test_every_change_of_a_manifest_is_noticed(folder: SegmentFolder) -> None:
    folder.publish(Manifest("12", (StoredSegment("ab", frozenset({34})),)))
    path = folder.path / "served.json"
    text = path.read_text()
    for old, new in (("12", "13"), ("34", "35"), ("ab", "ac")):
        path.write_text(text.replace(old, new))
        with pytest.raises(SnapshotError, match="snapshot_damaged"):
            folder.manifest()


def test_what_is_no_longer_named_is_dropped_and_what_another_process_writes_is_not(
    folder: SegmentFolder, tmp_path: Path
) -> None:
    segment = build_segment([build_article("Gempa kecil.")])
    first, second, foreign = (folder.write(segment) for _ in range(3))
    abandoned = folder.path / "old.part"
    abandoned.write_bytes(b"")
    os.utime(abandoned, (1, 1))
    older = tmp_path / "index-a0-f1"
    older.mkdir()
    (older / "x").write_bytes(b"")
    folder.publish(Manifest("1", (StoredSegment(first, frozenset()),)))
    folder.publish(Manifest("2", (StoredSegment(second, frozenset()),)))
    assert {file.name for file in folder.path.iterdir()} == {"served.json", second, foreign}
    assert not older.exists()
