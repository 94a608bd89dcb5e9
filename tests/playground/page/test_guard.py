"""The page is no way in: for strangers, other pages, other names of loopback."""

import socket

import httpx
import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.page.application import ChatPage
from bot.playground.page.guard import HEADERS

PATHS = ["/", "/page.js", "/style.css", "/texts.json", "/events", "/menu", "/files/photo1"]
SAY = {"act": "say", "text": "halo"}


def port_of(page: ChatPage) -> int:
    return int(page.origin.rpartition(":")[2])


async def test_the_address_opens_the_page_and_is_left_out_of_it(page: ChatPage) -> None:
    async with httpx.AsyncClient(follow_redirects=True) as client:
        opened = await client.get(page.url)
    assert opened.status_code == 200
    assert str(opened.url) == f"{page.origin}/"
    assert "<title>Kutip</title>" in opened.text
    cookie = opened.history[0].headers["Set-Cookie"]
    assert cookie.startswith(f"kutip-{port_of(page)}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


async def test_each_page_has_a_port_and_a_secret_of_its_own(
    server: BotApiServer, page: ChatPage
) -> None:
    async with ChatPage(server, page._cast) as other:
        assert other.origin != page.origin
        assert other._secret != page._secret
        assert len(page._secret) >= 43  # 256 bits


@pytest.mark.parametrize("path", PATHS)
async def test_a_stranger_gets_nothing(stranger: httpx.AsyncClient, path: str) -> None:
    for secret in ("", "?secret=", "?secret=wrong", "?secret=%ff%00"):
        response = await stranger.get(path + secret)
        assert response.status_code == 403
        assert response.text == "Open the address that kutip printed.\n"
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/act", "/upload"])
async def test_a_stranger_changes_nothing(stranger: httpx.AsyncClient, path: str) -> None:
    assert (await stranger.post(path, json=SAY)).status_code == 403


@pytest.mark.parametrize("path", [*PATHS, "/act"])
@pytest.mark.parametrize("name", ["rebound.example", "127.0.0.1.example", "127.0.0.2", "localhost"])
async def test_a_name_that_is_not_loopbacks_is_refused(
    page: ChatPage, browser: httpx.AsyncClient, path: str, name: str
) -> None:
    """Also with the cookie, and also the right name with another port."""
    port = port_of(page) if name != "localhost" else 80
    response = await browser.get(path, headers={"Host": f"{name}:{port}"})
    assert response.status_code == 421


async def test_localhost_is_loopback(page: ChatPage, browser: httpx.AsyncClient) -> None:
    own = {"Host": f"localhost:{port_of(page)}"}
    assert (await browser.get("/", headers=own)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:80", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/act", "/upload"])
async def test_another_page_changes_nothing(
    browser: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    response = await browser.post(path, json=SAY, headers=headers)
    assert (response.status_code, response.text) == (403, "Another page may not ask this.\n")


@pytest.mark.parametrize("path", PATHS[1:])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_page_reads_nothing(browser: httpx.AsyncClient, path: str, site: str) -> None:
    response = await browser.get(path, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 403


async def test_a_link_on_another_page_may_lead_to_the_page(browser: httpx.AsyncClient) -> None:
    """A person follows it; what it shows cannot be read or framed there."""
    link = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "document"}
    assert (await browser.get("/", headers=link)).status_code == 200
    frame = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "iframe"}
    assert (await browser.get("/", headers=frame)).status_code == 403


async def test_every_response_forbids_what_the_page_does_not_need(
    browser: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    responses = [
        await browser.get("/"),
        await browser.get("/page.js"),
        await browser.get("/nowhere"),
        await browser.post("/act", json={}),
        await browser.put("/act"),
        await stranger.get("/"),
    ]
    assert [each.status_code for each in responses] == [200, 200, 404, 400, 405, 403]
    async with browser.stream("GET", "/events") as events:
        for response in (*responses, events):
            assert {name: response.headers[name] for name in HEADERS} == dict(HEADERS)
            assert "Access-Control-Allow-Origin" not in response.headers


def test_scripts_styles_and_pictures_are_the_pages_own() -> None:
    policy = dict(each.split(" ", 1) for each in HEADERS["Content-Security-Policy"].split("; "))
    assert policy.pop("require-trusted-types-for") == "'script'"
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}


async def test_nothing_but_loopback_is_listened_on(page: ChatPage) -> None:
    assert page._runner is not None
    assert [address[0] for address in page._runner.addresses] == ["127.0.0.1"]


async def test_a_free_port_can_be_named(server: BotApiServer, page: ChatPage) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with ChatPage(server, page._cast, port=port) as other:
        assert port_of(other) == port
