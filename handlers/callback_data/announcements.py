"""The payloads of the buttons of announcements and of the audit log."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class ChooseAudience(NumberPayload):
    """Send only to chats of a language; ``language`` counts in ``Language`` from 1, 0 means all."""

    number: int
    language: int


@dataclass(frozen=True, slots=True)
class ChooseTopic(NumberPayload):
    """Send only to the subscribers of a topic; ``topic_id`` 0 means all that were written of."""

    number: int
    topic_id: int


@dataclass(frozen=True, slots=True)
class ShowAudiences(NumberPayload):
    """Show to whom a draft can be sent."""

    number: int


@dataclass(frozen=True, slots=True)
class ShowDraft(NumberPayload):
    """Ask whether to send a draft."""

    number: int


@dataclass(frozen=True, slots=True)
class SendBroadcast(NumberPayload):
    """Send a draft."""

    number: int


@dataclass(frozen=True, slots=True)
class CancelBroadcast(NumberPayload):
    """Discard a draft."""

    number: int


@dataclass(frozen=True, slots=True)
class StopBroadcast(NumberPayload):
    """Send no more of an announcement."""

    number: int


@dataclass(frozen=True, slots=True)
class ListAudit(NumberPayload):
    """Show the audit entries after the newest ``offset``."""

    offset: int


@dataclass(frozen=True, slots=True)
class AppointUnknown(NumberPayload):
    """Appoint a person that Telegram does not know; a ``role`` of READER appoints nobody."""

    user_id: int
    role: int


CODES: Codes = MappingProxyType(
    {
        "yl": ChooseAudience,
        "yt": ChooseTopic,
        "yw": ShowAudiences,
        "yd": ShowDraft,
        "ys": SendBroadcast,
        "yc": CancelBroadcast,
        "yx": StopBroadcast,
        "ya": ListAudit,
        "yp": AppointUnknown,
    }
)
