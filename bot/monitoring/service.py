"""The monitoring of a running bot: its health and metrics, over HTTP and to the service manager."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from http import HTTPStatus

from prometheus_client import ProcessCollector, generate_latest

from bot.monitoring.application import TEXT, HttpDocument, MonitoringApplication, json_page
from bot.monitoring.gauges import Gauges
from bot.monitoring.health import Health, Phase, ReadyPart, unready_parts
from bot.monitoring.loop_lag import measure_loop_lag
from bot.monitoring.metrics import Metrics
from bot.monitoring.notifier import ServiceNotifier
from bot.monitoring.snapshot import NOTHING, Snapshot, SnapshotCache, SnapshotSource
from bot.runtime.contact import TelegramContact
from bot.runtime.environment import service_variables
from bot.runtime.http_server import HttpServer
from bot.runtime.supervisor import running, watching_jobs
from bot.settings import Settings
from bot.texts import texts_for


class Monitoring:
    """Knows the health of the bot, and shows it and the metrics as the settings say.

    It runs before the services are open, which may take minutes, and watches them once they are.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self.health = Health(TelegramContact(now))
        self.metrics = Metrics()
        self._settings = settings
        self._cache: SnapshotCache | None = None
        self._leads: Callable[[], bool] | None = None
        gauges = Gauges(
            self.health,
            self._newest,
            is_ready=lambda: not self._unready(),
            leads=self._is_leader,
            now=now,
        )
        self.metrics.registry.register(gauges)
        self.metrics.registry.register(ProcessCollector(registry=None))
        texts = texts_for(settings.language).monitoring
        self.notifier = ServiceNotifier(service_variables(), self.health, self.unready, texts)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve the pages and notify the service manager until the block ends.

        Raises ListenError if the port can't be used.
        """
        async with AsyncExitStack() as stack:
            stack.enter_context(watching_jobs(self.health.jobs))
            if self._settings.monitoring_port:
                server = self._server()
                server.start()
                stack.push_async_callback(server.stop)
                await stack.enter_async_context(running(measure_loop_lag(self.metrics.lagged)))
            if self.notifier.is_wanted:
                self.notifier.starting()
                jobs = self.notifier.keep_alive(), self.notifier.keep_status()
                await stack.enter_async_context(running(*jobs))
            yield

    @asynccontextmanager
    async def watching(
        self, source: SnapshotSource, leads: Callable[[], bool]
    ) -> AsyncIterator[None]:
        """Read the figures of services that are open until the block ends, and not afterwards."""
        self._cache, self._leads = SnapshotCache(source.read), leads
        self.health.phase = Phase.STARTING
        self.notifier.starting()
        try:
            yield
        finally:
            self.stopping()
            cache, self._cache, self._leads = self._cache, None, None
            await cache.close()

    def answering(self, name: str) -> None:
        """Take note that the bot answers from now on, under a name."""
        self.health.phase = Phase.ANSWERING
        self.notifier.answering(name)

    def stopping(self) -> None:
        """Take note that the bot ends, once."""
        if self.health.phase is not Phase.STOPPING:
            self.health.phase = Phase.STOPPING
            self.notifier.stopping()

    async def unready(self) -> tuple[ReadyPart, ...]:
        """Return the parts that are not ready; asks storage and the index, for a bounded time."""
        await self._refresh()
        return self._unready()

    async def _refresh(self) -> None:
        if self._cache is not None:
            await self._cache.fresh()

    def _is_leader(self) -> bool | None:
        return None if self._leads is None else self._leads()

    def _newest(self) -> Snapshot:
        return NOTHING if self._cache is None else self._cache.newest

    def _unready(self) -> tuple[ReadyPart, ...]:
        newest = self._newest()
        has_index = newest.index is not None and bool(newest.index.version)
        return unready_parts(self.health, storage=newest.storage is not None, index=has_index)

    def _server(self) -> HttpServer:
        pages = {"/healthz": self._health, "/readyz": self._readiness, "/metrics": self._metrics}
        listen, port = self._settings.monitoring_listen, self._settings.monitoring_port
        application = MonitoringApplication(pages)
        return HttpServer(application, listen, port, listen_key="monitoring_listen")

    async def _health(self) -> HttpDocument:
        if self.health.is_alive:
            return json_page({"alive": True})
        dead = {"alive": False, "dead": sorted(self.health.jobs.dead)}
        return json_page(dead, HTTPStatus.SERVICE_UNAVAILABLE)

    async def _readiness(self) -> HttpDocument:
        if not (unready := await self.unready()):
            return json_page({"ready": True})
        return json_page({"ready": False, "unready": unready}, HTTPStatus.SERVICE_UNAVAILABLE)

    async def _metrics(self) -> HttpDocument:
        await self._refresh()
        return HttpDocument(generate_latest(self.metrics.registry), TEXT)
