"""Passage lengths in one byte, rounded down as Lucene rounds them.

Exact up to 39 terms and within an eighth above. The average length is that of the exact lengths
(``index.inverted.bm25``).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

_FREE_VALUES = 24
"""``SmallFloat.NUM_FREE_VALUES``: bytes left over by a 32-bit length; they code 0 to 23 exactly."""
_MANTISSA_BITS = 3
_IMPLICIT_BIT = 1 << _MANTISSA_BITS


def decode_length(byte: int) -> int:
    """Return the smallest length that ``byte`` codes: Lucene's ``SmallFloat.byte4ToInt``."""
    if byte < _FREE_VALUES:
        return byte
    coded = byte - _FREE_VALUES
    mantissa, shift = coded & (_IMPLICIT_BIT - 1), (coded >> _MANTISSA_BITS) - 1
    return _FREE_VALUES + (mantissa if shift < 0 else (mantissa | _IMPLICIT_BIT) << shift)


DECODED_LENGTHS: NDArray[np.int64] = np.array([decode_length(byte) for byte in range(256)])
"""The length of each byte, ascending."""


def encode_lengths(lengths: ArrayLike) -> NDArray[np.uint8]:
    """Return the byte of each length: Lucene's ``SmallFloat.intToByte4``; lengths are >= 0."""
    return (np.searchsorted(DECODED_LENGTHS, lengths, side="right") - 1).astype(np.uint8)
