"""The sentences of one article as bytes, for the document that stands for it.

::

    format      uint8
    counts      int64 x 2      terms, sentences
    columns     one after another, little-endian, in the order of ``_COLUMNS``
"""

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.sentences import SentenceTable

_FORMAT = 1
_HEADER = struct.Struct("<Bqq")
_TERM, _SENTENCE, _ARTICLE = 0, 1, 2
"""Kinds of columns: one value a term, a sentence or an article."""
_COLUMNS: tuple[tuple[str, str, int, int], ...] = (
    ("terms", "<u4", _TERM, 0),
    ("forms", "<u2", _TERM, 0),
    ("bits", "|u1", _TERM, 0),
    ("firsts", "<i8", _SENTENCE, 1),
    ("starts", "<i4", _SENTENCE, 0),
    ("ends", "<i4", _SENTENCE, 0),
    ("passages", "<i4", _SENTENCE, 0),
    ("marks", "|u1", _SENTENCE, 0),
    ("checksums", "<u4", _SENTENCE, 0),
    ("articles", "<i8", _ARTICLE, 1),
    ("ids", "<i8", _ARTICLE, 0),
    ("days", "<i4", _ARTICLE, 0),
    ("sizes", "<i4", _ARTICLE, 0),
)
"""The field, its type, and how many values it has: one a thing, and how many more."""


def encoded(table: SentenceTable) -> bytes:
    """Return the bytes of a table of one article."""
    columns = (
        np.ascontiguousarray(getattr(table, name), kind).tobytes() for name, kind, *_ in _COLUMNS
    )
    header = _HEADER.pack(_FORMAT, len(table.terms), len(table.starts))
    return b"".join((header, *columns))


def decoded(coded: bytes) -> SentenceTable:
    """Return the table of ``encoded`` bytes, its columns not copied; raises ValueError."""
    written, terms, sentences = _HEADER.unpack_from(coded)
    if written != _FORMAT:
        raise ValueError(written)
    counts, offset = (terms, sentences, 1), _HEADER.size
    columns: dict[str, NDArray[Any]] = {}
    for name, kind, thing, more in _COLUMNS:
        column: NDArray[Any] = np.frombuffer(coded, kind, counts[thing] + more, offset)
        columns[name] = column
        offset += column.nbytes
    if offset != len(coded):
        raise ValueError(len(coded))
    return SentenceTable(**columns)
