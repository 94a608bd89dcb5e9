"""How long replies took, as counts in logarithmic buckets from which percentiles come.

Pure. A bucket is a twentieth of a decade, so that a percentile is known to 6 %, from a millisecond
to a quarter of an hour, and a day's replies are some tens of counts however many they are.
"""

import math
from collections.abc import Mapping

A_DECADE = 20
SHORTEST = 0.001  # seconds
LAST = 6 * A_DECADE - 1


def bucket_of(seconds: float) -> int:
    """The bucket of a duration, 0 to ``LAST``; what is shorter or longer goes to the ends."""
    if seconds <= SHORTEST:
        return 0
    return min(int(math.log10(seconds / SHORTEST) * A_DECADE), LAST)


def seconds_of(bucket: int) -> float:
    """The duration in the middle of a bucket, by ratio."""
    return SHORTEST * math.pow(10.0, (bucket + 0.5) / A_DECADE)


def percentile(counts: Mapping[int, int], share: float) -> float | None:
    """Seconds within which ``share`` (above 0, up to 1) of the replies came; None of no replies.

    The nearest rank: the smallest duration that at least this share does not exceed.
    """
    wanted = math.ceil(share * sum(counts.values()))
    reached = 0
    for bucket in sorted(counts):
        reached += counts[bucket]
        if reached >= wanted > 0:
            return seconds_of(bucket)
    return None
