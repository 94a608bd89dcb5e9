"""The end of the process at a moment, whatever it is doing.

A thread that reads or indexes cannot be cancelled, and the interpreter waits for it when it ends.
"""

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress
from typing import NoReturn

log = logging.getLogger(__name__)

HARD_EXIT_S = 9.5
"""After a signal, for all there is to end, the writing of the index included."""
LAST_WORDS_S = 5
"""To write the last line of the log, whose lock or pipe may be what the process hangs at."""


def exit_hard_in(seconds: float) -> None:
    """End the process so much later, unless it has ended by then.

    Storage is as after any crash: transactions are whole, and what was in flight is sent again.
    """
    timer = threading.Timer(seconds, _end, [seconds])
    timer.daemon = True
    timer.start()


def end_process(status: int, message: str, *arguments: object) -> NoReturn:
    """End the process at once, with a last line of the log; by a signal if that can't be written.

    Warns if ``status`` is 0; otherwise the message is critical.
    """
    if hasattr(signal, "alarm"):  # not on Windows
        signal.alarm(LAST_WORDS_S)
    with suppress(Exception):
        log.log(logging.CRITICAL if status else logging.WARNING, message, *arguments)
        logging.shutdown()
    os._exit(status)


def _end(seconds: float) -> None:
    end_process(0, "ended with work unfinished, %.1f s after it was told to end", seconds)


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
