"""Load articles from files and folders, one by one.

Raises nothing for what a file holds: a fault is one LoadError in the stream, and the rest goes on.
Writes no file, fetches nothing, and does not compare with what was loaded before.
"""

import errno
import gzip
import lzma
import os
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path, PurePosixPath

from index.errors import LoadError, unexpected
from index.sources import archive, csv_table, html_page, json_lines, markdown, pdf, plain_text, word
from index.sources.archive import FileLoader
from index.sources.bounded_io import PACKED_SUFFIXES
from index.sources.loading import Loading
from index.sources.stub_pages import NO_ARTICLE_REASONS
from index.types import Article

LOAD_REASONS = {
    "load_empty": "a file without a word, or a collection without a row",
    "load_forbidden": "no permission to read it",
    "load_is_folder": "a folder where a file is expected",
    "load_gone": "a file or a folder that does not exist, or not any more",
    "load_name_too_long": "a name that is longer than the system allows",
    "load_too_many_open": "the system lets no more files be open",
    "load_unreadable": "refused by the system for another reason (``code``, such as EIO)",
    "load_undecodable": "not text in UTF-8, UTF-16 with a byte order mark, or Windows-1252",
    "load_too_large": "more than ``megabytes``",
    "load_unknown_format": "a suffix that no source reads (``suffix``; ``formats`` are read)",
    "load_no_suffix": "a name without a suffix (``formats`` are read)",
    "load_no_text": "fields, but no text",
    **NO_ARTICLE_REASONS,
    "load_bad_json": "a line that is not a JSON object",
    "load_bad_csv": "a row with unbalanced quotes",
    "load_extra_values": "a row with more values than the table has columns",
    "load_no_text_column": "a table without a column ``text``",
    "load_bad_document": "a PDF or Word document that is damaged",
    "load_bad_archive": "packed data that is damaged or cut off; the rows before it are loaded",
    "load_too_many_failures": "``count`` rows in a row that failed; the rest was not read",
    "load_repeated_id": "a row with the ``id`` of an earlier one in the same file",
    "load_too_complex": "would take too long to parse",
    "load_too_many_files": "an archive of more than ``count`` files",
    "load_not_a_file": "a link or a path in an archive that leads out of it",
    "load_encrypted": "a file in an archive that needs a password",
    "load_nested_archive": "an archive in an archive",
    "load_bomb": "packed data that unpacks to far more than any text does",
    "load_too_slow": "many items that each take long to parse; the rest was not read",
    "load_no_process": "no process could be started to parse it",
    "load_hung": "took too long or too much memory to parse",
    "load_failed": "met a fault of the program (``error``, ``location``)",
}
"""Every ``LoadError.reason`` that loading yields, with its arguments; ``bot.texts`` words each."""


def _load_archive(path: Path, key: str, loading: Loading) -> Iterator[Article | LoadError]:
    return archive.load(path, key, loading, load)


_LOADERS: dict[str, FileLoader] = {
    ".txt": plain_text.load,
    ".text": plain_text.load,
    ".md": markdown.load,
    ".markdown": markdown.load,
    ".pdf": pdf.load,
    ".docx": word.load,
    ".html": html_page.load,
    ".htm": html_page.load,
    ".jsonl": json_lines.load,
    ".ndjson": json_lines.load,
    ".csv": csv_table.load,
    ".zip": _load_archive,
}
_SEVERAL = (json_lines.load, csv_table.load, _load_archive)
"""Of formats of which a file has many items; of all others it is one."""
_COLLECTIONS = (".jsonl", ".ndjson", ".csv")
_UNPACKED_RATIO = 5  # news packs to about a fifth
_REFUSALS = {
    errno.EACCES: "load_forbidden",
    errno.EPERM: "load_forbidden",
    errno.EISDIR: "load_is_folder",
    errno.ENOENT: "load_gone",
    errno.ENOTDIR: "load_gone",
    errno.ESTALE: "load_gone",
    errno.ENAMETOOLONG: "load_name_too_long",
    errno.EMFILE: "load_too_many_open",
    errno.ENFILE: "load_too_many_open",
}
"""The reasons of the system's refusals; ``load_unreadable`` for all others."""
_DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error, lzma.LZMAError)


def load(
    path: Path, key: str, loading: Loading | None = None
) -> Generator[Article | LoadError, None, None]:
    """Yield the articles of a file, in its suffix's format; ``key`` names it in keys and errors."""
    loading = loading or Loading()
    loader = _loader(path)
    if loader is None:
        yield _unknown_format(key, path.suffix)
        return
    try:
        yield from _loaded(loader, path, key, loading)
    except LoadError as error:
        yield error
    except MemoryError:
        raise
    except _DAMAGED:
        yield LoadError(key, "load_bad_archive")
    except OSError as error:
        yield _unreadable(key, error)
    except Exception as error:
        yield unexpected(key, error)


def _loaded(
    loader: FileLoader, path: Path, key: str, loading: Loading
) -> Iterator[Article | LoadError]:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder")
    if not path.is_file():
        path.stat()  # raises what is the matter
        raise LoadError(key, "load_not_a_file")  # a pipe would block
    if loader not in _SEVERAL:
        loading.begin()
        loading.check(key)
        if loading.is_passing:
            return
    yield from loader(path, key, loading)


def load_folder(root: Path) -> Iterator[Article | LoadError]:
    """Yield the articles of every file below ``root`` with a known suffix, by relative path.

    Skips hidden files and folders, and links that lead out of ``root``.
    """
    for found in list_folder(root):
        if isinstance(found, LoadError):
            yield found
        else:
            yield from load(*found)


def list_folder(root: Path) -> Iterator[tuple[Path, str] | LoadError]:
    """Yield every file that ``load_folder`` loads with its key, after the folders' errors."""
    errors: list[LoadError] = []
    files = sorted((_key(root, path), path) for path in _files(root, errors))
    yield from errors
    yield from ((path, key) for key, path in files)


def size_of_folder(root: Path) -> int:
    """Return about how many bytes ``load_folder`` has to read, packed files unpacked."""
    return sum(size_of(path) for path in _files(root, []))


def size_of(path: Path) -> int:
    """Return about how many bytes of a file there are to read; 0 if it does not exist."""
    try:
        packed = path.suffix.lower() in (*PACKED_SUFFIXES, ".zip")
        return path.stat().st_size * (_UNPACKED_RATIO if packed else 1)
    except OSError:
        return 0


def _loader(path: Path) -> FileLoader | None:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if len(suffixes) == 2 and suffixes[1] in PACKED_SUFFIXES and suffixes[0] in _COLLECTIONS:
        return _LOADERS[suffixes[0]]
    return _LOADERS.get(suffixes[-1]) if suffixes else None


def _unknown_format(key: str, suffix: str) -> LoadError:
    formats = ", ".join(_LOADERS)
    if not suffix:
        return LoadError(key, "load_no_suffix", formats=formats)
    return LoadError(key, "load_unknown_format", suffix=suffix, formats=formats)


def _files(root: Path, errors: list[LoadError]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        errors.append(_unreadable(_key(root, Path(error.filename)), error))

    for folder, folders, names in os.walk(root, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(folder, name) for name in names if not name.startswith("."))
        yield from (path for path in paths if _loader(path) and _is_inside(root, path))


def _is_inside(root: Path, path: Path) -> bool:
    """Whether ``path`` is not a link, or one that stays below ``root``."""
    try:
        return not path.is_symlink() or path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _key(root: Path, path: Path) -> str:
    """Return the relative path with slashes; bytes that are not UTF-8 become escapes."""
    relative = PurePosixPath(path.relative_to(root)).as_posix()
    return os.fsencode(relative).decode(errors="backslashreplace")


def _unreadable(where: str, error: OSError) -> LoadError:
    number = error.errno or errno.EIO
    if number in _REFUSALS:
        return LoadError(where, _REFUSALS[number])
    return LoadError(where, "load_unreadable", code=errno.errorcode.get(number, str(number)))
