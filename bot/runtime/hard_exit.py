"""The end of the process at a moment, whatever it is doing.

A thread that reads or indexes cannot be cancelled, and the interpreter waits for it when it ends.
"""

import logging
import os
import threading

log = logging.getLogger(__name__)


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
