"""Say what is wrong with an installation, and what is well again. Pure."""

from datetime import datetime, timedelta

from bot.model.faults import FaultKind, InstallationFault, NotedFault
from bot.texts import Texts

MIN_SPAN = timedelta(seconds=1)
"""The shortest that is shown."""

MAX_REASON = 160

_OVER = {
    FaultKind.FEED: "over_feed",
    FaultKind.DISK: "over_disk",
    FaultKind.TELEGRAM: "over_telegram",
    FaultKind.OUTBOX: "over_outbox",
    FaultKind.BACKUP: "over_backup",
    FaultKind.FOLDER: "over_folder",
    FaultKind.CLOCK: "over_clock",
}


def fault_text(fault: InstallationFault, since: datetime, now: datetime, texts: Texts) -> str:
    """Return what is wrong, since when, and what to do."""
    given = fault.wording.arguments
    arguments: dict[str, str | int] = {name: _shown(value, texts) for name, value in given.items()}
    arguments |= {"name": fault.name, "span": texts.span(max(now - since, MIN_SPAN))}
    if "seconds" in given:
        arguments["difference"] = texts.span(timedelta(seconds=int(given["seconds"])))
    if fault.reason is not None:
        reason = texts.format(fault.reason.key, **fault.reason.arguments)
        arguments["reason"] = shortened_line(reason).rstrip(".")
    return texts.operating.format(fault.wording.key, **arguments)


def _shown(value: str | int, texts: Texts) -> str:
    return value if isinstance(value, str) else texts.number(value)


def over_text(fault: NotedFault, texts: Texts) -> str:
    """Return that a fault is over, and how long it was there."""
    lasted = (fault.ended_at or fault.since) - fault.since
    span = texts.span(max(lasted, MIN_SPAN))
    return texts.operating.format(_OVER[FaultKind(fault.kind)], name=fault.name, span=span)


def shortened_line(text: str, limit: int = MAX_REASON) -> str:
    """Return a text on one line, cut where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
