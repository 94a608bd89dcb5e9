"""What the buttons of the newsroom's figures do."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, OfNumbers


@dataclass(frozen=True, slots=True)
class ShowFigures(OfNumbers):
    """Show the figures of the last ``days`` days in the same message."""

    days: int


@dataclass(frozen=True, slots=True)
class ListGaps(OfNumbers):
    """Show what was not answered after the first ``offset`` in the same message."""

    offset: int


OfFigures = ShowFigures | ListGaps

CODES: Codes = MappingProxyType({"if": ShowFigures, "ig": ListGaps})
