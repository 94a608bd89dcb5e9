"""Documents are fetched through real proxies on loopback, of every kind and every manner."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.fetching.addresses import AllowedHosts
from bot.fetching.errors import AddressRefused, FetchError
from bot.fetching.fetcher import Fetcher, open_fetcher
from bot.fetching.network import PROXY_TIMEOUT_S
from bot.fetching.proxies import Proxy as ProxyAddress
from bot.fetching.proxies import ProxyRoutes
from tests.bot.fetching.sites import Site, fetch, open_site
from tests.proxies import Address, Manner, Proxy, open_proxy

KINDS = ["http", "socks5", "socks5h"]
NEWS = "warta.example"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        site.serve("/a", "isi")
        yield site


def routes_to(url: str, **more: Any) -> ProxyRoutes:
    proxy = ProxyAddress(url)
    return ProxyRoutes({"http": proxy, "https": proxy}, **more)


async def nothing_resolved(host: str, port: int) -> list[Any]:
    raise AssertionError(f"{host}:{port} was resolved here, not by the proxy")


@asynccontextmanager
async def through(
    url: str,
    timeout_s: float = 20.0,
    allowed: AllowedHosts = AllowedHosts(),  # noqa: B008
) -> AsyncIterator[Fetcher]:
    """Open a fetcher that has but the proxy to go through."""
    routes = routes_to(url, direct=allowed)
    async with open_fetcher(
        allowed, pause_s=0.0, timeout_s=timeout_s, resolve=nothing_resolved, routes=routes
    ) as fetcher:
        yield fetcher


async def refusal(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetch(fetcher, url)
    return caught.value


def names(site: Site) -> Mapping[str, Address]:
    return {NEWS: (site.host, site.port), "news.example": (site.host, site.port)}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_document_comes_through_the_proxy_which_resolves_the_name(
    kind: str, site: Site
) -> None:
    async with open_proxy(kind, names(site)) as proxy, through(proxy.url) as fetcher:
        assert (await fetch(fetcher, f"http://{NEWS}/a")).body == b"isi"
    assert proxy.asked == [f"{NEWS}:80"]
    assert site.requests[0].headers["Host"] == NEWS


@pytest.mark.parametrize("kind", KINDS)
async def test_a_name_and_password_of_any_signs_open_the_proxy(kind: str, site: Site) -> None:
    secrets = {"user": "budi@kantor", "password": "p@:/ss é"}
    async with open_proxy(kind, names(site), **secrets) as proxy, through(proxy.url) as fetcher:
        assert (await fetch(fetcher, f"http://{NEWS}/a")).body == b"isi"
    assert "Proxy-Authorization" not in site.requests[0].headers or kind == "http"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("user", ["", "budi"])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_wrong_password_is_told_as_such(
    kind: str, user: str, scheme: str, site: Site
) -> None:
    """Or none, where one is wanted."""
    async with (
        open_proxy(kind, names(site), user="budi", password="right") as proxy,
        through(proxy.url_with(user, "wrong")) as fetcher,
    ):
        error = await refusal(fetcher, f"{scheme}://{NEWS}/a")
    assert error.key == "fetch_proxy_password"
    assert proxy.asked == []
    assert "wrong" not in f"{error!r} {error.__cause__!r}"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_proxy_that_refuses_or_does_not_find_the_site_is_told(
    kind: str, site: Site
) -> None:
    refused = frozenset({NEWS})
    async with open_proxy(kind, {}, refused=refused) as proxy, through(proxy.url) as fetcher:
        assert (await refusal(fetcher, f"https://{NEWS}/")).key == "fetch_proxy_refused"
        assert (await refusal(fetcher, "https://hilang.example/")).key == "fetch_unreachable"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("manner", "keys"),
    [
        (Manner.HANG, {"fetch_slow"}),
        (Manner.CLOSE, {"fetch_proxy", "fetch_broken"}),
        (Manner.BABBLE, {"fetch_proxy", "fetch_broken"}),
    ],
)
async def test_what_is_no_proxy_holds_up_nothing_and_breaks_nothing(
    kind: str, manner: Manner, keys: set[str]
) -> None:
    async with open_proxy(kind, {}, manner=manner) as proxy:
        timeout_s = 0.2 if manner is Manner.HANG else PROXY_TIMEOUT_S
        async with through(proxy.url, timeout_s) as fetcher:
            assert (await refusal(fetcher, f"https://{NEWS}/")).key in keys
            assert proxy.arrived.is_set()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_proxy_that_is_gone_is_told_and_not_the_site(kind: str) -> None:
    async with through(f"{kind}://127.0.0.1:1") as fetcher:
        assert (await refusal(fetcher, f"https://{NEWS}/")).key == "fetch_proxy"


LOCAL = [
    "127.0.0.1",
    "10.0.0.1:8080",
    "169.254.169.254",
    "[::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "2130706433",
    "0x7f.1",
    "localhost",
    "a.localhost.",
    "printer.local",
    "metadata.google.internal",
    "wiki.intranet",
    "router.lan",
    "nas.home.arpa",
    "files.corp",
    "wiki",
    "LOCALHOST",
]


@pytest.mark.parametrize("host", LOCAL)
async def test_the_proxy_is_not_asked_for_what_is_of_no_public_web(host: str, site: Site) -> None:
    """Neither by a link nor by a redirect."""
    async with open_proxy("http", names(site)) as proxy, through(proxy.url) as fetcher:
        assert isinstance(await refusal(fetcher, f"http://{host}/"), AddressRefused)
        assert proxy.asked == []
        site.serve("/a", status=302, headers={"Location": f"http://{host}/rahasia"})
        assert isinstance(await refusal(fetcher, f"http://{NEWS}/a"), AddressRefused)
        assert proxy.asked == [f"{NEWS}:80"]


async def test_hosts_that_the_settings_allow_are_reached_without_the_proxy(site: Site) -> None:
    allowed = AllowedHosts.parse([f"127.0.0.1:{site.port}"])
    async with open_proxy("http", {}) as proxy, through(proxy.url, allowed=allowed) as fetcher:
        assert (await fetch(fetcher, site.url("/a"))).body == b"isi"
    assert proxy.asked == []


async def test_redirects_go_through_the_proxy_too(site: Site) -> None:
    site.serve("/b", status=302, headers={"Location": "http://news.example/a"})
    async with open_proxy("socks5h", names(site)) as proxy, through(proxy.url) as fetcher:
        assert (await fetch(fetcher, f"http://{NEWS}/b")).body == b"isi"
    assert proxy.asked == [f"{NEWS}:80", "news.example:80"]


@pytest.mark.parametrize(
    ("no_proxy", "url", "is_direct"),
    [
        ("", "https://warta.example/", False),
        ("*", "https://warta.example/", True),
        ("warta.example", "https://warta.example/", True),
        ("warta.example", "https://www.warta.example/", True),
        (".warta.example", "https://www.warta.example/", True),
        ("*.warta.example", "https://www.warta.example/", True),
        ("warta.example", "https://notwarta.example/", False),
        ("a.example, WARTA.example:443", "https://warta.example/", True),
        ("warta.example:8443", "https://warta.example/", False),
        (",,", "https://warta.example/", False),
    ],
)
def test_no_proxy_names_hosts_that_are_reached_straight(
    no_proxy: str, url: str, is_direct: bool
) -> None:
    routes = routes_to("http://proxy.example:3128", no_proxy=no_proxy)
    assert (routes.proxy_for(httpx.URL(url)) is None) == is_direct


def test_a_proxy_shows_no_password() -> None:
    proxy = ProxyAddress("socks5h://budi:rahasia@proxy.example:1080")
    assert "rahasia" not in f"{proxy!r} {proxy.server!r} {routes_to(proxy.url)!r}"
    assert proxy.address == "socks5h://proxy.example:1080"
    assert Proxy("http", {}, port=3128).url == "http://127.0.0.1:3128"
