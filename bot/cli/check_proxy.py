"""The part of ``kutip check`` that looks at the proxy; its password is never shown."""

import asyncio

import httpcore
import httpx

from bot.cli.check_result import CheckResult, CheckStatus
from bot.fetching.connections import PROXY_GARBAGE, proxy_pool
from bot.fetching.network import closed_if_failed
from bot.fetching.proxies import Proxy, failure_key
from bot.services.network import proxy_routes
from bot.settings import Settings
from bot.texts.terminal import TerminalTexts

PROXY_TIMEOUT_S = 5.0
"""For a whole request; later the proxy counts as silent."""


class ProxyCheck:
    """Checks whether the Bot API server can be reached through the proxy of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._own = TerminalTexts(settings.language)
        self._routes = proxy_routes(settings)
        self._url = httpx.URL(settings.api_url)

    async def results(self) -> list[CheckResult]:
        """Return the line of the proxy; none if there is no proxy."""
        proxy = self._routes.proxies.get(self._url.scheme)
        if proxy is None:
            return []
        if self._routes.proxy_for_server(self._url) is None:
            return [self._result(CheckStatus.NOTE, "proxy_bypassed", proxy)]
        try:
            async with asyncio.timeout(PROXY_TIMEOUT_S):
                state = await self._state(proxy)
        except TimeoutError:
            state = "proxy_silent"
        status = CheckStatus.OK if state == "proxy_usable" else CheckStatus.ERROR
        return [self._result(status, state, proxy)]

    async def _state(self, proxy: Proxy) -> str:
        """Ask for the server's first page, without the token."""
        url = self._url.copy_with(raw_path=b"/", userinfo=b"")
        ssl_context = await asyncio.to_thread(httpx.create_ssl_context)
        try:
            async with proxy_pool(proxy, ssl_context, 1) as pool, closed_if_failed():
                response = await pool.request("GET", str(url))
        except httpcore.ProxyError as error:
            return _state_of(str(error))
        except httpcore.ConnectError:
            return "proxy_unreachable"
        except (httpcore.NetworkError, httpcore.ProtocolError, *PROXY_GARBAGE):
            return "proxy_strange"
        is_refused = response.status == httpx.codes.PROXY_AUTHENTICATION_REQUIRED
        return "proxy_password" if is_refused else "proxy_usable"

    def _result(self, status: CheckStatus, key: str, proxy: Proxy) -> CheckResult:
        host, source = self._url.host, self._routes.source
        text = self._own.format(key, proxy=proxy.address, host=host, setting=source)
        return CheckResult(status, self._own.label_proxy, text)


def _state_of(message: str) -> str:
    """Return the text key for the message of a ProxyError."""
    match failure_key(message):
        case "fetch_proxy_password":
            return "proxy_password"
        case "fetch_proxy_refused":
            return "proxy_refused"
    return "proxy_lost"
