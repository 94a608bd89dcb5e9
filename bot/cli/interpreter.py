"""Settings of the Python interpreter that keep answers from waiting."""

import ctypes
import gc
import sys
from contextlib import suppress

GC_THRESHOLDS = 2_000, 10, 4_000
"""``gc.set_threshold`` values; a collection of each generation pauses for 3, 10, and 100 ms."""

SWITCH_INTERVAL_S = 0.0005
"""The longest that one thread holds the interpreter while another waits. Python's own 5 ms add up
for the event loop while threads read and index articles."""


M_ARENA_MAX = -8
"""https://man7.org/linux/man-pages/man3/mallopt.3.html."""

ARENAS = 2
"""Pools of memory that threads share, for which each of a dozen would have its own: with 34,580
articles the bot takes 153 MB for 178 after 700 questions."""


def tune_for_long_runs() -> None:
    """Collect garbage often and little, never among the imported modules; switch threads fast.

    On Linux with glibc, threads share their memory, too.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
