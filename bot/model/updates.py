"""An update of Telegram that was stored to be handled."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClaimedUpdate:
    """An update to handle; ``attempts`` is how often a process died before it was done."""

    update_id: int
    body: str
    attempts: int
