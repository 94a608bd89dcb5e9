"""Names whose answers change, answers that hide an address, and certificates of nobody."""

import socket
import ssl
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.fetching.addresses import AllowedHosts
from bot.fetching.errors import AddressRefused, FetchError
from bot.fetching.fetcher import open_fetcher
from tests.bot.fetching.sites import fetch, open_site

TLS = Path(__file__).parents[2] / "handlers" / "telegram" / "tls"
Answers = Callable[[str, list[list[str]]], list[str]]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The system's resolver gives one answer after the other for a name; returns who asked."""
    real = socket.getaddrinfo

    def of(name: str, given: list[list[str]]) -> list[str]:
        asked: list[str] = []

        def getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> Any:
            if host != name:
                return real(host, port, *more, **named)
            asked.append(host)
            addresses = given[min(len(asked), len(given)) - 1]
            return [found for each in addresses for found in real(each, port, *more, **named)]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return of


async def refused(url: str, allowed: AllowedHosts) -> FetchError:
    async with open_fetcher(allowed, pause_s=0.0) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetch(fetcher, url)
    return caught.value


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::7", "fe80::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.7", "64:ff9b::a00:7", "2002:a00:7::", "::10.0.0.7"),
    ],
)
async def test_an_answer_that_leads_inward_is_refused_in_whatever_form(
    address: str, answers: Answers
) -> None:
    """As the only answer, beside a public one, and where a site redirects to it."""
    asked = answers("rebind.example", [[address]])
    refusal = await refused("http://rebind.example/", AllowedHosts())
    assert isinstance(refusal, AddressRefused)
    assert asked == ["rebind.example"]
    answers("rebind.example", [["93.184.216.34", address]])
    assert isinstance(await refused("http://rebind.example/", AllowedHosts()), AddressRefused)
    async with open_site() as site:
        site.serve("/a", status=302, headers={"Location": "http://rebind.example/rahasia"})
        allowed = AllowedHosts.parse([f"127.0.0.1:{site.port}"])
        assert isinstance(await refused(site.url("/a"), allowed), AddressRefused)


async def test_an_answer_that_changes_after_the_check_is_never_asked_for(answers: Answers) -> None:
    """The checked address is connected to; the name is not resolved again for that."""
    async with open_site() as site:
        site.serve("/a", "isi")
        asked = answers("rebind.example", [["127.0.0.1"], ["10.0.0.7"]])
        allowed = AllowedHosts.parse([f"rebind.example:{site.port}"])
        async with open_fetcher(allowed, pause_s=0.0) as fetcher:
            url = f"http://rebind.example:{site.port}/a"
            assert (await fetch(fetcher, url)).body == b"isi"
    assert asked == ["rebind.example"]


@pytest.fixture
async def unknown_site() -> AsyncIterator[int]:
    """The port of a site whose certificate no authority has signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="isi", content_type="text/html")

    application = web.Application()
    application.router.add_get("/", answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def test_a_certificate_of_nobody_is_not_believed(
    unknown_site: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the operator names its authority."""
    allowed = AllowedHosts.parse([f"127.0.0.1:{unknown_site}"])
    url = f"https://127.0.0.1:{unknown_site}/"
    assert (await refused(url, allowed)).key == "fetch_unreachable"
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "certificate.pem"))
    async with open_fetcher(allowed, pause_s=0.0) as fetcher:
        assert (await fetch(fetcher, url)).body == b"isi"


async def test_a_certificate_of_another_name_is_not_believed(
    unknown_site: int, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "certificate.pem"))
    answers("warta.example", [["127.0.0.1"]])
    allowed = AllowedHosts.parse([f"warta.example:{unknown_site}"])
    refusal = await refused(f"https://warta.example:{unknown_site}/", allowed)
    assert refusal.key == "fetch_unreachable"
