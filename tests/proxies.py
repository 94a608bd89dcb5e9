"""Proxies on loopback, which resolve names as the test says: HTTP with CONNECT, and SOCKS5."""

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import quote, urlsplit

Address = tuple[str, int]
REFUSED, UNREACHABLE, PASSWORD = 403, 502, 407
SOCKS_REPLIES = {REFUSED: 2, UNREACHABLE: 4}


class Manner(Enum):
    """What a proxy does with whoever connects."""

    SERVE = auto()
    HANG = auto()
    CLOSE = auto()
    BABBLE = auto()


@dataclass
class Proxy:
    """A proxy: ``names`` are the addresses it knows, ``asked`` the ``host:port`` asked of it."""

    kind: str
    names: Mapping[str, Address]
    user: str = ""
    password: str = ""
    refused: frozenset[str] = frozenset()
    manner: Manner = Manner.SERVE
    port: int = 0
    asked: list[str] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Return the address with the right credentials."""
        return self.url_with(self.user, self.password)

    def url_with(self, user: str, password: str) -> str:
        """Return the address with credentials, which may be wrong."""
        who = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
        return f"{self.kind}://{who}127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.arrived.set()
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._behave(reader, writer)
        finally:
            writer.close()

    async def _behave(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.manner is Manner.SERVE:
            await (self._socks if self.kind.startswith("socks") else self._http)(reader, writer)
        elif self.manner is Manner.HANG:
            await reader.read()
        elif self.manner is Manner.BABBLE:
            writer.write(b"220 mail.example ESMTP\r\n\r\n")
            await writer.drain()

    def _resolve(self, host: str, port: int) -> Address | int:
        """Return where to connect to, or the status that says why not."""
        self.asked.append(f"{host}:{port}")
        if host in self.refused:
            return REFUSED
        return self.names.get(host, UNREACHABLE)

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split(" ", 2)
        told = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        if self.user and f"proxy-authorization: basic {told}".lower() not in head.lower():
            await _refuse(writer, PASSWORD)
            return
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        found = self._resolve(parts.hostname or "", parts.port or 80)
        if isinstance(found, int):
            await _refuse(writer, found)
            return
        upstream = await asyncio.open_connection(*found)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            upstream[1].write(head.replace(target, path or "/", 1).encode("latin-1"))
        await _relay(reader, writer, *upstream)

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        methods = await reader.readexactly((await reader.readexactly(2))[1])
        wanted = 2 if self.user else 0
        if wanted not in methods:
            writer.write(b"\x05\xff")
            return
        writer.write(bytes([5, wanted]))
        if self.user and not await self._knows(reader, writer):
            return
        await reader.readexactly(3)
        kind = (await reader.readexactly(1))[0]
        size = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        host = (await reader.readexactly(size)).decode("latin-1")
        port = int.from_bytes(await reader.readexactly(2), "big")
        found = self._resolve(host, port)
        reply = SOCKS_REPLIES[found] if isinstance(found, int) else 0
        writer.write(bytes([5, reply, 0, 1]) + bytes(6))
        await writer.drain()
        if not isinstance(found, int):
            await _relay(reader, writer, *await asyncio.open_connection(*found))

    async def _knows(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        user = await reader.readexactly((await reader.readexactly(2))[1])
        password = await reader.readexactly((await reader.readexactly(1))[0])
        knows = (user, password) == (self.user.encode(), self.password.encode())
        writer.write(bytes([1, not knows]))
        await writer.drain()
        return knows


async def _refuse(writer: asyncio.StreamWriter, status: int) -> None:
    writer.write(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())
    await writer.drain()


async def _relay(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    there: asyncio.StreamReader,
    onward: asyncio.StreamWriter,
) -> None:
    async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError):
                while chunk := await source.read(65536):
                    sink.write(chunk)
                    await sink.drain()
        finally:
            sink.close()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(copy(reader, onward))
        tasks.create_task(copy(there, writer))


@asynccontextmanager
async def open_proxy(
    kind: str, names: Mapping[str, Address], **more: object
) -> AsyncIterator[Proxy]:
    """Run a proxy until the block ends; ``more`` are the other fields of ``Proxy``."""
    proxy = Proxy(kind, names, **more)  # type: ignore[arg-type]
    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        with suppress(asyncio.CancelledError):
            await proxy.serve(reader, writer)
        serving.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for task in list(serving):
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
