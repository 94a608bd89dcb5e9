"""A line of the report of ``kutip check``."""

from dataclasses import dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """Whether there is something to do; NOTE if perhaps."""

    OK = "✓"
    ERROR = "✗"
    NOTE = "–"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A line of the report: ``label`` is what was checked, ``text`` its state or what to do."""

    status: CheckStatus
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.status} {self.label}: {self.text}"
