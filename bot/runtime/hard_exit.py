"""The end of the process at a moment, whatever it is doing.

A thread that reads or indexes cannot be cancelled, and the interpreter waits for it when it ends.
"""

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress

log = logging.getLogger(__name__)

HARD_EXIT_S = 9.5
"""After a signal, for all there is to end, the writing of the index included."""


def exit_hard_in(seconds: float) -> None:
    """End the process so much later, unless it has ended by then.

    Storage is as after any crash: transactions are whole, and what was in flight is sent again.
    """
    timer = threading.Timer(seconds, _end, [seconds])
    timer.daemon = True
    timer.start()


def _end(seconds: float) -> None:
    log.warning("ended with work unfinished, %.1f s after it was told to end", seconds)
    logging.shutdown()
    os._exit(0)


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set; the process ends in time after them."""
    stop = asyncio.Event()

    def end() -> None:
        if not stop.is_set():
            exit_hard_in(HARD_EXIT_S)
        stop.set()

    with suppress(NotImplementedError):  # on Windows, where Ctrl-C interrupts the loop itself
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, end)
    return stop
