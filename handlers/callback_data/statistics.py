"""The payloads of the buttons of statistics and of unanswered questions."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class ShowStatistics(NumberPayload):
    """Show the statistics of the last ``days`` days in the same message."""

    days: int


@dataclass(frozen=True, slots=True)
class ListUnanswered(NumberPayload):
    """Show the unanswered questions of ``days`` after the first ``offset`` in the same message."""

    offset: int
    days: int = 7


CODES: Codes = MappingProxyType({"if": ShowStatistics, "ig": ListUnanswered})
