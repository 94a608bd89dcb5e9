"""Runs of consecutive numbers in an array."""

import numpy as np
from numpy.typing import NDArray


def ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ``start … start + count - 1`` of each, concatenated."""
    ends = np.cumsum(counts)
    within = np.arange(ends[-1] if len(ends) else 0)
    shifts: NDArray[np.int64] = np.repeat(starts - (ends - counts), counts)
    return within + shifts
