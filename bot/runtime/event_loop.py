"""The event loop of a process that runs for long: uvloop's, where there is one.

uvloop is imported only when a loop is made.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

from index.workers import start_threads

LOOP_THREADS = min(32, (os.cpu_count() or 1) + 4)
"""Of the loop's executor, as many as asyncio's own would have."""


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Make an event loop and its threads; asyncio's own on Windows, which uvloop does not know."""
    try:
        import uvloop
    except ImportError:
        loop = asyncio.new_event_loop()
    else:
        loop = uvloop.new_event_loop()
    threads = ThreadPoolExecutor(LOOP_THREADS, "asyncio")
    start_threads(threads, LOOP_THREADS)
    loop.set_default_executor(threads)
    return loop
