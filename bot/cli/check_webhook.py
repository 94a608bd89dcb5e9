"""The part of ``kutip check`` that looks at the webhook: its port here, its public address."""

import asyncio
import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.cli.check_result import CheckResult, CheckStatus
from bot.maintenance.backup import is_running
from bot.services.addresses import DATABASE
from bot.services.network import open_client, proxy_routes
from bot.settings import Settings
from bot.texts import texts_for
from bot.texts.checks import CheckTexts

REQUEST_TIMEOUT_S = 5.0
GATEWAY_ERRORS = (502, 503, 504)
"""A reverse proxy's own, for a bot that does not answer it."""


class WebhookChecks:
    """Checks the webhook of the settings; ``information`` is Telegram's getWebhookInfo."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._texts = texts_for(settings.language)
        self._own = CheckTexts(settings.language)

    async def results(self, information: dict[str, Any]) -> list[CheckResult]:
        """Return a line for the port, for the public address, and for what Telegram says."""
        return [
            await asyncio.to_thread(self._listening),
            await self._address(),
            self._telegram(information),
        ]

    def _listening(self) -> CheckResult:
        host, port = self._settings.webhook_listen, self._settings.webhook_port
        where = f"{host}:{port}"
        try:
            self._context()
            if is_running(self._settings.data / DATABASE):
                return self._result(CheckStatus.OK, "webhook_here", where=where)
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            socket.create_server((host, port), family=family).close()
        except ssl.SSLError as error:
            return self._error_of("webhook_tls", reason=error.reason or type(error).__name__)
        except FileNotFoundError as error:
            return self._error_of("webhook_tls", reason=error.strerror or "?")
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return self._error_of("webhook_listen", host=host, port=port, reason=reason)
        return self._result(CheckStatus.OK, "webhook_free", where=where)

    def _context(self) -> None:
        """Load the webhook's own certificate, if it has one; raises OSError."""
        if certificate := self._settings.webhook_certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, self._settings.webhook_key)

    async def _address(self) -> CheckResult:
        """Ask the public address without the secret, which a Kutip behind it refuses."""
        url = self._settings.webhook_url
        host = urlsplit(url).hostname or "?"
        verify = ssl.create_default_context()
        if certificate := self._settings.webhook_certificate:
            with suppress(OSError):  # which is said of the certificate itself
                verify.load_verify_locations(certificate)
        try:
            proxy = proxy_routes(self._settings).proxy_for_server(httpx.URL(url))
            async with open_client(proxy, REQUEST_TIMEOUT_S, verify) as client:
                status = (await client.get(url)).status_code
        except httpx.HTTPError as error:
            if isinstance(_root(error), ssl.SSLError):
                return self._result(CheckStatus.ERROR, "webhook_certificate", host=host)
            return self._result(CheckStatus.NOTE, "webhook_unreachable", host=host)
        if status == httpx.codes.METHOD_NOT_ALLOWED:
            return self._result(CheckStatus.OK, "webhook_reached", host=host)
        if status in GATEWAY_ERRORS:
            return self._result(CheckStatus.NOTE, "webhook_no_bot", host=host, answer=status)
        return self._result(CheckStatus.ERROR, "webhook_elsewhere", url=url, answer=status)

    def _telegram(self, information: dict[str, Any]) -> CheckResult:
        """Judge where Telegram sends updates, and its last error, which it keeps for long."""
        url, pending = (
            str(information.get("url", "")),
            int(information.get("pending_update_count", 0)),
        )
        if not url:
            return self._result(CheckStatus.NOTE, "webhook_unset")
        if url != self._settings.webhook_url:
            host = urlsplit(url).hostname or "?"
            return self._result(CheckStatus.ERROR, "webhook_other", host=host)
        if message := information.get("last_error_message"):
            at = datetime.fromtimestamp(int(information.get("last_error_date", 0)), UTC)
            when = f"{at:%Y-%m-%d %H:%M} UTC"
            status = CheckStatus.ERROR if pending else CheckStatus.NOTE
            arguments: dict[str, str | int] = {
                "when": when,
                "message": str(message),
                "count": pending,
            }
            return self._result(status, "webhook_error", **arguments)
        return self._result(CheckStatus.OK, "webhook_set", count=pending)

    def _error_of(self, key: str, **arguments: str | int) -> CheckResult:
        text = self._texts.format(key, **arguments)
        return CheckResult(CheckStatus.ERROR, self._own.label_webhook, text)

    def _result(self, status: CheckStatus, key: str, **arguments: str | int) -> CheckResult:
        return CheckResult(status, self._own.label_webhook, self._own.format(key, **arguments))


def _root(error: BaseException) -> BaseException:
    """Return the first cause of an error."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error
