"""Load the files of an archive: ``.zip``.

Unpacks one file at a time into a temporary folder, under a name of our own: no name in an archive
is used as a path. Sizes are counted; what the archive says of them only refuses.
"""

import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.errors import LoadError
from index.sources.bounded_io import MAX_RATIO, MIN_UNPACKED_LIMIT, too_large
from index.sources.field_values import clean_line
from index.sources.loading import Loading
from index.types import Article

MAX_FILES = 10_000
MAX_BYTES = 200_000_000
"""Of all files together, unpacked, and of what packed files in it unpack to."""
MAX_NAME = 200

_CHUNK = 1 << 16
_ENCRYPTED = 0x1

FileLoader = Callable[[Path, str, Loading], Iterator[Article | LoadError]]
"""Loads a file, named by the given key."""


def load(
    path: Path, key: str, loading: Loading, load_file: FileLoader
) -> Iterator[Article | LoadError]:
    """Yield what ``load_file`` loads from each file, named by the archive's key and its own name.

    Skips folders and what systems add (``__MACOSX``, hidden files). Raises LoadError if it is not
    an archive, is empty, or has more than ``MAX_FILES`` or ``MAX_BYTES``.
    """
    loading.begin()
    loading.check(key)
    loading.unpacked_left = MAX_BYTES
    try:
        archive = zipfile.ZipFile(path)
    except OSError:
        raise
    except Exception as error:  # a broken directory raises many types
        raise LoadError(key, "load_bad_archive") from error
    with archive:
        entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
        if len(entries) > MAX_FILES:
            raise LoadError(key, "load_too_many_files", count=MAX_FILES)
        if not entries:
            raise LoadError(key, "load_empty")
        unpack = _Unpacker(archive, loading)
        for where, entry, file in _placed(entries, key):
            loading.begin()
            try:
                loading.check(where)
                unpack(entry, file, where)
            except LoadError as error:
                yield error
            else:
                yield from load_file(file, where, loading)
            if loading.unpacked_left < 0:
                raise too_large(key, MAX_BYTES)


def _placed(
    entries: Iterable[zipfile.ZipInfo], key: str
) -> Iterator[tuple[str, zipfile.ZipInfo, Path]]:
    """Yield each entry with its key and a path for its file, which is deleted afterwards."""
    seen = set[str]()
    with tempfile.TemporaryDirectory(prefix="kutip-") as folder:
        for number, entry in enumerate(entries):
            where = f"{key}/{_display_name(entry.filename)}"
            if where in seen:  # names may repeat in an archive, keys may not
                where = f"{where} ({number})"
            seen.add(where)
            file = Path(folder, "file" + _suffixes(entry.filename))
            yield where, entry, file
            file.unlink(missing_ok=True)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")  # may be empty, on which entry.is_dir fails
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return not (name.endswith("/") or hidden or "__MACOSX" in parts)


@dataclass(frozen=True, slots=True)
class _Unpacker:
    """Unpacks entries within what the archive may still unpack to."""

    archive: zipfile.ZipFile
    loading: Loading

    def __call__(self, entry: zipfile.ZipInfo, file: Path, where: str) -> None:
        """Unpack an entry; raises LoadError. What it unpacked counts also where it then fails."""
        _check(entry, where)
        if entry.file_size > self.loading.unpacked_left:  # of which zipfile reads no more
            raise too_large(where, MAX_BYTES)
        limit = max(MIN_UNPACKED_LIMIT, MAX_RATIO * entry.compress_size)
        written = 0
        with file.open("wb") as unpacked:
            for chunk in self._chunks(entry, where):
                written += len(chunk)
                if not self.loading.unpack(len(chunk)) or written > limit:
                    raise LoadError(where, "load_bomb")
                unpacked.write(chunk)

    def _chunks(self, entry: zipfile.ZipInfo, where: str) -> Iterator[bytes]:
        try:
            with self.archive.open(entry) as packed:
                while chunk := packed.read(_CHUNK):
                    yield chunk
        except Exception as error:  # each compression raises its own types
            raise LoadError(where, "load_bad_archive") from error


def _check(entry: zipfile.ZipInfo, where: str) -> None:
    """Raise LoadError unless the entry is a plain file with a path inside the archive."""
    name = entry.filename.replace("\\", "/")
    file_type = stat.S_IFMT(entry.external_attr >> 16)
    leads_out = name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:3] == ":/"
    if leads_out or file_type not in (0, stat.S_IFREG):
        raise LoadError(where, "load_not_a_file")
    if entry.flag_bits & _ENCRYPTED:
        raise LoadError(where, "load_encrypted")
    if PurePosixPath(name).suffix.lower() == ".zip":
        raise LoadError(where, "load_nested_archive")


def _display_name(name: str) -> str:
    """Return the name on one line; titles may be made of it."""
    name = name.replace("\\", "/").lstrip("/")
    return clean_line(name, MAX_NAME) or "?"


def _suffixes(name: str) -> str:
    """Return the last two suffixes, which decide the format, if they are alphanumeric."""
    suffixes = PurePosixPath(name.replace("\\", "/")).suffixes[-2:]
    return "".join(each for each in suffixes if each[1:].isalnum() and len(each) < 12)
