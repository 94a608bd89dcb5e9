"""A relay between the program and the Bot API server whose connections can die silently."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Relay:
    """Forwards connections to a port; ``url`` takes the place of the server's."""

    def __init__(self, url: str, port: int) -> None:
        self._behind = url
        self._target = port
        self._server: asyncio.Server | None = None
        self._open: list[asyncio.Task[None]] = []
        self._writers: list[asyncio.StreamWriter] = []

    @property
    def url(self) -> str:
        """Return the address of the methods, by way of the relay."""
        if self._server is None:
            raise RuntimeError("it does not run")
        port = self._server.sockets[0].getsockname()[1]
        return self._behind.replace(str(self._target), str(port))

    def freeze(self) -> None:
        """Forward nothing more on the connections of now, and close none: the peer is gone."""
        for task in self._open:
            task.cancel()
        self._open.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        self._writers += (writer, back)
        for source, target in ((reader, back), (there, writer)):
            self._open.append(asyncio.create_task(_forward(source, target)))

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Relay"]:
        """Take connections until the block ends."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            yield self
        finally:
            self._server.close()
            self.freeze()
            for writer in self._writers:
                writer.close()


async def _forward(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
        target.close()
