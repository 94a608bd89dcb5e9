"""The service manager is notified of the bot's state, and that it lives."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from bot.monitoring.health import Health, Phase, ReadyPart
from bot.monitoring.wording import words_of
from bot.runtime.environment import ServiceVariables
from bot.runtime.service_manager import ServiceManager
from bot.texts.monitoring import MonitoringTexts

STATUS_INTERVAL_S = 10.0
"""Between two looks at whether the bot is ready."""

START_EXTENSION_S = 60
"""By how much a start is prolonged, again and again: a migration of a large database takes minutes,
and so does reading a first large folder."""

MICROSECONDS = 1_000_000

Unready = Callable[[], Awaitable[Collection[ReadyPart]]]


class ServiceNotifier:
    """Notifies the service manager that the variables name, if they do."""

    def __init__(
        self, variables: ServiceVariables, health: Health, unready: Unready, texts: MonitoringTexts
    ) -> None:
        self._manager = ServiceManager(variables.notify_socket)
        self._watchdog_s = variables.watchdog_s
        self._health = health
        self._unready = unready
        self._texts = texts
        self._status = ""
        self._answering = ""
        self.is_wanted = bool(variables.notify_socket)

    def starting(self) -> None:
        """Say how far the start has come."""
        self._tell(self._start)

    def answering(self, name: str) -> None:
        """Say that the bot answers under a name."""
        self._answering = self._texts.format("service_answering", name=name)
        self._tell(self._answering, READY=1)

    def stopping(self) -> None:
        """Say that the bot ends."""
        self._tell(self._texts.service_stopping, STOPPING=1)

    async def keep_alive(self) -> None:
        """Say that the bot lives, as long as the event loop goes on and no job is dead."""
        interval = STATUS_INTERVAL_S if self._watchdog_s is None else self._watchdog_s / 2
        while True:
            states: dict[str, int] = {}
            if self._watchdog_s is not None and self._health.is_alive:
                states["WATCHDOG"] = 1
            if self._health.phase in {Phase.OPENING, Phase.STARTING}:
                states["EXTEND_TIMEOUT_USEC"] = START_EXTENSION_S * MICROSECONDS
            self._manager.notify(**states)
            await asyncio.sleep(min(interval, STATUS_INTERVAL_S))

    async def keep_status(self) -> None:
        """Say what is not ready, whenever that changes."""
        while True:
            await asyncio.sleep(STATUS_INTERVAL_S)
            await self.tell_status()

    async def tell_status(self) -> None:
        """Say what is not ready now, if anything has changed."""
        unready = await self._unready()
        if self._health.phase is not Phase.STOPPING:
            self._tell(self._line(unready))

    @property
    def _start(self) -> str:
        is_opening = self._health.phase is Phase.OPENING
        return self._texts.service_opening if is_opening else self._texts.service_starting

    def _line(self, unready: Collection[ReadyPart]) -> str:
        if not (parts := words_of(unready, self._texts)):
            return self._answering or self._start
        if ReadyPart.JOBS in unready:
            return self._texts.format("service_dead", jobs=", ".join(self._health.jobs.dead))
        return self._texts.format("service_unready", parts=", ".join(parts))

    def _tell(self, status: str, **states: int) -> None:
        if status != self._status or states:
            self._status = status
            self._manager.notify(**states, STATUS=status)
