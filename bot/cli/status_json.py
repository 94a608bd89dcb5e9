"""The state of an installation for programs: one JSON object, described in docs/operating.md.

Names and units do not change within a version of the format; null is what is not known.
"""

from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from typing import Any

from bot.model.feeds import WatchedFeed
from bot.model.interface_language import InterfaceLanguage
from bot.status.detection import name_of
from bot.status.inspection import InstallationReport
from bot.status.wording import fault_text, shortened_line
from bot.storage.schema_version import HEAD
from bot.texts import Texts, texts_for

FORMAT = 1


def json_of(report: InstallationReport) -> dict[str, Any]:
    """Return the report as JSON knows it; sentences are in English."""
    texts = texts_for(InterfaceLanguage.ENGLISH)
    return {
        "format": FORMAT,
        "at": _moment(report.at),
        "ok": report.is_there and report.is_well,
        "problems": _problems(report, texts),
        "bot": _bot(report),
        "telegram": _telegram(report),
        "database": _database(report),
        "articles": report.stored.articles,
        "index": {
            "passages": report.passages,
            "bytes": report.sizes.index,
            "written_at": _moment(report.index_at),
        },
        "last_reload": _reload(report),
        "feeds": _feeds(report, texts),
        "channels": _counts(report.stored.channels),
        "outbox": _outbox(report),
        "topics": report.stored.topics,
        "backups": {
            "count": len(report.backups),
            "newest_at": _moment(report.backups[-1].made_at if report.backups else None),
            "bytes": sum(each.size for each in report.backups),
        },
        "disk": {"free_bytes": report.sizes.free, "least_bytes": report.min_free_bytes},
    }


def _problems(report: InstallationReport, texts: Texts) -> list[dict[str, Any]]:
    problems: list[dict[str, Any]] = []
    if report.error is not None:
        said = texts.format(report.error.key, **report.error.arguments)
        problems.append({"cause": "storage", "since": None, "text": said})
    for fault, since in report.faults:
        said = fault_text(fault, since, report.at, texts)
        problems.append({"cause": fault.cause, "since": _moment(since), "text": said})
    return problems


def _bot(report: InstallationReport) -> dict[str, Any]:
    beat, seen = report.beat, report.heartbeat.heartbeat if report.heartbeat else None
    return {
        "state": str(report.liveness),
        "seen_at": _moment(report.seen_at),
        "started_at": _moment(beat.started_at if beat else None),
        "pid": beat.pid if beat else None,
        "mode": seen.mode if seen else None,
        "leads": beat.is_leading if beat else None,
        "reloading": beat.is_reloading if beat else None,
        "version": seen.version if seen else version("kutip"),
    }


def _telegram(report: InstallationReport) -> dict[str, Any]:
    beat = report.beat
    return {
        "reached_at": _moment(beat.telegram_reached_at if beat else None),
        "silent_seconds": beat.telegram_silent_s if beat else None,
        "clock_difference_seconds": beat.clock_difference_s if beat else None,
    }


def _database(report: InstallationReport) -> dict[str, Any]:
    return {
        "error": report.error.key if report.error else None,
        "schema": report.stored.schema or None,
        "newest_schema": HEAD,
        "bytes": report.sizes.database,
    }


def _reload(report: InstallationReport) -> dict[str, Any] | None:
    last = report.stored.last_reload
    if last is None:
        return None
    names = ("added", "changed", "removed", "unchanged", "duplicates")
    counts = {name: getattr(last, name) for name in names} | {"unreadable": len(last.failures)}
    return {"finished_at": _moment(last.finished_at), "seconds": last.seconds} | counts


def _feeds(report: InstallationReport, texts: Texts) -> dict[str, Any] | None:
    counts = _counts(report.stored.feeds)
    if counts is None:
        return None
    noted = report.stored.noted
    failing = []
    for feed in report.stored.failing or ():
        known = noted.get(f"feed:{feed.id}")
        since = known.since if known and known.ended_at is None else None
        failing.append(_failing(feed, since, texts))
    return counts | {"failing_feeds": failing}


def _failing(feed: WatchedFeed, since: datetime | None, texts: Texts) -> dict[str, Any]:
    reason = texts.format(feed.problem or "feed_trouble", **feed.problem_arguments)
    return {
        "id": feed.id,
        "name": name_of(feed),
        "state": str(feed.state),
        "failures": feed.failures,
        "reason": shortened_line(reason),
        "since": _moment(since),
        "last_read_at": _moment(feed.succeeded_at),
    }


def _outbox(report: InstallationReport) -> dict[str, Any] | None:
    counts, backlog = _counts(report.stored.queue), report.stored.backlog
    if counts is None:
        return None
    return counts | {
        "due": backlog.waiting if backlog else None,
        "oldest_at": _moment(backlog.oldest_at if backlog else None),
    }


def _counts(counts: Any) -> dict[str, int] | None:
    return None if counts is None else asdict(counts)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
