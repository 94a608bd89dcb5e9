r"""Files read within bounds: a plain file whole, a collection line by line.

Errors of the system and of a broken archive are left to rise; ``index.sources`` reports them.
"""

import gzip
import io
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from index.errors import LoadError
from index.sources.decoding import decode, is_utf16

MAX_FILE_BYTES = 20_000_000
"""Of a file that is one article; a collection of rows may be of any size."""
MAX_LINE = 32_000_000
"""Characters; 5 million characters of text, each escaped in JSON as six."""
_MEGABYTE = 1_000_000


def read_text(path: Path, key: str, limit: int = MAX_FILE_BYTES) -> str:
    """The whole text of a file with its line ends as ``\\n``.

    Raises LoadError when it is longer than ``limit`` bytes, is not text, or has no word in it.
    """
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise LoadError(key, "load_too_large", megabytes=limit // _MEGABYTE)
    text = decode(data)
    if text is None:
        raise LoadError(key, "load_undecodable")
    if not has_words(text):
        raise LoadError(key, "load_empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in ``text``."""
    return any(map(str.isalnum, text))


def read_lines(path: Path, key: str) -> Iterator[tuple[int, str | LoadError]]:
    """Every line of a file, plain or packed, with its number from 1 and its line end as it is.

    In place of a line that is too long or is not text stands the error that says so.
    """
    with _opened(path) as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE and not line.endswith("\n"):
                _skip_line(file)
                yield number, too_large(f"{key}#{number}", MAX_LINE)
                continue
            mended = _mended(line)
            yield number, mended or LoadError(f"{key}#{number}", "load_undecodable")


def too_large(where: str, characters: int) -> LoadError:
    """The error for a row whose text is longer than ``characters``."""
    return LoadError(where, "load_too_large", megabytes=characters // _MEGABYTE)


def _opened(path: Path) -> io.TextIOWrapper:
    """The file as text; bytes that are not UTF-8 stand as surrogates until ``_mended``."""
    file = _unpacked(path)
    try:
        beginning = file.read(2)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    if is_utf16(beginning):
        return io.TextIOWrapper(file, "utf-16", errors="replace", newline="\n")
    return io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="\n")


def _unpacked(path: Path) -> IO[bytes]:
    match path.suffix.lower():
        case ".gz":
            return cast(IO[bytes], gzip.open(path))
        case ".xz":
            return lzma.open(path)
        case _:
            return path.open("rb")


def _mended(line: str) -> str | None:
    try:
        line.encode()
    except UnicodeEncodeError:
        return decode(line.encode("utf-8", "surrogateescape"))
    return None if "\0" in line else line


def _skip_line(file: io.TextIOWrapper) -> None:
    while (rest := file.readline(MAX_LINE)) and not rest.endswith("\n"):
        pass
