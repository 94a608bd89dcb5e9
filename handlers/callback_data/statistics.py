"""What the buttons of the newsroom's figures do."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class ShowStatistics(NumberPayload):
    """Show the figures of the last ``days`` days in the same message."""

    days: int


@dataclass(frozen=True, slots=True)
class ListUnanswered(NumberPayload):
    """Show what was not answered after the first ``offset`` in the same message."""

    offset: int


StatisticsAction = ShowStatistics | ListUnanswered

CODES: Codes = MappingProxyType({"if": ShowStatistics, "ig": ListUnanswered})
