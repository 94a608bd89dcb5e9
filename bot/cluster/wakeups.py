"""Wake tasks of other processes, too."""

from collections.abc import Mapping
from functools import partial

from bot.runtime.wakeup import CLOCK_S, Wakeup
from bot.storage.signals import Signals


def share(signals: Signals, wakeups: Mapping[str, Wakeup]) -> None:
    """Let a notification of one process's wakeup wake that of the same name in the others.

    A clock wakes them as well, since some are lost.
    """
    for name, wakeup in wakeups.items():
        wakeup.max_wait_s = min(wakeup.max_wait_s, CLOCK_S)
        wakeup.tell_others = partial(signals.tell, name)
        signals.on(name, wakeup.wake)
