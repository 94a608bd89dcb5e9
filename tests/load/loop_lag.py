"""How late the program's event loop was, as its own metrics say."""

import re
from collections.abc import Mapping

BUCKET = re.compile(r'kutip_loop_lag_seconds_bucket\{le="([^"]+)"\}')


def loop_lag(metrics: Mapping[str, float]) -> str:
    """Return bounds of the median and the slow end of the loop's lag, as text."""
    found = ((BUCKET.fullmatch(name), count) for name, count in metrics.items())
    buckets = sorted((float(match[1]), count) for match, count in found if match)
    if not buckets or not buckets[-1][1]:
        return "loop lag: not measured"
    total = buckets[-1][1]
    bounds = [
        next(bound for bound, count in buckets if count >= share * total)
        for share in (0.5, 0.95, 0.99, 1.0)
    ]
    return "loop lag: p50 ≤ {:g}, p95 ≤ {:g}, p99 ≤ {:g}, longest ≤ {:g} s".format(*bounds)
