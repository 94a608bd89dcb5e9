"""The part of ``kutip check`` that looks at the monitoring port: what it says, or if it is free."""

import asyncio
import ipaddress
import json
import socket
from typing import Any

import httpx

from bot.cli.check_result import CheckResult, CheckStatus
from bot.maintenance.backup import is_running
from bot.monitoring.wording import words_of
from bot.services.addresses import DATABASE
from bot.settings import Settings
from bot.texts import texts_for
from bot.texts.checks import CheckTexts

REQUEST_TIMEOUT_S = 5.0


class MonitoringCheck:
    """Checks the monitoring port of the settings, if there is one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._host, self._port = settings.monitoring_listen, settings.monitoring_port
        self._where = f"{self._host}:{self._port}"
        self._texts = texts_for(settings.language)
        self._own = CheckTexts(settings.language)

    async def results(self) -> list[CheckResult]:
        """Return a line; none without a port."""
        if not self._port:
            return []
        if not await asyncio.to_thread(is_running, self._settings.data / DATABASE):
            return [await asyncio.to_thread(self._listening)]
        return [await self._asked()]

    def _listening(self) -> CheckResult:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            socket.create_server((self._host, self._port), family=family).close()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            host, port = self._host, self._port
            text = self._texts.format("monitoring_listen", host=host, port=port, reason=reason)
            return CheckResult(CheckStatus.ERROR, self._own.label_monitoring, text)
        return self._result(CheckStatus.OK, "monitoring_free")

    async def _asked(self) -> CheckResult:
        """Ask the running bot whether it is ready."""
        try:
            async with httpx.AsyncClient(timeout=REQUEST_TIMEOUT_S, trust_env=False) as client:
                said = _object(await client.get(f"http://{self._address()}/readyz"))
        except (httpx.HTTPError, httpx.InvalidURL):
            said = {}
        if said.get("ready") is True:
            return self._result(CheckStatus.OK, "monitoring_ready")
        if "ready" not in said:
            return self._result(CheckStatus.ERROR, "monitoring_silent")
        unready = said.get("unready")
        listed = unready if isinstance(unready, list) else []
        if not (parts := words_of(listed, self._texts.monitoring)):
            return self._result(CheckStatus.NOTE, "monitoring_starting")
        return self._result(CheckStatus.NOTE, "monitoring_unready", parts=", ".join(parts))

    def _address(self) -> str:
        """Return where to ask: this machine, if the port is on all of its addresses."""
        try:
            address = ipaddress.ip_address(self._host)
        except ValueError:
            return self._where
        if address.version == 4:
            return f"127.0.0.1:{self._port}" if address.is_unspecified else self._where
        return f"[{'::1' if address.is_unspecified else address}]:{self._port}"

    def _result(self, status: CheckStatus, key: str, **arguments: str) -> CheckResult:
        text = self._own.format(key, where=self._where, **arguments)
        return CheckResult(status, self._own.label_monitoring, text)


def _object(response: httpx.Response) -> dict[str, Any]:
    """Return the object in a response; an empty one if it has none."""
    try:
        found = json.loads(response.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
