"""Settings of the Python interpreter that keep answers from waiting."""

import gc
import sys

GC_THRESHOLDS = 2_000, 10, 4_000
"""``gc.set_threshold`` values; a collection of each generation pauses for 3, 10, and 100 ms."""

SWITCH_INTERVAL_S = 0.0005
"""The longest that one thread holds the interpreter while another waits. Python's own 5 ms add up
for the event loop while threads read and index articles."""


def tune_for_long_runs() -> None:
    """Collect garbage often and little, never among the imported modules; switch threads fast."""
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
