"""A histogram of latencies with logarithmic buckets, and percentiles of it.

Twenty buckets per decade, from a millisecond to a quarter of an hour: percentiles are exact to 6 %,
and a day takes some tens of counters, however many replies it had.
"""

import math
from collections.abc import Mapping

BUCKETS_PER_DECADE = 20
MIN_S = 0.001
LAST_BUCKET = 6 * BUCKETS_PER_DECADE - 1


def bucket_of(seconds: float) -> int:
    """Return the bucket of a duration, 0 to ``LAST_BUCKET``; the ends also take what is outside."""
    if seconds <= MIN_S:
        return 0
    return min(int(math.log10(seconds / MIN_S) * BUCKETS_PER_DECADE), LAST_BUCKET)


def seconds_of(bucket: int) -> float:
    """Return the geometric middle of a bucket, in seconds."""
    return MIN_S * math.pow(10.0, (bucket + 0.5) / BUCKETS_PER_DECADE)


def percentile(counts: Mapping[int, int], share: float) -> float | None:
    """Return seconds within which ``share`` (above 0, up to 1) of the replies came.

    By nearest rank: the smallest duration that at least this share does not exceed. None if
    ``counts``, by bucket, are all 0.
    """
    wanted = math.ceil(share * sum(counts.values()))
    reached = 0
    for bucket in sorted(counts):
        reached += counts[bucket]
        if reached >= wanted > 0:
            return seconds_of(bucket)
    return None
