"""The health of the bot: alive, and ready to answer."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.runtime.contact import TelegramContact
from bot.runtime.supervisor import JobWatch

CONTACT_MAX_AGE_S = 60.0
"""Since Telegram's last response. A request for updates gets one every 10 s at the latest, and
after failures python-telegram-bot pauses for up to 30 s."""


class Phase(StrEnum):
    """The part of its life that the process is in."""

    OPENING = "opening"
    STARTING = "starting"
    ANSWERING = "answering"
    STOPPING = "stopping"


class ReadyPart(StrEnum):
    """A part of the bot that may not be ready, as ``/readyz`` names it."""

    STARTING = "starting"
    STOPPING = "stopping"
    STORAGE = "storage"
    INDEX = "index"
    TELEGRAM = "telegram"
    JOBS = "jobs"


@dataclass(slots=True)
class Health:
    """The state of the process, as far as it is known without asking storage."""

    contact: TelegramContact
    jobs: JobWatch = field(default_factory=JobWatch)
    phase: Phase = Phase.OPENING

    @property
    def is_alive(self) -> bool:
        """Whether no job is dead; that this is answered shows that the event loop is not."""
        return not self.jobs.dead


def unready_parts(health: Health, *, storage: bool, index: bool) -> tuple[ReadyPart, ...]:
    """Return the parts that are not ready to answer questions and to send alerts.

    While the services are being opened, nothing but the start is known to be missing.
    """
    if health.phase is Phase.OPENING:
        return (ReadyPart.STARTING,)
    is_missing = {
        ReadyPart.STARTING: health.phase is Phase.STARTING,
        ReadyPart.STOPPING: health.phase is Phase.STOPPING,
        ReadyPart.STORAGE: not storage,
        ReadyPart.INDEX: not index,
        ReadyPart.TELEGRAM: health.contact.silent_for_s() > CONTACT_MAX_AGE_S,
        ReadyPart.JOBS: not health.is_alive,
    }
    return tuple(part for part, missing in is_missing.items() if missing)
