"""Archives: their files are loaded, and none of their claims is trusted."""

import gzip
import io
import lzma
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from index.errors import LoadError
from index.sources import archive
from index.sources.loader import load
from index.sources.loading import Loading
from index.types import Article
from tests.index.sources.samples import LEAD, error_in, load_all

ROW = f'{{"id": "7", "text": "{LEAD}"}}\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "berita.zip"


def pack(file: Path, *entries: tuple[str | zipfile.ZipInfo, str | bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)


def found(file: Path) -> list[tuple[str, str]]:
    """Return each item's key and title, or place and reason of its error."""
    items = load_all(file)
    return [
        (item.key, item.title) if isinstance(item, Article) else (item.where, item.reason)
        for item in items
    ]


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_each_file_is_loaded_as_its_suffix_says_under_the_archive_s_name(file: Path) -> None:
    pack(
        file,
        ("kabar/peta-palung.txt", LEAD),
        ("kabar/", ""),
        ("__MACOSX/kabar/._peta-palung.txt", "x"),
        (".DS_Store", "x"),
        ("data.jsonl", ROW.replace("kapal", "perahu").replace("CILACAP", "TEGAL")),
        ("foto.png", "x"),
        ("kosong.md", ""),
    )
    assert found(file) == [
        ("berita.zip/kabar/peta-palung.txt", "Peta palung"),
        ("berita.zip/data.jsonl#7", ""),
        ("berita.zip/foto.png", "load_unknown_format"),
        ("berita.zip/kosong.md", "load_empty"),
    ]


@pytest.mark.parametrize(
    "name", ["../luar.txt", "/etc/luar.txt", "a/../../luar.txt", "..\\luar.txt", "C:\\luar.txt"]
)
def test_a_name_that_leads_out_is_refused_and_nothing_is_written_there(
    file: Path, name: str
) -> None:
    pack(file, (name, LEAD), ("dalam.txt", LEAD))
    assert [reason for _, reason in found(file)] == ["load_not_a_file", "Dalam"]
    assert [path.name for path in file.parent.rglob("*")] == ["berita.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_what_is_no_plain_file_is_refused(file: Path, kind: int) -> None:
    pack(file, (entry("tautan.txt", kind | 0o777), "/etc/passwd"))
    assert error_in(file).reason == "load_not_a_file"


def test_an_archive_in_an_archive_is_not_opened(file: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("a.txt", LEAD)
    pack(file, ("dalam.ZIP", inner.getvalue()), ("b.txt", LEAD))
    assert [reason for _, reason in found(file)] == ["load_nested_archive", "B"]


def test_a_file_that_unpacks_to_far_more_is_given_up_and_the_others_are_loaded(
    file: Path,
) -> None:
    pack(file, ("bom.csv", bytes(30_000_000)), ("b.txt", LEAD))
    assert [reason for _, reason in found(file)] == ["load_bomb", "B"]


def test_sizes_that_lie_are_not_believed(file: Path) -> None:
    """The directory of this archive claims a hundred bytes for the bomb."""
    pack(file, ("bom.csv", bytes(30_000_000)))
    data = file.read_bytes()
    size = struct.pack("<L", 30_000_000)
    assert data.count(size) == 2
    file.write_bytes(data.replace(size, struct.pack("<L", 100)))
    assert error_in(file).reason in {"load_bomb", "load_bad_archive", "load_no_text_column"}


def test_all_files_together_are_bounded(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 1_000_000)
    pack(file, ("a.txt", LEAD), ("b.txt", b"x" * 999_999), ("c.txt", LEAD + "c"))
    assert [reason for _, reason in found(file)] == ["A", "load_too_large", "C"]


def overlapping(file: Path, entries: int) -> None:
    """Write an archive whose entries are all the same 12 MB of packed data."""
    pack(file, ("bom.csv", bytes(12_000_000)))
    data = file.read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[start:end] * entries
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries, entries, len(directory), start, 0)
    file.write_bytes(data[:start] + directory + tail)


def unpacked(file: Path) -> float:
    """Return how many bytes were unpacked, also of what was refused."""
    loading = Loading()
    assert all(isinstance(item, LoadError) for item in load(file, "z", loading))
    return archive.MAX_BYTES - loading.unpacked_left


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_refused_files_unpacked_counts(file: Path) -> None:
    overlapping(file, 100)
    assert file.stat().st_size < 50_000
    assert unpacked(file) <= archive.MAX_BYTES


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".csv.xz"])
def test_what_packed_files_in_an_archive_unpack_to_counts(file: Path, suffix: str) -> None:
    pack_again = gzip.compress if suffix == ".jsonl.gz" else lzma.compress
    bomb = pack_again((b" " * 999_999 + b"\n") * 50)
    pack(file, *((f"{number}{suffix}", bomb) for number in range(25)))
    assert unpacked(file) <= archive.MAX_BYTES + 2_000_000  # the last line that was read


def test_a_file_that_is_too_large_leaves_room_for_the_others(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 1_000_000)
    files = [(f"{number}.txt", f"{LEAD} {number}") for number in range(50)]
    pack(file, *files[:25], ("besar.csv", b"x" * 2_000_000), *files[25:])
    reasons = [reason for _, reason in found(file)]
    assert reasons.count("load_too_large") == 1 and len(reasons) == 51


def test_too_many_files_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILES", 2)
    pack(file, *((f"{number}.txt", LEAD) for number in range(3)))
    error = error_in(file)
    assert (error.reason, error.arguments) == ("load_too_many_files", {"count": 2})


def test_a_locked_file_is_said_to_be_locked(file: Path) -> None:
    pack(file, ("a.txt", LEAD))
    data = bytearray(file.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(data)
    assert error_in(file).reason == "load_encrypted"


def test_a_damaged_file_is_said_to_be_damaged_and_the_others_are_loaded(file: Path) -> None:
    pack(file, ("a.txt", LEAD * 50), ("b.txt", LEAD))
    data = bytearray(file.read_bytes())
    data[60:70] = b"\xff" * 10
    file.write_bytes(data)
    assert [reason for _, reason in found(file)] == ["load_bad_archive", "B"]


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(17), b"no archive at all"])
def test_what_is_no_archive_is_said_to_be_damaged(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert error_in(file).reason == "load_bad_archive"


def test_an_archive_of_nothing_is_empty(file: Path) -> None:
    pack(file, ("kabar/", ""))
    assert error_in(file).reason == "load_empty"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_occur_twice_are_two_articles(file: Path) -> None:
    pack(file, ("a.txt", LEAD), ("a.txt", LEAD + " Lagi."))
    assert len({item.key for item in load(file, "z") if isinstance(item, Article)}) == 2


def test_an_archive_in_the_folder_is_read_too(file: Path) -> None:
    pack(file, ("a.txt", LEAD))
    from index.sources.loader import load_folder

    assert [item.key for item in load_folder(file.parent) if isinstance(item, Article)] == [
        "berita.zip/a.txt"
    ]
