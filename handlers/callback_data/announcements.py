"""What the buttons of announcements and of the list of deeds do."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class ChooseAudience(NumberPayload):
    """Say it to those only who speak a language; ``language`` counts from 1, 0 means all."""

    number: int
    language: int


@dataclass(frozen=True, slots=True)
class SendBroadcast(NumberPayload):
    """Send a draft."""

    number: int


@dataclass(frozen=True, slots=True)
class CancelBroadcast(NumberPayload):
    """Forget a draft."""

    number: int


@dataclass(frozen=True, slots=True)
class StopBroadcast(NumberPayload):
    """Send no more of an announcement."""

    number: int


@dataclass(frozen=True, slots=True)
class ListAudit(NumberPayload):
    """Show what was done before the newest ``offset`` deeds."""

    offset: int


AnnouncementAction = ChooseAudience | SendBroadcast | CancelBroadcast | StopBroadcast

CODES: Codes = MappingProxyType(
    {
        "yl": ChooseAudience,
        "ys": SendBroadcast,
        "yc": CancelBroadcast,
        "yx": StopBroadcast,
        "ya": ListAudit,
    }
)
