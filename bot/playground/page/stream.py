"""Server-sent events: what happens in the chats, to every open page."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from aiohttp import web

from bot.playground.errors import JSON

MAX_WAITING = 1000
"""Events that wait for a page; one that is further behind begins anew with a snapshot."""
MAX_PAGES = 20
RETRY_MS = 1000
HEARTBEAT_S = 15.0
"""Between two signs of life, by which a connection is found to be cut."""
END: JSON = {}


class Stream:
    """Events to every page that listens; each begins with a snapshot."""

    def __init__(self, snapshot: Callable[[], JSON]) -> None:
        self._snapshot = snapshot
        self._pages: set[asyncio.Queue[JSON]] = set()

    def send(self, event: JSON) -> None:
        """Send an event to all pages."""
        for queue in tuple(self._pages):
            try:
                queue.put_nowait(event)
            except asyncio.QueueFull:
                self._end(queue)

    def end(self) -> None:
        """End all responses."""
        for queue in tuple(self._pages):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[JSON]) -> None:
        """Let a page's response end at once, without what waits."""
        self._pages.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(END)

    async def respond(self, request: web.Request, headers: JSON) -> web.StreamResponse:
        """Answer a page with events until it leaves, or is too far behind."""
        if len(self._pages) >= MAX_PAGES:
            raise web.HTTPServiceUnavailable(text="Too many pages are open.")
        response = web.StreamResponse(headers=headers)
        response.content_type = "text/event-stream"
        queue: asyncio.Queue[JSON] = asyncio.Queue(MAX_WAITING)
        queue.put_nowait(self._snapshot())
        self._pages.add(queue)
        try:
            await response.prepare(request)
            await response.write(f"retry: {RETRY_MS}\n\n".encode())
            with suppress(ConnectionError):
                async for chunk in _chunks(queue):
                    await response.write(chunk)
        finally:
            self._pages.discard(queue)
        return response


async def _chunks(queue: asyncio.Queue[JSON]) -> AsyncIterator[bytes]:
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT_S):
                event = await queue.get()
        except TimeoutError:
            yield b":\n\n"
            continue
        if event is END:
            return
        yield b"data: " + json.dumps(event).encode() + b"\n\n"
