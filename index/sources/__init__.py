"""Articles from files and folders, one by one; what cannot be read comes out as an error.

Nothing is raised for what a file holds: every fault is one LoadError in the stream, and the rest
goes on. No file is written, nothing is fetched, and what was loaded before is not known here.

The reasons and their arguments:

=====================  =========================================================================
load_empty             a file with no word, or a collection with no row
load_unreadable        the system refuses it (``code``, such as EACCES)
load_undecodable       not text in UTF-8, UTF-16 with its mark, or Windows-1252
load_too_large         more than ``megabytes``
load_unknown_format    a suffix that no source reads (``suffix``)
load_no_text           fields, but no text
load_no_article        a web page on which no article is found
load_bad_json          a line that is not a JSON object
load_bad_csv           a row whose quotes do not fit together
load_no_text_column    a table without a column ``text``
load_bad_archive       packed data that is damaged or cut off; the rows before it are loaded
load_repeated_id       a row with the ``id`` of one before it in the same file
load_too_complex       what would take too long to parse
load_too_many_files    an archive of more than ``count`` files
load_not_a_file        a link or a name in an archive that leads out of it
load_encrypted         a file in an archive that is locked with a password
load_nested_archive    an archive in an archive
load_bomb              packed data that unpacks to far more than any text does
=====================  =========================================================================
"""

import errno
import gzip
import lzma
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from index.errors import LoadError
from index.sources import archive, csv_table, html_page, json_lines, markdown, plain_text
from index.types import Article

LOAD_REASONS = (
    "load_empty",
    "load_unreadable",
    "load_undecodable",
    "load_too_large",
    "load_unknown_format",
    "load_no_text",
    "load_no_article",
    "load_bad_json",
    "load_bad_csv",
    "load_no_text_column",
    "load_bad_archive",
    "load_repeated_id",
    "load_too_complex",
    "load_too_many_files",
    "load_not_a_file",
    "load_encrypted",
    "load_nested_archive",
    "load_bomb",
)
"""Every ``LoadError.reason`` that comes out of here; each has a text for people elsewhere."""

Loader = Callable[[Path, str], Iterator[Article | LoadError]]


def _load_archive(path: Path, key: str) -> Iterator[Article | LoadError]:
    return archive.load(path, key, load)


_LOADERS: dict[str, Loader] = {
    ".txt": plain_text.load,
    ".text": plain_text.load,
    ".md": markdown.load,
    ".markdown": markdown.load,
    ".html": html_page.load,
    ".htm": html_page.load,
    ".jsonl": json_lines.load,
    ".ndjson": json_lines.load,
    ".csv": csv_table.load,
    ".zip": _load_archive,
}
_PACKED = (".gz", ".xz")
_COLLECTIONS = (".jsonl", ".ndjson", ".csv")
_UNPACKED = 5  # times as large, about, as news is packed
_DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error, lzma.LZMAError)


def load(path: Path, key: str) -> Iterator[Article | LoadError]:
    """The articles of one file, read as its suffix says; ``key`` names it in keys and errors."""
    loader = _loader(path)
    if loader is None:
        yield LoadError(key, "load_unknown_format", suffix=path.suffix)
        return
    try:
        if not path.is_file():  # a pipe would block, a folder is not an article
            raise FileNotFoundError(errno.ENOENT, "no such file")
        yield from loader(path, key)
    except LoadError as error:
        yield error
    except _DAMAGED:
        yield LoadError(key, "load_bad_archive")
    except OSError as error:
        yield _unreadable(key, error)


def load_folder(root: Path) -> Iterator[Article | LoadError]:
    """The articles of every file below ``root`` that a source reads, by relative path.

    Hidden files and folders, unknown suffixes and links that lead out of ``root`` are passed over.
    """
    errors: list[LoadError] = []
    files = sorted(_files(root, errors), key=lambda path: _key(root, path))
    yield from errors
    for path in files:
        yield from load(path, _key(root, path))


def size_of_folder(root: Path) -> int:
    """About how many bytes ``load_folder`` has to read, those of packed files unpacked."""
    return sum(size_of(path) for path in _files(root, []))


def size_of(path: Path) -> int:
    """About how many bytes of one file there are to read; 0 where it is not there."""
    try:
        packed = path.suffix.lower() in (*_PACKED, ".zip")
        return path.stat().st_size * (_UNPACKED if packed else 1)
    except OSError:
        return 0


def _loader(path: Path) -> Loader | None:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if len(suffixes) == 2 and suffixes[1] in _PACKED and suffixes[0] in _COLLECTIONS:
        return _LOADERS[suffixes[0]]
    return _LOADERS.get(suffixes[-1]) if suffixes else None


def _files(root: Path, errors: list[LoadError]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        errors.append(_unreadable(_key(root, Path(error.filename)), error))

    for folder, folders, names in os.walk(root, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(folder, name) for name in names if not name.startswith("."))
        yield from (path for path in paths if _loader(path) and _is_inside(root, path))


def _is_inside(root: Path, path: Path) -> bool:
    """Whether ``path`` is no link, or one that stays below ``root``."""
    try:
        return not path.is_symlink() or path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _key(root: Path, path: Path) -> str:
    """The relative path with slashes; bytes of a name that are not UTF-8 stand as escapes."""
    relative = PurePosixPath(path.relative_to(root)).as_posix()
    return os.fsencode(relative).decode(errors="backslashreplace")


def _unreadable(where: str, error: OSError) -> LoadError:
    return LoadError(where, "load_unreadable", code=errno.errorcode.get(error.errno or 0, "EIO"))
