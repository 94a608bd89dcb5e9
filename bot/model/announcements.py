"""Announcements: their text, audience and progress."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from index.types import Language


@dataclass(frozen=True, slots=True)
class Audience:
    """Chats with topics: all, those that speak a language, those with a topic of this text."""

    language: Language | None = None
    topic: str = ""


class EntityType(StrEnum):
    """How words may stand out."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "text_link"


class Entity(NamedTuple):
    """The words of a text from ``start`` to before ``end`` stand out; a link leads to ``url``."""

    style: EntityType
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text of a person, and what stands out in it; marks may cross each other."""

    text: str
    marks: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is said, and to whom; ``message_id`` is where ``created_by`` is shown how it goes.

    ``recipients`` is counted when it starts; None before that.
    """

    number: int
    words: FormattedText
    audience: Audience
    created_by: int
    message_id: int | None
    recipients: int | None
    stopped: bool


@dataclass(frozen=True, slots=True)
class AnnouncementProgress:
    """How far an announcement has come, in chats.

    ``unsent`` were taken out of the queue by a stop, or have left meanwhile.
    """

    sent: int
    blocked: int
    failed: int
    waiting: int
    unsent: int
