"""Bounds on work, in seconds of this process's CPU: other processes do not change them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cpu_seconds_below(limit: float) -> Iterator[None]:
    """Fail if the block takes the CPU for longer.

    For what no count shows: a pattern that backtracks is a single call. The limits are many times
    what the work takes, and far below what quadratic work would take.
    """
    began = time.process_time()
    yield
    spent = time.process_time() - began
    assert spent < limit, f"{spent:.2f} s"
