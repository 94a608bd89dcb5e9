"""Announcements: their text, audience and progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.model.interface_language import InterfaceLanguage


@dataclass(frozen=True, slots=True)
class Audience:
    """The chats with topics, if given only those of a language and with topics that say ``topic``.

    Of these ``only`` is one, if given, by its text.
    """

    language: InterfaceLanguage | None = None
    topic: str = ""
    only: str = ""


class TopicCount(NamedTuple):
    """A topic, whatever its case, and how many reachable chats have it; ``id`` is one of its."""

    id: int
    text: str
    chats: int


@dataclass(frozen=True, slots=True)
class AudienceReach:
    """How many chats an audience has; ``said`` if there are topics that say what was written.

    ``topics`` are these, else all; most chats first. There are none if no topic was written.
    """

    chats: int
    topics: Sequence[TopicCount] = ()
    said: bool = False


class EntityType(StrEnum):
    """A format of a part of a text, named as Telegram does."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "text_link"


class Entity(NamedTuple):
    """The format of the characters from ``start`` to before ``end``; ``url`` is for links."""

    type: EntityType
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text with its entities, which may overlap."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement as stored.

    ``message_id``, in the chat of ``created_by``, is the message that shows the progress; None
    before the start, as ``recipients``, the number of chats, and ``progress_language``.
    """

    number: int
    content: FormattedText
    audience: Audience
    created_by: int
    message_id: int | None
    recipients: int | None
    stopped: bool
    progress_language: InterfaceLanguage | None = None


@dataclass(frozen=True, slots=True)
class AnnouncementProgress:
    """The number of chats in each state.

    ``unsent`` were removed from the outbox by a stop or with their chat. ``paused`` are suspended,
    for days perhaps, so that nothing waits for them.
    """

    sent: int
    blocked: int
    failed: int
    waiting: int
    unsent: int
    paused: int = 0
