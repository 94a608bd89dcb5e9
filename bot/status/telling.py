"""Decide what owners are told of faults: each once, and once when it is over. Pure.

A cause is told once a day at the most, however often it comes and goes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.faults import FaultKind, InstallationFault, NotedFault

TOLD_INTERVAL = timedelta(days=1)
"""Between two times that owners are told of the same cause."""

TOLD_AFTERWARDS = frozenset({FaultKind.TELEGRAM})
"""Faults that nobody can be told of while they last."""

Noted = Mapping[str, NotedFault]


@dataclass(frozen=True, slots=True)
class FaultNews:
    """The faults to tell of, each with since when, and those that are over."""

    begun: Sequence[tuple[InstallationFault, datetime]]
    ended: Sequence[NotedFault]

    def __bool__(self) -> bool:
        return bool(self.begun or self.ended)


def note(
    noted: Noted,
    found: Sequence[InstallationFault],
    now: datetime,
    unknown: Collection[FaultKind] = (),
    dropped: Collection[str] = (),
) -> dict[str, NotedFault]:
    """Return what is noted after a look at the installation.

    Nothing changes of the kinds that are ``unknown`` this time. The causes ``dropped`` are not well
    again but not there any more, as a feed that was removed.
    """
    after = {each.cause: _continued(noted.get(each.cause), each, now) for each in found}
    for cause, fault in noted.items():
        if cause in after:
            continue
        known = _not_in_the_future(fault, now)
        if known.kind in unknown:
            after[cause] = known
        elif (ended := _ended(known, now, is_well=cause not in dropped)) is not None:
            after[cause] = ended
    return after


def news_of(noted: Noted, found: Sequence[InstallationFault], now: datetime) -> FaultNews:
    """Return what owners are to be told now of what is noted; ``found`` are the faults that are."""
    begun = [
        (each, known.since)
        for each in found
        if (known := noted[each.cause]) and _is_to_be_told(each, known, now)
    ]
    ended = [each for each in noted.values() if each.ended_at is not None and each.is_told]
    return FaultNews(begun, ended)


def with_told(noted: Noted, news: FaultNews, now: datetime) -> dict[str, NotedFault]:
    """Return what is noted after owners were told."""
    begun = {each.cause for each, _ in news.begun}
    ended = {each.cause for each in news.ended}
    after = dict(noted)
    for cause in begun:
        after[cause] = replace(noted[cause], is_told=True, told_at=now)
    for cause in ended:
        after[cause] = replace(noted[cause], is_told=False, told_at=now)
    return after


def lasting(
    noted: Noted, found: Sequence[InstallationFault], now: datetime
) -> list[tuple[InstallationFault, datetime]]:
    """Return the faults that last long enough to be shown, each with since when."""
    shown = []
    for each in found:
        known = noted.get(each.cause)
        since = each.since or (known.since if known and known.ended_at is None else now)
        if now - since >= each.delay:
            shown.append((each, min(since, now)))
    return shown


def _continued(known: NotedFault | None, fault: InstallationFault, now: datetime) -> NotedFault:
    """Return a fault that is there: as it was noted, or as begun now."""
    begun = min(fault.since or now, now)
    if known is None:
        return _silently_told(NotedFault(fault.cause, fault.name, begun), fault.kind, now)
    known = replace(_not_in_the_future(known, now), name=fault.name)
    if known.ended_at is None:
        return known
    if known.is_told:  # nobody was told yet that it was over
        return replace(known, ended_at=None)
    return _silently_told(replace(known, since=begun, ended_at=None), fault.kind, now)


def _silently_told(fault: NotedFault, kind: FaultKind, now: datetime) -> NotedFault:
    """Count a fault as told that only its end is told of, unless that was told of late."""
    if kind in TOLD_AFTERWARDS and not _is_told_lately(fault, now):
        return replace(fault, is_told=True)
    return fault


def _ended(fault: NotedFault, now: datetime, *, is_well: bool) -> NotedFault | None:
    """Return a fault that is over; None if there is nothing more to know of it."""
    over = replace(fault, ended_at=fault.ended_at or now, is_told=fault.is_told and is_well)
    return over if over.is_told or _is_told_lately(over, now) else None


def _is_to_be_told(fault: InstallationFault, known: NotedFault, now: datetime) -> bool:
    lasts = now - known.since >= fault.delay
    is_due = lasts and not known.is_told and not _is_told_lately(known, now)
    return is_due and fault.kind not in TOLD_AFTERWARDS


def _is_told_lately(fault: NotedFault, now: datetime) -> bool:
    return fault.told_at is not None and now - fault.told_at < TOLD_INTERVAL


def _not_in_the_future(fault: NotedFault, now: datetime) -> NotedFault:
    """Return a fault as noted before the clock was set back."""
    return replace(
        fault,
        since=min(fault.since, now),
        told_at=fault.told_at and min(fault.told_at, now),
        ended_at=fault.ended_at and min(fault.ended_at, now),
    )
