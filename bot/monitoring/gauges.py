"""The metrics that are read when somebody scrapes: gauges of the process, storage and index."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.articles.library import IndexState
from bot.monitoring.health import Health
from bot.monitoring.snapshot import Snapshot, StorageFigures


class Gauges(Collector):
    """Collects the gauges; those whose figures could not be read are left out."""

    def __init__(
        self,
        health: Health,
        snapshot: Callable[[], Snapshot],
        *,
        is_ready: Callable[[], bool],
        leads: Callable[[], bool | None],
        now: Callable[[], datetime],
    ) -> None:
        self._health = health
        self._snapshot = snapshot
        self._is_ready = is_ready
        self._leads = leads
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges of this moment; asks nobody."""
        snapshot = self._snapshot()
        yield from self._of_process()
        yield _gauge("storage_up", "Whether the database was read.", snapshot.storage is not None)
        yield _gauge("index_up", "Whether the index was asked.", snapshot.index is not None)
        if snapshot.storage is not None:
            yield from _of_storage(snapshot.storage, self._now())
        if snapshot.index is not None:
            yield from _of_index(snapshot.index)

    def _of_process(self) -> Iterator[Metric]:
        build = GaugeMetricFamily(
            "kutip_build_info", "The versions that run.", labels=["version", "python"]
        )
        build.add_metric([version("kutip"), sys.version.split()[0]], 1)
        yield build
        yield _gauge("ready", "Whether /readyz says so.", self._is_ready())
        if (leads := self._leads()) is not None:
            yield _gauge("leader", "Whether this process leads.", leads)
        yield _gauge("jobs_dead", "Background jobs that ended.", len(self._health.jobs.dead))
        restarts = CounterMetricFamily(
            "kutip_job_restarts", "Restarts of background jobs after errors.", labels=["name"]
        )
        for job, count in self._health.jobs.restarts.items():
            restarts.add_metric([job], count)
        yield restarts
        contact = self._health.contact
        yield from _moment("telegram_contact", "Telegram's last response.", contact.reached_at)
        if contact.clock_difference is not None:
            ahead = contact.clock_difference.total_seconds()
            yield _gauge("clock_ahead_seconds", "By how much our clock is ahead.", ahead)


def _of_storage(figures: StorageFigures, now: datetime) -> Iterator[Metric]:
    backlog, feeds, sizes = figures.outbox, figures.feeds, figures.sizes
    age = 0.0 if backlog.oldest is None else max(0.0, (now - backlog.oldest).total_seconds())
    yield _gauge("outbox_waiting", "Messages that wait to be sent.", backlog.waiting)
    yield _gauge("outbox_oldest_seconds", "Age of the oldest of them.", age)
    states = GaugeMetricFamily("kutip_feeds", "Feeds by state.", labels=["state"])
    states.add_metric(["working"], feeds.watched - feeds.failing)
    states.add_metric(["failing"], feeds.failing)
    states.add_metric(["paused"], feeds.paused)
    states.add_metric(["gone"], feeds.gone)
    yield states
    lag = figures.feed_lag.total_seconds()
    yield _gauge("feed_lag_seconds", "How long ago the next feed was due.", lag)
    at = figures.last_reload.finished_at if figures.last_reload else None
    yield from _moment("reload", "The last reading of the folder.", at)
    yield _gauge("database_bytes", "Size of the database.", sizes.database)
    yield _gauge("index_bytes", "Size of the index on disk.", sizes.index)
    yield _gauge("disk_free_bytes", "Free space beside them.", sizes.free)


def _of_index(index: IndexState) -> Iterator[Metric]:
    yield _gauge("index_articles", "Articles that can be found.", index.stats.articles)
    yield _gauge("index_passages", "Passages that can be found.", index.stats.passages)
    yield from _moment("index_changed", "The last change of the index.", index.changed_at)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"kutip_{name}", text, value=value)


def _moment(name: str, text: str, at: datetime | None) -> Iterator[Metric]:
    """Yield a moment as seconds since 1970, as Prometheus wants them; nothing for None."""
    if at is not None:
        yield _gauge(f"{name}_timestamp_seconds", text, at.timestamp())
