"""Passage lengths in one byte, rounded down as Lucene does it.

Exact up to 39 terms and within an eighth above. Ranks nothing: ``index.inverted.bm25`` makes norms
of the rounded lengths, and takes the average from the exact ones.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

_FREE_VALUES = 24
"""``SmallFloat.NUM_FREE_VALUES``: what 255 leaves beside the bytes that a 32-bit length needs."""
_MANTISSA_BITS = 3
_HIDDEN_BIT = 1 << _MANTISSA_BITS


def decode_length(byte: int) -> int:
    """Lucene's ``SmallFloat.byte4ToInt``: the smallest length that ``byte`` stands for."""
    if byte < _FREE_VALUES:
        return byte
    coded = byte - _FREE_VALUES
    mantissa, shift = coded & (_HIDDEN_BIT - 1), (coded >> _MANTISSA_BITS) - 1
    return _FREE_VALUES + (mantissa if shift < 0 else (mantissa | _HIDDEN_BIT) << shift)


DECODED_LENGTHS: NDArray[np.int64] = np.array([decode_length(byte) for byte in range(256)])
"""The length of every byte, rising."""


def encode_lengths(lengths: ArrayLike) -> NDArray[np.uint8]:
    """Lucene's ``SmallFloat.intToByte4`` of each length, none of which is below 0."""
    return (np.searchsorted(DECODED_LENGTHS, lengths, side="right") - 1).astype(np.uint8)


def round_lengths(lengths: ArrayLike) -> NDArray[np.int64]:
    """Each length as it comes back from its byte."""
    return DECODED_LENGTHS[encode_lengths(lengths)]
