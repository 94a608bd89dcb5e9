r"""Files read within bounds: a plain file whole, a collection line by line.

Errors of the system and of a broken archive are left to rise; ``index.sources`` reports them.
"""

import gzip
import io
import lzma
import math
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from index.errors import LoadError
from index.sources.decoding import decode, is_utf16

MAX_FILE_BYTES = 20_000_000
"""Of a file that is one article; a collection of rows may be of any size."""
MAX_LINE = 32_000_000
"""Characters; 5 million characters of text, each escaped in JSON as six."""
MAX_RATIO = 100
"""Unpacked to packed, beyond what is harmless; news packs to about a fifth."""
HARMLESS = 10_000_000
_MEGABYTE = 1_000_000
_PACKED = (".gz", ".xz")


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

    In place of a line that is too long or is not text stands the error that says so. Raises
    LoadError where the file unpacks to far more than any text does.
    """
    room = _room(path)
    with _opened(path) as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            room -= len(line)
            too_long = len(line) == MAX_LINE and not line.endswith("\n")
            if too_long:
                room -= _skip_line(file, room)
            if room < 0:
                raise LoadError(key, "load_bomb")
            if too_long:
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


def _room(path: Path) -> float:
    """How many characters a file may hold: as many as it has, or a multiple where it is packed."""
    if path.suffix.lower() not in _PACKED:
        return math.inf
    return max(HARMLESS, MAX_RATIO * path.stat().st_size)


def _skip_line(file: io.TextIOWrapper, room: float) -> int:
    """Read on to the line's end, or until there is no more room; how many characters that were."""
    skipped = 0
    while skipped <= room and (rest := file.readline(MAX_LINE)):
        skipped += len(rest)
        if rest.endswith("\n"):
            break
    return skipped
