"""``kutip check`` says which way Telegram is reached, and what is wrong with the proxy."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli import check_proxy, check_telegram
from bot.cli.check import Checks
from bot.cli.check_proxy import ProxyCheck
from bot.cli.check_result import CheckResult, CheckStatus
from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.settings import Settings
from bot.texts.terminal import TerminalTexts
from tests.bot.cli.sample_folder import make_settings, write_articles
from tests.proxies import Address, Manner, open_proxy

OWN = TerminalTexts(InterfaceLanguage.INDONESIAN)
API, TOKEN, PASSWORD = "telegram.example", "42:TEST", "rahasia-4711"
KINDS = ["http", "socks5"]


def behind(home: Path, url: str, scheme: str = "http") -> Settings:
    changed = {
        "token": SecretStr(TOKEN),
        "api_url": f"{scheme}://{API}/bot",
        "proxy": SecretStr(url),
    }
    return make_settings(home).model_copy(update=changed)


async def state(home: Path, url: str, scheme: str = "http") -> tuple[CheckStatus, str]:
    (result,) = await ProxyCheck(behind(home, url, scheme)).results()
    assert PASSWORD not in str(result)
    kind, _, rest = url.partition("://")
    address = f"{kind}://{rest.rpartition('@')[2]}"
    texts = {OWN.format(key, proxy=address, host=API, setting="KUTIP_PROXY"): key for key in KEYS}
    return result.status, texts[result.text]


KEYS = [
    *("proxy_usable", "proxy_bypassed", "proxy_unreachable", "proxy_silent", "proxy_strange"),
    *("proxy_password", "proxy_refused", "proxy_lost"),
]


async def test_a_proxy_that_serves_is_named_and_the_rest_is_checked_through_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_telegram, "POLL_S", 0)  # nobody else polls
    write_articles(tmp_path / "articles")
    async with BotApiServer(TOKEN) as server:
        names = {API: ("127.0.0.1", int(server.url.rpartition(":")[2][:-4]))}
        async with open_proxy("socks5", names, user="budi", password=PASSWORD) as proxy:
            settings = behind(tmp_path, proxy.url)
            results = [result async for result in Checks(settings).results()]
    address = f"socks5://127.0.0.1:{proxy.port}"
    usable = OWN.format("proxy_usable", proxy=address, host=API, setting="KUTIP_PROXY")
    assert CheckResult(CheckStatus.OK, OWN.label_proxy, usable) in results
    assert CheckResult(CheckStatus.OK, OWN.label_updates, OWN.updates_free) in results
    assert PASSWORD not in str(results)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_wrong_password_is_told(kind: str, scheme: str, tmp_path: Path) -> None:
    async with open_proxy(kind, {}, user="budi", password="right") as proxy:
        told = await state(tmp_path, proxy.url_with("budi", PASSWORD), scheme)
    assert told == (CheckStatus.ERROR, "proxy_password")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("names", "refused", "key"),
    [({}, {API}, "proxy_refused"), ({}, set(), "proxy_lost")],
)
async def test_a_proxy_that_leads_nowhere_is_told(
    kind: str, names: Mapping[str, Address], refused: set[str], key: str, tmp_path: Path
) -> None:
    async with open_proxy(kind, names, refused=frozenset(refused)) as proxy:
        assert await state(tmp_path, proxy.url, "https") == (CheckStatus.ERROR, key)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("manner", "key"), [(Manner.HANG, "proxy_silent"), (Manner.BABBLE, "proxy_strange")]
)
async def test_what_is_no_proxy_is_told(
    kind: str, manner: Manner, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if manner is Manner.HANG:
        monkeypatch.setattr(check_proxy, "PROXY_TIMEOUT_S", 0.05)
    async with open_proxy(kind, {}, manner=manner) as proxy:
        assert await state(tmp_path, proxy.url, "https") == (CheckStatus.ERROR, key)


async def test_a_proxy_that_is_gone_is_told_and_nothing_after_it(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    url = f"http://budi:{PASSWORD}@127.0.0.1:1"
    assert await state(tmp_path, url) == (CheckStatus.ERROR, "proxy_unreachable")
    results = [result async for result in Checks(behind(tmp_path, url)).results()]
    assert results[-1].label == OWN.label_proxy
    assert PASSWORD not in str(results)


async def test_a_server_of_this_network_is_reached_without_the_proxy(tmp_path: Path) -> None:
    settings = behind(tmp_path, "http://proxy.example:3128")
    for url in ("http://127.0.0.1:8081/bot", "http://telegram-bot-api:8081/bot"):
        (result,) = await ProxyCheck(settings.model_copy(update={"api_url": url})).results()
        assert result.status is CheckStatus.NOTE
        assert result.text.startswith("halaman dan umpan diambil lewat http://proxy.example:3128")


async def test_the_variable_that_was_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_proxy("http", {}) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
        settings = behind(tmp_path, "", "https").model_copy(update={"proxy": None})
        (result,) = await ProxyCheck(settings).results()
        assert f"http://127.0.0.1:{proxy.port} (HTTPS_PROXY)" in result.text
    monkeypatch.setenv("NO_PROXY", "example")
    (result,) = await ProxyCheck(settings).results()
    assert result.status is CheckStatus.NOTE


async def test_without_a_proxy_there_is_no_line(tmp_path: Path) -> None:
    assert await ProxyCheck(make_settings(tmp_path)).results() == []
