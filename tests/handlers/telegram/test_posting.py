"""Requests arrive as a client of httpx would send them, and fail as python-telegram-bot expects."""

import asyncio
import gzip
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import RequestData

from bot.fetching.network import ProxyNetwork
from bot.fetching.proxies import Proxy
from bot.playground.botapi import BotApiServer
from bot.runtime.contact import TelegramContact
from handlers.telegram.posting import PostingRequest
from tests.bot.samples import Clock
from tests.proxies import Manner, open_proxy

KINDS = ["http", "socks5"]
SECRET = "rahasia-4711"


@asynccontextmanager
async def silent_server(answer: bytes | None) -> AsyncIterator[str]:
    """Yield the address of a server that sends ``answer`` and closes, or with None waits."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if answer is None:
            await reader.read()  # until the other side has closed
        else:
            writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}/"


@pytest.fixture
async def request_() -> AsyncIterator[PostingRequest]:
    request = PostingRequest(1)
    yield request
    await request.shutdown()


@pytest.mark.parametrize("text", ["Halo, dunia", 'a=b&c "é" 日本 + %', "<b>x</b>\n\ny"])
async def test_what_is_sent_arrives(text: str) -> None:
    async with BotApiServer("4242:SECRET") as server:
        chat = server.private_chat(server.user("Ani"), started=True)
        async with Bot(server.token, server.url, request=PostingRequest(2)) as bot:
            await bot.send_message(chat.id, text)
            assert (await chat.next_message()).text == text.strip()
            document = InputFile(b"isi", filename="a.txt")
            sent = await bot.send_document(chat.id, document)
            assert sent.document is not None
            with pytest.raises(BadRequest):
                await bot.send_message(1, "nobody")


async def test_a_server_that_does_not_answer_in_time_is_a_timeout(request_: PostingRequest) -> None:
    async with silent_server(None) as url:
        with pytest.raises(TimedOut):
            await request_.do_request(url, "POST", RequestData([]), read_timeout=0.01)


@pytest.mark.parametrize("answer", [b"", b"no HTTP\r\n\r\n"])
async def test_what_is_no_response_is_a_failure_of_the_network(
    request_: PostingRequest, answer: bytes
) -> None:
    async with silent_server(answer) as url:
        with pytest.raises(NetworkError):
            await request_.do_request(url, "POST", RequestData([]))


async def test_nobody_listening_is_a_failure_of_the_network(request_: PostingRequest) -> None:
    async with silent_server(b"") as url:
        pass
    with pytest.raises(NetworkError):
        await request_.do_request(url, "POST", RequestData([]))


@asynccontextmanager
async def request_through(url: str, **more: Any) -> AsyncIterator[PostingRequest]:
    request = PostingRequest(2, through=Proxy(url), **more)
    yield request
    await request.shutdown()


async def test_a_proxy_of_the_environment_is_not_used_unless_it_is_given(
    monkeypatch: pytest.MonkeyPatch, request_: PostingRequest
) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    async with silent_server(answer) as proxy, silent_server(b"") as gone:
        monkeypatch.setenv("http_proxy", gone)
        assert await request_.do_request(proxy, "POST") == (200, b"hi")
        async with request_through(proxy) as request:
            assert await request.do_request("http://nowhere.invalid/", "POST") == (200, b"hi")


@pytest.mark.parametrize("kind", KINDS)
async def test_messages_and_files_go_through_a_proxy(kind: str) -> None:
    async with BotApiServer("4242:SECRET") as server:
        names = {"telegram.example": ("127.0.0.1", int(server.url.rpartition(":")[2][:-4]))}
        chat = server.private_chat(server.user("Ani"), started=True)
        async with (
            open_proxy(kind, names, user="budi", password="rahasia") as proxy,
            request_through(proxy.url) as request,
            Bot(server.token, "http://telegram.example/bot", request=request) as bot,
        ):
            await bot.send_message(chat.id, "Halo")
            assert (await chat.next_message()).text == "Halo"
            sent = await bot.send_document(chat.id, InputFile(b"isi" * 99_999, "a.txt"), "Ini")
            assert sent.caption == "Ini"
            media = (await chat.next_message()).media
            assert media is not None
            assert media.content == b"isi" * 99_999
        assert set(proxy.asked) == {"telegram.example:80"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("manner", [Manner.CLOSE, Manner.BABBLE])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_what_is_no_proxy_is_a_failure_of_the_network(
    kind: str, manner: Manner, scheme: str
) -> None:
    async with open_proxy(kind, {}, manner=manner) as proxy, request_through(proxy.url) as request:
        with pytest.raises(NetworkError):
            await request.do_request(f"{scheme}://telegram.example/bot", "POST", RequestData([]))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_proxy_that_falls_silent_is_a_timeout_and_not_for_ever(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """httpcore itself would wait for ever for a SOCKS proxy."""
    monkeypatch.setattr(ProxyNetwork.__init__, "__defaults__", (0.05,))
    async with (
        open_proxy(kind, {}, manner=Manner.HANG) as proxy,
        request_through(proxy.url, read_timeout=0.05) as request,
    ):
        with pytest.raises(TimedOut):
            await request.do_request("https://telegram.example/bot", "POST", RequestData([]))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_wrong_password_is_a_failure_that_does_not_show_it(kind: str) -> None:
    async with (
        open_proxy(kind, {}, user="budi", password="right") as proxy,
        request_through(proxy.url_with("budi", SECRET)) as request,
    ):
        with pytest.raises(NetworkError) as caught:
            await request.do_request("https://telegram.example/bot", "POST", RequestData([]))
    assert SECRET not in "".join(traceback.format_exception(caught.value))


async def test_a_body_that_a_proxy_packed_is_unpacked(request_: PostingRequest) -> None:
    body = gzip.compress(b'{"ok":true}')
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    async with silent_server(head.encode() + body) as url:
        assert await request_.do_request(url, "POST", RequestData([])) == (200, b'{"ok":true}')


async def test_a_body_that_cannot_be_unpacked_is_a_failure_of_the_network(
    request_: PostingRequest,
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"
    async with silent_server(head) as url:
        with pytest.raises(NetworkError):
            await request_.do_request(url, "POST", RequestData([]))


@pytest.mark.parametrize(
    ("host", "header"),
    [
        ("user:secret@127.0.0.1", "authorization: basic dxnlcjpzzwnyzxq="),
        ("[::1]", "host: [::1]:"),
    ],
)
async def test_a_user_and_an_ipv6_host_of_the_address_are_sent_as_httpx_does(
    request_: PostingRequest, host: str, header: str
) -> None:
    heads: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode().lower())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        await writer.drain()
        writer.close()

    bound = host.rpartition("@")[2].strip("[]")
    async with await asyncio.start_server(answer, bound, 0) as server:
        port = server.sockets[0].getsockname()[1]
        found = await request_.do_request(f"http://{host}:{port}/bot", "POST", RequestData([]))
    assert found == (200, b"hi")
    assert header in heads[0]


@pytest.mark.parametrize("by_client", [False, True])
async def test_contact_is_noted_of_each_response_and_of_none(
    request_: PostingRequest, by_client: bool
) -> None:
    request_.contact = contact = TelegramContact(Clock())
    host = "user@127.0.0.1" if by_client else "127.0.0.1"  # httpx's client sends it for a user
    ok = b"HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n"
    async with silent_server(ok) as address:
        url = address.replace("127.0.0.1", host)
        await request_.do_request(url, "POST", RequestData([]))
    assert contact.reached_at is not None
    assert contact.clock_difference is not None
    assert contact.failing_for() is None
    with pytest.raises(NetworkError):  # nobody listens any more
        await request_.do_request(url, "POST", RequestData([]))
    assert contact.failing_for() is not None
