"""The part of ``kutip check`` that asks the Bot API server; the token is never shown."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.cli.check_result import CheckResult, CheckStatus
from bot.cli.check_webhook import WebhookChecks
from bot.configuration.cluster import Mode
from bot.maintenance.backup import is_running
from bot.services.addresses import DATABASE
from bot.services.network import open_client, telegram_proxy
from bot.settings import Settings
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts

TELEGRAM_TIMEOUT_S = 5.0
"""For each step of a request to the Bot API server; later it counts as unreachable."""

POLL_S = 3
"""How long to wait for another program's poll, which ends ours: it polls again within a second."""


class TelegramChecks:
    """Checks the token, the way of its updates, and whether there is an owner."""

    def __init__(self, settings: Settings, token: str) -> None:
        self._settings = settings
        self._texts = texts_for(settings.language)
        self._own = TerminalTexts(settings.language)
        self._host = urlsplit(settings.api_url).netloc.rpartition("@")[2]
        self._address = f"{settings.api_url}{token}"

    async def results(self) -> AsyncIterator[CheckResult]:
        """Yield each result as soon as it is known; what follows needs what is before it."""
        proxy = telegram_proxy(self._settings)
        async with open_client(proxy, TELEGRAM_TIMEOUT_S) as client:
            username = await self._username(client)
            if isinstance(username, CheckResult):
                yield username
                return
            accepted = self._own.format("bot_accepted", username=username)
            yield CheckResult(CheckStatus.OK, self._own.label_bot, accepted)
            async for result in self._updates(client):
                yield result
        yield self._owners(username)

    async def _username(self, client: httpx.AsyncClient) -> str | CheckResult:
        """Ask for the bot's name; return why there is none."""
        try:
            response = await client.get(f"{self._address}/getMe")
        except (httpx.HTTPError, httpx.InvalidURL):  # its message holds the token
            return self._error(self._own.format("telegram_unreachable", host=self._host))
        if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND}:
            return self._error(self._texts.bot_rejected)
        username = _result(response).get("username")
        if not isinstance(username, str):
            status = response.status_code
            return self._error(self._own.format("telegram_strange", host=self._host, status=status))
        return username

    async def _updates(self, client: httpx.AsyncClient) -> AsyncIterator[CheckResult]:
        """Look at the way that the settings name."""
        if self._settings.mode is Mode.POLLING:
            yield await self._polled(client)
            return
        try:
            information = _result(await client.get(f"{self._address}/getWebhookInfo"))
        except (httpx.HTTPError, httpx.InvalidURL):
            unreachable = self._own.format("telegram_unreachable", host=self._host)
            yield CheckResult(CheckStatus.NOTE, self._own.label_updates, unreachable)
            return
        for result in await WebhookChecks(self._settings).results(information):
            yield result

    async def _polled(self, client: httpx.AsyncClient) -> CheckResult:
        """Look for a webhook, and for another program that polls; confirm no update."""
        label = self._own.label_updates
        if await asyncio.to_thread(is_running, self._settings.data / DATABASE):
            return CheckResult(CheckStatus.OK, label, self._own.updates_here)
        try:
            webhook = _result(await client.get(f"{self._address}/getWebhookInfo")).get("url")
            if webhook:
                host = urlsplit(str(webhook)).hostname or "?"
                standing = self._own.format("updates_webhook", host=host)
                return CheckResult(CheckStatus.ERROR, label, standing)
            parameters = {"timeout": POLL_S, "limit": 1}
            polled = await client.get(f"{self._address}/getUpdates", params=parameters)
        except (httpx.HTTPError, httpx.InvalidURL):
            unreachable = self._own.format("telegram_unreachable", host=self._host)
            return CheckResult(CheckStatus.NOTE, label, unreachable)
        if polled.status_code == httpx.codes.CONFLICT:
            return CheckResult(CheckStatus.ERROR, label, self._texts.telegram_conflict)
        return CheckResult(CheckStatus.OK, label, self._own.updates_free)

    def _owners(self, username: str) -> CheckResult:
        label, owners = self._own.label_owners, self._settings.owners
        if owners:
            return CheckResult(CheckStatus.OK, label, ", ".join(map(str, sorted(owners))))
        missing = self._texts.format("owner_missing", link=f"https://t.me/{username}?start=id")
        return CheckResult(CheckStatus.NOTE, label, missing)

    def _error(self, text: str) -> CheckResult:
        return CheckResult(CheckStatus.ERROR, self._own.label_bot, text)


def _result(response: httpx.Response) -> dict[str, Any]:
    """Return the object in a response; an empty one if it has none."""
    try:
        result = response.json()["result"]
    except (ValueError, LookupError, TypeError):
        return {}
    return result if isinstance(result, dict) else {}
