r"""Read files within bounds: a plain file whole, a collection line by line.

Lets OSError and the errors of damaged packed data through; ``index.sources.loader`` reports them.
"""

import gzip
import io
import lzma
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from index.errors import LoadError
from index.sources.decoding import decode, is_utf16
from index.sources.loading import Loading

MAX_FILE_BYTES = 20_000_000
"""Of a file that is one article; a collection of rows may be of any size."""
MAX_LINE = 32_000_000
"""Characters; 5 million characters of text, each escaped in JSON as six."""
MAX_UNESCAPED_LINE = 12_000_000
"""Characters of a line that are not all ASCII; leaves room for other fields beside the text."""
MAX_BLANK_LINES = 100_000
"""In a row; they are no items, which are what is bounded else."""
MAX_RATIO = 100
"""Of unpacked to packed, beyond ``MIN_UNPACKED_LIMIT``; news packs to about a fifth."""
MIN_UNPACKED_LIMIT = 10_000_000
"""Bytes or characters that any packed file may unpack to."""
PACKED_SUFFIXES = (".gz", ".xz")
_MEGABYTE = 1_000_000

Decoder = Callable[[bytes], str | None]


def read_text(path: Path, key: str, limit: int = MAX_FILE_BYTES, decode: Decoder = decode) -> str:
    """Return the whole text of a file with its line ends as ``\\n``.

    Raises LoadError if it is longer than ``limit`` bytes, is not text, or has no word.
    """
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise too_large(key, limit)
    text = decode(data)
    if text is None:
        raise LoadError(key, "load_undecodable")
    if not has_words(text):
        raise LoadError(key, "load_empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def has_words(text: str) -> bool:
    """Whether ``text`` contains a letter or digit."""
    return any(map(str.isalnum, text))


def read_lines(path: Path, key: str, loading: Loading) -> Iterator[tuple[int, str | LoadError]]:
    """Yield each line of a file, plain or packed, with its number from 1; line ends stay.

    A line that is too long or not text is replaced by a LoadError. Raises LoadError if the file
    unpacks to far more than any text does, or has more than ``MAX_BLANK_LINES`` in a row.
    """
    is_packed = path.suffix.lower() in PACKED_SUFFIXES
    remaining = _unpacked_limit(path) if is_packed else math.inf
    with _opened(path) as file:
        number = blank = 0
        while line := file.readline(MAX_LINE):
            number += 1
            blank = blank + 1 if line.isspace() else 0
            size = len(line)
            too_long = _is_too_long(line)
            if too_long and not line.endswith("\n"):
                size += _skip_line(file, remaining)
            remaining -= size
            within = loading.unpack(size) if is_packed else True
            if remaining < 0 or not within:
                raise LoadError(key, "load_bomb")
            if blank > MAX_BLANK_LINES:
                raise LoadError(f"{key}#{number}", "load_too_complex")
            if too_long:
                yield number, too_large(f"{key}#{number}", MAX_LINE)
                continue
            mended = _mended(line)
            yield number, mended or LoadError(f"{key}#{number}", "load_undecodable")


def too_large(where: str, limit: int) -> LoadError:
    """Return the error for more than ``limit`` bytes or characters."""
    return LoadError(where, "load_too_large", megabytes=limit // _MEGABYTE)


def _is_too_long(line: str) -> bool:
    """Whether a line is too long for an article.

    Escaped, it is ASCII; a longer one with other characters takes four bytes for each.
    """
    return len(line) >= MAX_LINE or (len(line) > MAX_UNESCAPED_LINE and not line.isascii())


def _opened(path: Path) -> io.TextIOWrapper:
    """Open a file as text; bytes that are not UTF-8 become surrogates until ``_mended``."""
    file = _unpacked(path)
    try:
        beginning = file.read(2)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    if is_utf16(beginning):
        return io.TextIOWrapper(file, "utf-16", errors="replace", newline="")
    return io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")


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


def _unpacked_limit(path: Path) -> float:
    """Return how many characters a packed file may unpack to."""
    return max(MIN_UNPACKED_LIMIT, MAX_RATIO * path.stat().st_size)


def _skip_line(file: io.TextIOWrapper, limit: float) -> int:
    """Read to the line's end, or beyond ``limit`` characters; return how many were read."""
    skipped = 0
    while skipped <= limit and (rest := file.readline(MAX_LINE)):
        skipped += len(rest)
        if rest.endswith("\n"):
            break
    return skipped
