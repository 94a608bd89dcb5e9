"""Load the files of an archive: ``.zip``.

Unpacks one file at a time into a temporary folder, under a name of our own: no name in an archive
is used as a path. Sizes are counted, not taken from the archive.
"""

import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from index.errors import LoadError
from index.sources.bounded_io import MAX_RATIO, MIN_UNPACKED_LIMIT, too_large
from index.sources.field_values import clean_line
from index.types import Article

MAX_FILES = 10_000
MAX_BYTES = 200_000_000
"""Of all files together, unpacked."""
MAX_NAME = 200

_CHUNK = 1 << 16
_ENCRYPTED = 0x1

FileLoader = Callable[[Path, str], Iterator[Article | LoadError]]
"""Loads a file, named by the given key."""


def load(path: Path, key: str, load_file: FileLoader) -> Iterator[Article | LoadError]:
    """Yield what ``load_file`` loads from each file, named by the archive's key and its own name.

    Skips folders and what systems add (``__MACOSX``, hidden files). Raises LoadError if it is not
    an archive, is empty, or has more than ``MAX_FILES``.
    """
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
        yield from _loaded(archive, entries, key, load_file)


def _loaded(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], key: str, load_file: FileLoader
) -> Iterator[Article | LoadError]:
    remaining, seen = MAX_BYTES, set[str]()
    with tempfile.TemporaryDirectory(prefix="kutip-") as folder:
        for number, entry in enumerate(entries):
            where = f"{key}/{_display_name(entry.filename)}"
            if where in seen:  # names may repeat in an archive, keys may not
                where = f"{where} ({number})"
            seen.add(where)
            file = Path(folder, "file" + _suffixes(entry.filename))
            try:
                remaining -= _unpack(archive, entry, file, where, remaining)
                yield from load_file(file, where)
            except LoadError as error:
                yield error
            file.unlink(missing_ok=True)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")  # may be empty, on which entry.is_dir fails
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return not (name.endswith("/") or hidden or "__MACOSX" in parts)


def _unpack(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path, where: str, remaining: int
) -> int:
    """Unpack an entry and return its size in bytes; raises LoadError."""
    _check(entry, where)
    limit = max(MIN_UNPACKED_LIMIT, MAX_RATIO * entry.compress_size)
    written = 0
    with file.open("wb") as unpacked:
        for chunk in _chunks(archive, entry, where):
            written += len(chunk)
            if written > remaining:
                raise too_large(where, MAX_BYTES)
            if written > limit:
                raise LoadError(where, "load_bomb")
            unpacked.write(chunk)
    return written


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> Iterator[bytes]:
    try:
        with archive.open(entry) as packed:
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
