"""When Python looks for garbage: not among what lives as long as the process."""

import gc

YOUNG = 50_000
"""New objects after which Python looks for garbage among them; it takes a few milliseconds."""


def collect_garbage() -> None:
    """From now on, but not among the modules: that would hold up answers for 25 ms."""
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()
