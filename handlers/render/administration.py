"""A reload's progress and report, and the status of the bot."""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.articles.library import LibraryStatus
from bot.articles.progress import ReloadPhase, ReloadProgress
from bot.errors import FolderShrunk
from bot.maintenance.sizes import StorageSizes
from bot.model.articles import ReloadReport
from bot.model.channels import NO_CHANNELS, ChannelCounts
from bot.model.feeds import FeedCounts
from bot.model.messages import OutboxCounts
from bot.texts import Texts
from handlers.callback_data.editorial import ReadFolder
from handlers.callback_data.keyboard import Button, stacked
from handlers.render.characters import one_line, shortened
from handlers.render.faults import Lasting, render_faults
from handlers.render.markup import bold, italic, joined, plain
from handlers.render.reply import Reply, text_reply, titled_reply

MAX_FAILURES = 15
MAX_FAILURE = 150  # units; so that all that are listed fit in one message
MEGABYTE = 1_000_000
MIN_SPAN = timedelta(seconds=1)  # the shortest that is shown


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The status of the bot; the times are aware of their zone."""

    library: LibraryStatus
    feeds: FeedCounts
    queue: OutboxCounts
    sizes: StorageSizes
    reloading: bool
    now: datetime
    started_at: datetime
    version: str
    processes: int = 0
    """How many there are if there may be several, else 0."""
    is_leading: bool = True
    channels: ChannelCounts = NO_CHANNELS
    faults: Lasting = ()


def render_reload_progress(progress: ReloadProgress, texts: Texts) -> Reply:
    """A reload's phase, how far it is, how fast, and how long it will take."""
    key = {
        ReloadPhase.READING: "reload_reading",
        ReloadPhase.INDEXING: "reload_indexing",
        ReloadPhase.SAVING: "reload_saving",
    }[progress.phase]
    lines = [
        texts.format(key, done=texts.number(progress.done), total=progress.total or 0),
        _pace(progress, texts),
    ]
    return text_reply("\n".join(filter(None, lines)))


def _pace(progress: ReloadProgress, texts: Texts) -> str:
    """The rate and the time left; "" in the first second, which says little of those to come."""
    if progress.seconds < 1.0 or not progress.done:
        return ""
    rate = round(progress.per_second)
    parts = [texts.format("reload_pace", rate=rate)] if rate else []
    if progress.seconds_left is not None:
        span = texts.span(timedelta(seconds=math.ceil(progress.seconds_left)))
        parts.append(texts.format("reload_left", span=span))
    return " · ".join(parts)


def render_reload_report(report: ReloadReport, texts: Texts) -> Reply:
    """A reload's changes, and the files it could not read, as many as fit."""
    took = texts.format("reload_took", seconds=report.seconds)
    counts = "\n".join([*counts_of(report, texts), took])
    failures = "\n".join(failures_of(report, texts))
    return titled_reply(texts.reload_done, [counts, failures])


def render_reload_confirmation(error: FolderShrunk, texts: Texts) -> Reply:
    """Ask whether to remove the articles that the folder no longer has."""
    removed = texts.number(error.removed)
    label = texts.notices.format("reload_confirm_button", removed=removed)
    question = texts.notices.format(
        "reload_confirm", path=str(error.path), removed=removed, stored=error.stored
    )
    return text_reply(question, stacked([Button(label, ReadFolder(error.removed))]))


def render_status(health: StatusReport, texts: Texts) -> Reply:
    """The articles, the feeds, the outbox, the disk, and what these figures mean."""
    uptime = max(health.now - health.started_at, MIN_SPAN)
    counts = [
        texts.format("status_articles", count=texts.number(health.library.articles)),
        texts.format("status_passages", count=texts.number(health.library.passages)),
        texts.format("status_uptime", span=texts.span(uptime)),
        texts.format("status_version", version=health.version),
    ]
    if health.processes:
        key = "status_leading" if health.is_leading else "status_following"
        counts.append(texts.cluster.format(key, count=texts.number(health.processes)))
    running = texts.status_reloading if health.reloading else ""
    parts = [
        "\n".join(counts),
        _last_reload(health, texts),
        _counted("status_feeds", health.feeds, texts) + _channels(health.channels, texts),
        _counted("status_queue", health.queue, texts),
        texts.delivery.format("status_sizes", **_megabytes(health.sizes, texts)),
        running,
    ]
    faults = render_faults(health.faults, health.now, texts)
    whole = joined("\n\n", [bold(plain(texts.status_title)), *faults, *map(plain, parts)])
    meaning = italic(plain(texts.delivery.status_meaning))
    return Reply(joined("\n\n", [whole, meaning]))


def _counted(key: str, counts: FeedCounts | OutboxCounts, texts: Texts) -> str:
    shown = {name: texts.number(count) for name, count in asdict(counts).items()}
    return texts.delivery.format(key, **shown)


def _channels(counts: ChannelCounts, texts: Texts) -> str:
    """A line about the channels that are sources; "" if there are none."""
    if not counts.named:
        return ""
    return "\n" + texts.channels.format("status_channels", **asdict(counts))


def _megabytes(sizes: StorageSizes, texts: Texts) -> dict[str, str]:
    """The sizes in MB, rounded up: what is there is never 0."""
    return {name: texts.number(math.ceil(size / MEGABYTE)) for name, size in asdict(sizes).items()}


def _last_reload(health: StatusReport, texts: Texts) -> str:
    report = health.library.last_reload
    if report is None:
        return texts.status_never_reloaded
    ago = texts.ago(max(health.now - report.finished_at, MIN_SPAN))
    when = texts.format("status_last_reload", ago=ago)
    return "\n".join([when, " · ".join(counts_of(report, texts))])


def counts_of(report: ReloadReport, texts: Texts, *, all_of_them: bool = True) -> list[str]:
    """The counts of a reload's changes; without zeros unless ``all_of_them``."""
    counts = {
        "reload_added": report.added,
        "reload_changed": report.changed,
        "reload_removed": report.removed,
        "reload_unchanged": report.unchanged,
        "reload_duplicates": report.duplicates,
        "reload_unreadable": len(report.failures),
    }
    shown = {key: count for key, count in counts.items() if count or all_of_them}
    lines = [texts.format(key, count=texts.number(count)) for key, count in shown.items()]
    repaired = [texts.format("reload_mojibake", count=report.mojibake)] if report.mojibake else []
    return lines + repaired


def failures_of(report: ReloadReport, texts: Texts) -> Iterator[str]:
    """The files that could not be read and why, as many as fit."""
    for failure in report.failures[:MAX_FAILURES]:
        reason = texts.format(failure.reason, **failure.arguments)
        line = texts.format("reload_unreadable_item", where=failure.where, reason=reason)
        yield shortened(one_line(line), MAX_FAILURE)
    if (unlisted := len(report.failures) - MAX_FAILURES) > 0:
        yield texts.format("reload_unreadable_more", count=texts.number(unlisted))
