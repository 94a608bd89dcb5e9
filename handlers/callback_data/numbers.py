"""What actions of numbers alone have in common: a code and the numbers are their callback data."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberPayload:
    """An action whose fields are all whole numbers from 0, so that the codec needs no more."""


Codes = Mapping[str, type[NumberPayload]]
"""Actions by the code that their callback data begins with."""
