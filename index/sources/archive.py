"""Files of articles in an archive: ``.zip``.

Files are unpacked one at a time, into a place of their own under names of our own: no name in an
archive is ever used as a path. What an archive says of its sizes is not believed.
"""

import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from index.errors import LoadError
from index.sources.article_builder import one_line
from index.sources.bounded_io import HARMLESS, MAX_RATIO
from index.types import Article

MAX_FILES = 10_000
MAX_BYTES = 200_000_000
"""Of all files together, unpacked."""
LONGEST_NAME = 200

_CHUNK = 1 << 16
_ENCRYPTED = 0x1

Load = Callable[[Path, str], Iterator[Article | LoadError]]


def load(path: Path, key: str, load_file: Load) -> Iterator[Article | LoadError]:
    """What ``load_file`` makes of each file, named by the archive's key and its own name.

    Folders, and what systems add of their own (``__MACOSX``, hidden files), are passed over. Raises
    LoadError where it is no archive, or holds more than ``MAX_FILES``.
    """
    try:
        archive = zipfile.ZipFile(path)
    except OSError:
        raise
    except Exception as error:  # a directory of an archive can be broken in many ways
        raise LoadError(key, "load_bad_archive") from error
    with archive:
        entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
        if len(entries) > MAX_FILES:
            raise LoadError(key, "load_too_many_files", count=MAX_FILES)
        if not entries:
            raise LoadError(key, "load_empty")
        yield from _loaded(archive, entries, key, load_file)


def _loaded(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], key: str, load_file: Load
) -> Iterator[Article | LoadError]:
    left, seen = MAX_BYTES, set[str]()
    with tempfile.TemporaryDirectory(prefix="kutip-") as place:
        for number, entry in enumerate(entries):
            where = f"{key}/{_shown(entry.filename)}"
            if where in seen:  # an archive may hold a name twice, and a key is one article's
                where = f"{where} ({number})"
            seen.add(where)
            file = Path(place, "file" + _suffixes(entry.filename))
            try:
                left -= _unpack(archive, entry, file, where, left)
                yield from load_file(file, where)
            except LoadError as error:
                yield error
            file.unlink(missing_ok=True)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")  # it may be empty, which entry.is_dir takes ill
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return not (name.endswith("/") or hidden or "__MACOSX" in parts)


def _unpack(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path, where: str, left: int
) -> int:
    """Write one file; how many bytes it has. Raises LoadError."""
    _check(entry, where)
    room = max(HARMLESS, MAX_RATIO * entry.compress_size)
    written = 0
    with file.open("wb") as unpacked:
        for chunk in _chunks(archive, entry, where):
            written += len(chunk)
            if written > left:
                raise LoadError(where, "load_too_large", megabytes=MAX_BYTES // 1_000_000)
            if written > room:
                raise LoadError(where, "load_bomb")
            unpacked.write(chunk)
    return written


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> Iterator[bytes]:
    try:
        with archive.open(entry) as packed:
            while chunk := packed.read(_CHUNK):
                yield chunk
    except Exception as error:  # each way of packing has errors of its own
        raise LoadError(where, "load_bad_archive") from error


def _check(entry: zipfile.ZipInfo, where: str) -> None:
    """Raises LoadError where the entry is no plain file, or leads out of the archive."""
    name = entry.filename.replace("\\", "/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    leads_out = name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:3] == ":/"
    if leads_out or kind not in (0, stat.S_IFREG):
        raise LoadError(where, "load_not_a_file")
    if entry.flag_bits & _ENCRYPTED:
        raise LoadError(where, "load_encrypted")
    if PurePosixPath(name).suffix.lower() == ".zip":
        raise LoadError(where, "load_nested_archive")


def _shown(name: str) -> str:
    """The name on one line; titles are made of names, too."""
    name = name.replace("\\", "/").lstrip("/")
    return one_line(name, LONGEST_NAME) or "?"


def _suffixes(name: str) -> str:
    """The last two suffixes, which say how the file is read, if they are plain."""
    suffixes = PurePosixPath(name.replace("\\", "/")).suffixes[-2:]
    return "".join(each for each in suffixes if each[1:].isalnum() and len(each) < 12)
