"""The event loop of a process that runs for long: uvloop's, where there is one.

uvloop is imported only when a loop is made.
"""

import asyncio


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Make an event loop; asyncio's own on Windows, which uvloop does not know."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
