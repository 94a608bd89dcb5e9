"""The monitoring of the bot's services: what they count, and what they are asked."""

from collections.abc import Awaitable, Callable

from bot.alerts.service import AlertService
from bot.cluster.leadership import Leadership
from bot.feeds.service import FeedService
from bot.maintenance.sizes import StorageSizes
from bot.monitoring.metrics import Metrics
from bot.monitoring.service import Monitoring
from bot.monitoring.snapshot import SnapshotSource
from bot.runtime.contact import TelegramContact
from bot.services.core import Services


def make_monitoring(  # noqa: PLR0913 - half of them are named
    services: Services,
    alerts: AlertService,
    feeds: FeedService,
    *,
    sizes: Callable[[], Awaitable[StorageSizes]],
    contact: TelegramContact,
    leadership: Leadership,
) -> Monitoring:
    """Return the monitoring of these services, which count from now on."""
    metrics, library, now = Metrics(), services.library, services.now
    services.error_reporter.on_error = metrics.failed
    library.on_changed = metrics.changed
    alerts.outbox_worker.tried = metrics.delivered
    return Monitoring(
        services.settings,
        metrics,
        source=SnapshotSource(alerts.outbox, feeds.store, library, sizes, now),
        contact=contact,
        leads=lambda: leadership.leads,
        now=now,
    )
