"""The lines of ``kutip status``."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from importlib.metadata import version
from math import ceil

from bot.cli.console import printable
from bot.status.detection import name_of
from bot.status.inspection import InstallationReport, Liveness
from bot.status.wording import MIN_SPAN, fault_text, shortened_line
from bot.storage.backup_folder import MEGABYTE
from bot.storage.schema_version import HEAD
from bot.texts import Texts

MAX_FEEDS = 20
"""Failing feeds that are listed; ``--json`` has more of them."""


def state_lines(report: InstallationReport, texts: Texts) -> Iterator[str]:
    """Yield what is known of the installation, a line each."""
    stored, own = report.stored, texts.operating
    yield _bot(report, texts)
    if report.beat is not None:
        reached = report.beat.telegram_reached_at
        yield (
            own.format("state_telegram", ago=_ago(reached, report, texts))
            if reached
            else (own.state_telegram_none)
        )
    yield from _articles(report, texts)
    if stored.feeds is not None:
        yield _counted("status_feeds", asdict(stored.feeds), texts)
        yield from _failing(report, texts)
    if stored.channels is not None and stored.channels.named:
        yield texts.channels.format("status_channels", **asdict(stored.channels))
    if stored.queue is not None:
        yield _counted("status_queue", asdict(stored.queue), texts)
    if stored.backlog is not None and stored.backlog.oldest_at is not None:
        span = texts.span(max(report.at - stored.backlog.oldest_at, MIN_SPAN))
        yield own.format("state_oldest", span=span)
    if stored.topics is not None:
        yield own.format("state_topics", count=texts.number(stored.topics))
    if report.backups:
        ago, count = _ago(report.backups[-1].made_at, report, texts), len(report.backups)
        yield own.format("state_backups", count=texts.number(count), ago=ago)
    sizes = asdict(report.sizes).items()
    megabytes = {name: texts.number(ceil(size / MEGABYTE)) for name, size in sizes}
    yield texts.delivery.format("status_sizes", **megabytes)
    yield texts.format("status_version", version=version("kutip"))
    if stored.schema and not stored.is_current and stored.error is None:
        yield own.format("state_schema", schema=stored.schema, newest=HEAD)


def problem_lines(report: InstallationReport, texts: Texts) -> list[str]:
    """Return what is wrong and what to do, the most pressing first."""
    lines = [fault_text(fault, since, report.at, texts) for fault, since in report.faults]
    if report.error is not None:
        lines.insert(0, texts.format(report.error.key, **report.error.arguments))
    return [printable(line) for line in lines]


def _bot(report: InstallationReport, texts: Texts) -> str:
    """Return whether a bot runs, how and since when."""
    own, beat = texts.operating, report.beat
    match report.liveness:
        case Liveness.STOPPED if report.heartbeat is None:
            return own.state_never
        case Liveness.STOPPED:
            return own.format("state_stopped", ago=_ago(report.seen_at, report, texts))
        case Liveness.HUNG:
            span = texts.span(max(report.at - (report.seen_at or report.at), MIN_SPAN))
            return own.format("state_hung", span=span)
        case Liveness.RUNNING if beat is not None:
            span = texts.span(max(report.at - beat.started_at, MIN_SPAN))
            leads = own.state_leading if beat.is_leading else own.state_following
            return own.format("state_running", span=span, mode=f"{beat.mode} · {leads}")
        case Liveness.STOPPING:
            return own.state_stopping
    return own.state_starting


def _articles(report: InstallationReport, texts: Texts) -> Iterator[str]:
    stored = report.stored
    if stored.articles is not None or report.is_empty:
        yield texts.format("status_articles", count=texts.number(stored.articles or 0))
    if report.passages is not None:
        yield texts.format("status_passages", count=texts.number(report.passages))
    if stored.last_reload is not None:
        ago = _ago(stored.last_reload.finished_at, report, texts)
        yield texts.format("status_last_reload", ago=ago)
    elif stored.is_current or report.is_empty:
        yield texts.status_never_reloaded
    if report.beat is not None and report.beat.is_reloading:
        yield texts.status_reloading
    if report.index_at is not None:
        yield texts.operating.format("state_index", ago=_ago(report.index_at, report, texts))


def _failing(report: InstallationReport, texts: Texts) -> Iterator[str]:
    """Yield the feeds that fail: why, and when they were last read."""
    failing, own = report.stored.failing or (), texts.operating
    for feed in failing[:MAX_FEEDS]:
        reason = texts.format(feed.problem or "feed_trouble", **feed.problem_arguments)
        shown = own.format("state_failing", name=name_of(feed), reason=shortened_line(reason))
        read = feed.succeeded_at
        when = own.state_never_read
        if read is not None:
            when = own.format("state_last_read", ago=_ago(read, report, texts))
        yield printable(f"  – {shown.rstrip('.')} · {when}")
    if (more := len(failing) - MAX_FEEDS) > 0:
        yield f"  … +{texts.number(more)}"


def _counted(key: str, counts: dict[str, int], texts: Texts) -> str:
    shown = {name: texts.number(count) for name, count in counts.items()}
    return texts.delivery.format(key, **shown)


def _ago(moment: datetime | None, report: InstallationReport, texts: Texts) -> str:
    past = report.at - moment if moment is not None else timedelta(0)
    return texts.ago(max(past, MIN_SPAN))
