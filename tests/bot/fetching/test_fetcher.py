"""Documents are fetched from checked addresses, within bounds, politely and conditionally."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from contextlib import nullcontext, suppress
from ipaddress import ip_address

import pytest
from aiohttp import web
from httpx import Headers
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.addresses import Address, AllowedHosts
from bot.fetching.documents import (
    FEED,
    PAGE,
    Route,
    check_response,
    conditional_headers,
    parse_url,
)
from bot.fetching.errors import AddressRefused, FetchError, Gone
from bot.fetching.fetcher import Fetcher, open_fetcher
from tests.bot.fetching.sites import Site, fetch, open_site
from tests.pauses import Pauses

LOOPBACK = ip_address("127.0.0.1")
PUBLIC = ip_address("93.184.216.34")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    """It may contact the site and nothing else on loopback."""
    allowed = AllowedHosts.parse([site.netloc])
    async with open_fetcher(allowed, pause_s=0.0, timeout_s=1.0) as fetcher:
        yield fetcher


async def refusal(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetch(fetcher, url)
    return caught.value


async def test_a_document_comes_with_what_its_headers_say(site: Site, fetcher: Fetcher) -> None:
    headers = {"ETag": '"a1"', "Last-Modified": "Fri, 21 Jan 2022 10:30:00 GMT"}
    site.serve("/a", "<p>isi</p>", type="text/html; charset=ISO-8859-1", headers=headers)
    fetched = await fetch(fetcher, site.url("/a#bagian"))
    assert fetched.body == b"<p>isi</p>"
    assert fetched.charset == "ISO-8859-1"
    assert fetched.etag == '"a1"'
    assert fetched.last_modified == headers["Last-Modified"]
    assert fetched.url == fetched.permanent_url == site.url("/a")
    assert not fetched.not_modified


async def test_what_is_there_already_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.serve("/a", "isi", headers={"ETag": '"a1"'})
    since = "Fri, 21 Jan 2022 10:30:00 GMT"
    conditional = conditional_headers('"a1"', since)
    fetched = await fetch(fetcher, site.url("/a"), conditional=conditional)
    assert fetched.not_modified
    assert fetched.body == b""
    assert site.requests[0].headers["If-Modified-Since"] == since


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kata",
        "N/A",
        "http://",
        "http:///a",
        "http://host:99999/",
        "http://host:65536/",
        "http://host:0/",
        "http://host:-1/",
        "http://host:x/",
        "http://xn--/",
        "http://xn--a/",
        "http://xn--zzzzzzzzzzz.example/",
        "http://a..b/",
        "http://ex ample/",
        "http://%zz/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://\ud800/",
        "http://a.example/\ud800",
        "http://a.example/\x00",
        "http://\u2100.example/",
        "http://" + "a" * 64 + ".example/",
        "http://a.example/" + "a" * 2000,
        "ftp://a.example/",
        "javascript:alert(1)",
    ],
)
async def test_an_address_that_is_none_is_refused_with_a_reason(
    url: str, site: Site, fetcher: Fetcher
) -> None:
    """As the link itself, and where a site redirects to it."""
    assert (await refusal(fetcher, url)).key in ("fetch_address", "fetch_scheme")
    site.serve("/a", status=302, headers={"Location": url.encode("ascii", "ignore").decode()})
    with suppress(FetchError):  # what is left of it may be an address on the site
        await fetch(fetcher, site.url("/a"))


@given(st.text(max_size=40) | st.text("htps:/.#?&%[]@a0-9xn\ud800", max_size=40))
def test_any_text_is_an_address_or_refused(url: str) -> None:
    with suppress(AddressRefused):
        route = Route(parse_url(url), parse_url(url))
        assert route.redirect(302, url).url.host


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "bare"])
async def test_packed_bodies_are_unpacked(encoding: str, site: Site, fetcher: Fetcher) -> None:
    text = b"<p>isi</p>" * 1000
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "bare": bare.compress(text) + bare.flush(),
    }[encoding]
    said = {"Content-Encoding": "deflate" if encoding == "bare" else encoding}
    site.serve("/a", packed, headers=said)
    assert (await fetch(fetcher, site.url("/a"))).body == text


async def test_a_bomb_is_not_unpacked(site: Site, fetcher: Fetcher) -> None:
    """A hundred kilobytes that would be a hundred megabytes."""
    bomb = gzip.compress(bytes(100_000_000), compresslevel=9)
    site.serve("/a", bomb, headers={"Content-Encoding": "gzip"})
    assert (await refusal(fetcher, site.url("/a"))).key == "fetch_too_large"


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
async def test_a_body_that_is_not_packed_as_it_says_is_broken(
    encoding: str, site: Site, fetcher: Fetcher
) -> None:
    site.serve("/a", "isi", headers={"Content-Encoding": encoding})
    assert (await refusal(fetcher, site.url("/a"))).key == "fetch_broken"


async def test_a_body_that_is_too_long_is_given_up(site: Site, fetcher: Fetcher) -> None:
    site.serve("/a", bytes(10_000_001))
    assert (await refusal(fetcher, site.url("/a"))).key == "fetch_too_large"


async def test_a_page_that_never_ends_is_given_up(site: Site, fetcher: Fetcher) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.05)

    site.responses["/a"] = drip
    assert (await refusal(fetcher, site.url("/a"))).key == "fetch_slow"


@pytest.mark.parametrize(
    ("status", "key"), [(404, "fetch_status"), (500, "fetch_status"), (410, "fetch_gone")]
)
async def test_a_status_is_reported(status: int, key: str, site: Site, fetcher: Fetcher) -> None:
    site.serve("/a", status=status)
    error = await refusal(fetcher, site.url("/a"))
    assert error.key == key
    assert isinstance(error, Gone) == (status == 410)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("99999999", 86_400), ("Fri, 21 Jan 2022 10:31:00 GMT", 60), ("soon", 0)],
)
async def test_retry_after_is_read_as_seconds_or_as_a_date(
    value: str, seconds: int, site: Site, fetcher: Fetcher
) -> None:
    headers = {"Retry-After": value, "Date": "Fri, 21 Jan 2022 10:30:00 GMT"}
    site.serve("/a", status=429, headers=headers)
    assert (await refusal(fetcher, site.url("/a"))).retry_after == seconds


async def test_only_what_was_asked_for_is_taken(site: Site, fetcher: Fetcher) -> None:
    site.serve("/film", "x", type="video/mp4")
    site.serve("/feed", "<rss/>", type="application/rss+xml")
    assert (await refusal(fetcher, site.url("/film"))).key == "fetch_type"
    assert (await refusal(fetcher, site.url("/feed"))).arguments == {"type": "application/rss+xml"}
    assert (await fetch(fetcher, site.url("/feed"), FEED)).body == b"<rss/>"


TYPES = {
    "text/html": "both",
    "text/html; charset=utf-8": "both",
    "text/html, charset=utf-8": "both",
    "text/html charset=utf-8": "both",
    "TEXT/HTML": "both",
    "html": "both",
    "application/xhtml+xml": "both",
    "application/xml, charset=utf-8": "feed",
    "application/xml": "feed",
    "application/x-xml": "feed",
    "application/rss+xml;charset=UTF-8": "feed",
    "application/rss": "feed",
    "application/rdf": "feed",
    "application/atom+xml; type=feed": "feed",
    "application/json": "feed",
    "application/octet-stream": "feed",
    "binary/octet-stream": "feed",
    "application/force-download": "feed",
    "application/unknown": "feed",
    "text/rdf": "feed",
    "text/rss": "feed",
    "text/xml": "feed",
    "text/x-xml": "feed",
    "text/plain": "feed",
    "rss": "feed",
    "image/svg+xml": "none",
    "image/png": "none",
    "video/mp4": "none",
    "audio/mpeg": "none",
    "application/pdf": "none",
    "application/zip": "none",
    "application/vnd.ms-excel": "none",
}


@pytest.mark.parametrize(("media_type", "taken"), TYPES.items())
def test_a_type_is_read_as_servers_write_it(media_type: str, taken: str) -> None:
    headers = Headers({"content-type": media_type})
    for kind, wanted in ((PAGE, taken == "both"), (FEED, taken != "none")):
        with nullcontext() if wanted else pytest.raises(FetchError):
            check_response(200, headers, kind)


async def test_permanent_redirects_are_remembered_up_to_the_first_other(
    site: Site, fetcher: Fetcher
) -> None:
    site.serve("/a", status=301, headers={"Location": "/b"})
    site.serve("/b", status=308, headers={"Location": site.url("/c")})
    site.serve("/c", status=302, headers={"Location": "d?x=1"})
    site.serve("/d", "isi")
    fetched = await fetch(fetcher, site.url("/a"))
    assert fetched.permanent_url == site.url("/c")
    assert fetched.url == site.url("/d?x=1")


async def test_redirects_end_somewhere(site: Site, fetcher: Fetcher) -> None:
    site.serve("/a", status=302, headers={"Location": "/a"})
    assert (await refusal(fetcher, site.url("/a"))).key == "fetch_redirects"
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    ("location", "key"),
    [
        ("http://127.0.0.1:1/", "fetch_private"),
        ("http://169.254.169.254/latest/meta-data/", "fetch_private"),
        ("http://[::ffff:7f00:1]/", "fetch_private"),
        ("//10.0.0.1/", "fetch_private"),
        ("http://localhost/", "fetch_private"),
        ("http://2130706433/", "fetch_address"),
        ("http://0177.0.0.1/", "fetch_address"),
        ("http://[fe80::1%25lo]/", "fetch_address"),
        ("file:///etc/passwd", "fetch_scheme"),
        ("gopher://127.0.0.1/", "fetch_scheme"),
        ("http://a b/", "fetch_address"),
        ("http://[", "fetch_address"),
    ],
)
async def test_a_redirect_leads_nowhere_that_is_forbidden(
    location: str, key: str, site: Site, fetcher: Fetcher
) -> None:
    site.serve("/a", status=302, headers={"Location": location})
    error = await refusal(fetcher, site.url("/a"))
    assert isinstance(error, AddressRefused)
    assert error.key == key
    assert len(site.requests) == 1


class Rebinding:
    """A resolver that gives one answer after the other, and counts the queries."""

    def __init__(self, *answers: list[Address]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, _host: str, _port: int) -> list[Address]:
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


async def test_one_forbidden_address_of_a_name_is_enough(site: Site) -> None:
    names = Rebinding([PUBLIC, LOOPBACK])
    async with open_fetcher(AllowedHosts(), pause_s=0.0, resolve=names) as fetcher:
        error = await refusal(fetcher, f"http://rebind.example:{site.port}/")
    assert error.key == "fetch_private"
    assert site.requests == []


async def test_the_checked_address_is_the_one_that_is_connected_to(site: Site) -> None:
    """The name is asked for once a connection, and the second answer is never believed."""
    names = Rebinding([LOOPBACK], [ip_address("10.0.0.1")])
    site.serve("/a", "isi")
    allowed = AllowedHosts.parse([f"news.example:{site.port}"])
    async with open_fetcher(allowed, pause_s=0.0, resolve=names) as fetcher:
        fetched = await fetch(fetcher, f"http://news.example:{site.port}/a")
    assert fetched.body == b"isi"
    assert names.asked == 1
    assert site.requests[0].headers["Host"] == f"news.example:{site.port}"


async def test_a_closed_port_is_unreachable() -> None:
    allowed = AllowedHosts.parse(["127.0.0.1"])
    async with open_fetcher(allowed, pause_s=0.0) as fetcher:
        assert (await refusal(fetcher, "http://127.0.0.1:1/")).key == "fetch_unreachable"


async def test_a_host_that_speaks_something_else_is_broken() -> None:
    async def babble(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with (
        server,
        open_fetcher(AllowedHosts.parse([f"127.0.0.1:{port}"]), pause_s=0.0) as fetcher,
    ):
        assert (await refusal(fetcher, f"http://127.0.0.1:{port}/")).key == "fetch_broken"


async def test_no_credentials_are_sent(site: Site, fetcher: Fetcher) -> None:
    site.serve("/a", "isi")
    await fetch(fetcher, site.url("/a").replace("//", "//user:secret@"))
    assert "Authorization" not in site.requests[0].headers


async def test_a_host_has_a_pause_between_two_requests_and_others_need_not_wait(
    pauses: Pauses,
) -> None:
    async with open_site() as slow, open_site("localhost") as other:
        for site in (slow, other):
            site.serve("/a", "isi")
        allowed = AllowedHosts.parse(["127.0.0.1", "localhost"])
        async with open_fetcher(allowed, pause_s=60.0) as fetcher, asyncio.TaskGroup() as tasks:
            for _ in range(3):
                tasks.create_task(fetch(fetcher, slow.url("/a")))
            assert 0.0 < await pauses.begun() <= 60.0
            await fetch(fetcher, other.url("/a"))
            assert len(slow.requests) == 1
            pauses.end()
            assert 0.0 < await pauses.begun() <= 60.0
            assert len(slow.requests) == 2
            pauses.end()
    assert len(slow.requests) == 3
