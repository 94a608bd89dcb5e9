"""What the webhook's server takes and what it refuses, over HTTP and as an ASGI application."""

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.errors import ListenError, StorageError
from bot.runtime.http_server import HttpServer
from handlers.telegram import webhook
from handlers.telegram.receiving import chat_of, is_self_signed
from handlers.telegram.webhook import MAX_BODY_BYTES, WebhookApplication

PATH, SECRET = "/telegram", "a-secret_of-the-test"
TLS = Path(__file__).with_name("tls")
CERTIFICATE, KEY = TLS / "certificate.pem", TLS / "key.pem"  # of 127.0.0.1, for a hundred years
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
UPDATE = {"update_id": 5, "message": {"text": "Halo"}}


def free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Running:
    """A running server, what it has stored, and requests to it."""

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []
        self.out_of_reach = False
        self.port = free_port()
        self.application = WebhookApplication(PATH, SECRET, self.store)
        self.server = HttpServer(self.application, "127.0.0.1", self.port)
        self.client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}", trust_env=False, timeout=20
        )

    async def store(self, update: dict[str, Any]) -> None:
        if self.out_of_reach:
            raise StorageError("storage_failed", path="", reason="")
        self.stored.append(update)

    async def post(self, content: bytes, path: str = PATH, **headers: str) -> httpx.Response:
        return await self.client.post(path, content=content, headers=HEADERS | headers)


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    running = Running()
    running.server.start()
    async with running.client:
        yield running
    await running.server.stop()


async def test_an_update_is_stored_before_200_is_said(running: Running) -> None:
    response = await running.post(json.dumps(UPDATE).encode())
    assert response.status_code == 200
    assert response.content == b""
    assert running.stored == [UPDATE]


@pytest.mark.parametrize(
    "secret",
    ["", "A-SECRET_OF-THE-TEST", SECRET + "x", SECRET[:-1], "rahasiaé".encode().decode("latin-1")],
)
async def test_who_does_not_know_the_secret_is_refused_without_a_word(
    running: Running, secret: str
) -> None:
    headers = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode("latin-1")}
    response = await running.client.post(PATH, json=UPDATE, headers=headers)
    assert (response.status_code, response.content) == (403, b"")
    response = await running.client.post(PATH, json=UPDATE)
    assert (response.status_code, response.content) == (403, b"")
    assert running.stored == []


async def test_only_posts_to_the_path_are_taken(running: Running) -> None:
    assert (await running.client.get(PATH, headers=HEADERS)).status_code == 405
    assert (await running.client.put(PATH, json=UPDATE, headers=HEADERS)).status_code == 405
    for path in ("/", "/telegram/", "/telegram/x", "/Telegram"):
        assert (await running.post(b"{}", path)).status_code == 404
    assert running.stored == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"5",
        b'"update_id"',
        b"{}",
        b'{"update_id": "5"}',
        b'{"update_id": true}',
        b'{"update_id": null}',
        b'{"update_id": 5.0}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\0" * 1000,
    ],
)
async def test_what_is_no_update_is_refused_and_the_next_one_taken(
    running: Running, body: bytes
) -> None:
    assert (await running.post(body)).status_code == 400
    assert (await running.post(json.dumps(UPDATE).encode())).status_code == 200
    assert running.stored == [UPDATE]


async def test_a_body_that_is_too_long_is_refused_whether_it_says_so_or_not(
    running: Running,
) -> None:
    long = json.dumps(UPDATE | {"x": "y" * MAX_BODY_BYTES}).encode()
    assert (await running.post(long)).status_code == 413

    async def parts() -> AsyncIterator[bytes]:
        for start in range(0, len(long), 100_000):
            yield long[start : start + 100_000]

    async def refused() -> bool:
        try:
            response = await running.client.post(PATH, content=parts(), headers=HEADERS)
        except httpx.TransportError:  # closed while it was still being sent
            return True
        return response.status_code == 413

    assert await refused()
    assert running.stored == []


async def test_a_body_that_does_not_come_is_not_waited_for(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "READ_TIMEOUT_S", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n{{".encode()
    )
    async with asyncio.timeout(10):
        assert b" 408 " in await reader.readline()
    writer.close()
    assert (await running.post(json.dumps(UPDATE).encode())).status_code == 200


async def test_what_is_cut_off_is_not_stored(running: Running) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", running.port)
    body = json.dumps(UPDATE).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body) + 9}\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await running.server.stop()
    assert running.stored == []


async def test_telegram_is_to_send_again_what_cannot_be_stored(running: Running) -> None:
    running.out_of_reach = True
    response = await running.post(json.dumps(UPDATE).encode())
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    running.out_of_reach = False
    assert (await running.post(json.dumps(UPDATE).encode())).status_code == 200
    assert running.stored == [UPDATE]


async def test_what_has_come_is_answered_and_nothing_else_when_the_server_stops() -> None:
    running, begun, released = Running(), asyncio.Event(), asyncio.Event()

    async def store_slowly(_update: dict[str, Any]) -> None:
        begun.set()
        await released.wait()

    running.application._store = store_slowly
    running.server.start()
    async with running.client:
        posting = asyncio.create_task(running.post(json.dumps(UPDATE).encode()))
        await begun.wait()
        stopping = asyncio.create_task(running.server.stop())
        released.set()
        assert (await posting).status_code == 200
        await stopping
        with pytest.raises(httpx.ConnectError):
            await running.post(json.dumps(UPDATE).encode())


async def test_a_stop_that_is_cut_short_leaves_the_port_to_the_next_server() -> None:
    running = Running()
    running.server.start()
    _, writer = await asyncio.open_connection("127.0.0.1", running.port)
    await running.post(json.dumps(UPDATE).encode())
    stopping = asyncio.create_task(running.server.stop())
    await asyncio.sleep(0)
    stopping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopping
    after = HttpServer(running.application, "127.0.0.1", running.port)
    after.start()
    await after.stop()
    writer.close()
    await running.client.aclose()


async def test_a_port_in_use_is_told() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(ListenError) as caught:
            HttpServer(Running().application, "127.0.0.1", port).start()
    assert (caught.value.key, caught.value.arguments["port"]) == ("webhook_listen", port)


async def test_with_a_certificate_the_server_speaks_tls() -> None:
    running = Running()
    server = HttpServer(running.application, "127.0.0.1", running.port, CERTIFICATE, KEY)
    server.start()
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    async with httpx.AsyncClient(verify=trusting, trust_env=False) as client:
        address = f"https://127.0.0.1:{running.port}{PATH}"
        assert (await client.post(address, json=UPDATE, headers=HEADERS)).status_code == 200
    await server.stop()
    assert running.stored == [UPDATE]
    assert is_self_signed(CERTIFICATE)


async def test_a_certificate_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate", "utf-8")
    application = Running().application
    unusable = ((broken, KEY), (CERTIFICATE, broken), (tmp_path / "none", KEY), (None, KEY))
    for files in unusable:
        with pytest.raises(ListenError) as caught:
            HttpServer(application, "127.0.0.1", 0, *files).start()
        assert caught.value.key == "webhook_tls"
    with pytest.raises(ListenError):
        is_self_signed(broken)


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        (
            {"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": 8}}}},
            8,
        ),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}}}, 7),
        ({"update_id": 1, "message": {"chat": {"id": "5"}, "from": {"id": 2**70}}}, 0),
        ({"update_id": 1, "message": 5}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_an_update_belongs_to_its_chat(update: dict[str, Any], chat: int) -> None:
    assert chat_of(update) == chat
