"""The web server bounds how long it waits for a request, and not how long one takes."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.runtime import http_protocol
from bot.runtime.http_server import AsgiMessage, HttpServer, Receive, Send

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Application:
    """Answers when it may."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self, _scope: AsgiMessage, _receive: Receive, send: Send) -> None:
        self.begun.set()
        await self.may_answer.wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})


class Connection:
    """A client that says what it likes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def is_ended(self) -> bool:
        """Wait until the server closes the connection, for some seconds."""
        try:
            async with asyncio.timeout(10):
                return await self.reader.read() == b""
        except ConnectionError:  # it was still being written to
            return True

    async def answer(self) -> bytes:
        async with asyncio.timeout(10):
            return (await self.reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
async def connection(
    application: Application, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Connection]:
    monkeypatch.setattr(http_protocol, "REQUEST_TIMEOUT_S", 0.1)
    server = HttpServer(application, "127.0.0.1", unused_tcp_port)
    server.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
    yield Connection(reader, writer)
    writer.close()
    await server.stop()


async def test_a_connection_without_a_request_is_closed(connection: Connection) -> None:
    assert await connection.is_ended()


async def test_what_is_no_request_is_refused_and_fills_no_log(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    connection.writer.write(b"\x16\x03\x01 no HTTP\r\n\r\n")
    async with asyncio.timeout(10):
        answer = await connection.reader.read()
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert [record for record in caplog.records if record.levelname != "DEBUG"] == []


async def test_a_request_that_comes_drop_by_drop_is_not_waited_for(connection: Connection) -> None:
    async def drip() -> None:
        for byte in REQUEST * 1000:
            connection.writer.write(bytes([byte]))
            await asyncio.sleep(0.02)

    dripping = asyncio.create_task(drip())
    assert await connection.is_ended()
    dripping.cancel()
    await asyncio.wait([dripping])


async def test_what_takes_long_to_answer_is_answered(
    connection: Connection, application: Application
) -> None:
    application.may_answer.clear()
    connection.writer.write(REQUEST)
    await application.begun.wait()
    loop, later = asyncio.get_running_loop(), asyncio.Event()
    loop.call_later(3 * http_protocol.REQUEST_TIMEOUT_S, later.set)
    await later.wait()
    application.may_answer.set()
    assert await connection.answer() == b"HTTP/1.1 204 No Content"


async def test_a_connection_is_used_again_and_its_second_request_is_bounded_too(
    connection: Connection,
) -> None:
    for _ in range(3):
        connection.writer.write(REQUEST)
        assert await connection.answer() == b"HTTP/1.1 204 No Content"
    connection.writer.write(REQUEST[:5])
    assert await connection.is_ended()


async def test_a_body_that_nobody_reads_does_not_hold_the_connection(
    connection: Connection,
) -> None:
    connection.writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
    assert await connection.answer() == b"HTTP/1.1 204 No Content"
    connection.writer.write(b"d")
    assert await connection.is_ended()
