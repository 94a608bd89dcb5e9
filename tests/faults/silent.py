"""A web server that falls silent: no end of the response comes, and none of the connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


def response(body: str) -> bytes:
    """Return an HTTP response with a feed."""
    content = body.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(content)}"
    return f"{head}\r\n\r\n".encode() + content


class SilentServer:
    """Sends ``sent`` after each request, then nothing; ``left`` is set when a client has left."""

    def __init__(self, sent: bytes) -> None:
        self.sent = sent
        self.left = asyncio.Event()
        self.url = ""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self.sent)
        await reader.read()
        self.left.set()
        writer.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["SilentServer"]:
        """Take connections until the block ends."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/rss"
        try:
            yield self
        finally:
            server.close()
