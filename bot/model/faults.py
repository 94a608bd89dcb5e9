"""Faults of the installation: found, noted since when, and told to owners once each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class FaultKind(StrEnum):
    """The part of the installation that has a fault."""

    FEED = "feed"
    DISK = "disk"
    TELEGRAM = "telegram"
    OUTBOX = "outbox"
    BACKUP = "backup"
    FOLDER = "folder"
    CLOCK = "clock"


class KeyedText(NamedTuple):
    """A text key with its arguments."""

    key: str
    arguments: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class InstallationFault:
    """Something that is wrong now.

    ``subject`` is the number of the feed that it is about, ``name`` how the feed is called; "" of
    all that there is only one of. ``reason`` is a text that ``wording`` is completed by. Owners are
    told if it lasts for ``delay``. ``since`` is given if it is known.
    """

    kind: FaultKind
    wording: KeyedText
    subject: str = ""
    name: str = ""
    reason: KeyedText | None = None
    delay: timedelta = field(default=timedelta(0))
    since: datetime | None = None

    @property
    def cause(self) -> str:
        """Return what it is known by: ``disk``, ``feed:12``."""
        return f"{self.kind}:{self.subject}" if self.subject else str(self.kind)


@dataclass(frozen=True, slots=True)
class NotedFault:
    """A fault since it was first seen.

    ``is_told`` is whether owners know of it, ``told_at`` when they were last told of this cause,
    ``ended_at`` when it was gone; it is kept for a while so that nobody is told of it too often.
    """

    cause: str
    name: str
    since: datetime
    is_told: bool = False
    told_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def kind(self) -> str:
        """Return the part that has the fault; a later version may know more of them."""
        return self.cause.partition(":")[0]

    @property
    def subject(self) -> str:
        """Return the number of the feed that it is about; "" of all else."""
        return self.cause.partition(":")[2]
