"""Changes that other processes on the same database hear of."""

from functools import partial

from bot.alerts.service import AlertService
from bot.articles.library import Library
from bot.cluster.wakeups import share
from bot.runtime.wakeup import Wakeup
from bot.storage.signals import Signals
from bot.users.preferences import Preferences

ARRIVED = "articles"
"""Told when articles were changed: they may be new, and the index is to follow."""

DELETED = "deleted"
"""Told when a reader had all of theirs deleted."""


def share_wakeups(
    signals: Signals, alerts: AlertService, library: Library, **others: Wakeup
) -> None:
    """Wake what waits in other processes, and be woken by them."""
    of_alerts = {ARRIVED: alerts.arrived, "pending": alerts.pending, "queued": alerts.queued}
    share(signals, of_alerts | others)
    signals.on(ARRIVED, library.changed.wake)


def spread_deletions(
    preferences: Preferences, alerts: AlertService, signals: Signals | None
) -> None:
    """Let nothing of readers who had all deleted stay in memory, of this process or others."""
    preferences.on_deleted.append(alerts.arrived.notify)  # who matches drops their topics
    if signals is not None:
        preferences.on_deleted.append(partial(signals.tell, DELETED))
        signals.on(DELETED, preferences.drop_hints)
