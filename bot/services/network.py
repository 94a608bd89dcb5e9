"""The ways out of this machine: the proxies of the settings, or else of the environment."""

import ssl

import httpx

from bot.configuration import values
from bot.fetching.addresses import AllowedHosts
from bot.fetching.proxies import Proxy, ProxyRoutes
from bot.runtime.environment import PREFIX, environment_proxies
from bot.settings import Settings

SCHEMES = ("http", "https")


def proxy_routes(settings: Settings) -> ProxyRoutes:
    """Return the proxies for Telegram and for fetching alike.

    Hosts of KUTIP_FETCH_ALLOW are of a network of one's own, and reached without a proxy.
    """
    found, direct = environment_proxies(), AllowedHosts.parse(settings.fetch_allow)
    without = found.get("no", "")
    if settings.proxy is not None:
        proxy = Proxy(settings.proxy.get_secret_value())
        return ProxyRoutes(dict.fromkeys(SCHEMES, proxy), without, direct, f"{PREFIX}PROXY")
    named = {scheme: scheme if found.get(scheme) else "all" for scheme in SCHEMES}
    proxies = {
        scheme: Proxy(values.with_scheme(found[name]))
        for scheme, name in named.items()
        if found.get(name)
    }
    return ProxyRoutes(proxies, without, direct, f"{named['https'].upper()}_PROXY")


def telegram_proxy(settings: Settings) -> Proxy | None:
    """Return the proxy for the Bot API server; None if it is reached straight."""
    return proxy_routes(settings).proxy_for_server(httpx.URL(settings.api_url))


def open_client(
    proxy: Proxy | None, timeout_s: float, verify: ssl.SSLContext | None = None
) -> httpx.AsyncClient:
    """Return a client for a few requests, through a proxy or straight to the host."""
    return httpx.AsyncClient(
        proxy=proxy.server if proxy else None,
        trust_env=False,
        timeout=timeout_s,
        verify=verify or httpx.create_ssl_context(),
    )
