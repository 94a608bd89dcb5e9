"""The base of payloads that are numbers: a code and the numbers are their callback data."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberPayload:
    """A payload whose fields are all integers from 0."""


Codes = Mapping[str, type[NumberPayload]]
"""Types of payload by the code that their callback data begins with."""
