"""What goes into the outbox and out of it: alerts, digests and broadcasts as plain data.

Makes no text and no markup: what a person reads is made when it is sent, in the chat's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from index.types import Language

LONGEST_QUOTE = 1500
"""Characters of a quote in an alert: what a message has room for beside its title."""


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic as a message names it; its number is for the buttons."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story as a message shows it: its article, and how many further ones tell the same."""

    story_id: int
    article_id: int
    title: str
    source: str
    date: date | None
    url: str
    others: int = 0


@dataclass(frozen=True, slots=True)
class Alert:
    """One story: told at once, with the words that match best.

    ``quote`` is the article's own characters; ``highlights`` are sorted, non-overlapping half-open
    ranges of it. Empty where the article has no such words any more.
    """

    story: StoryLine
    topics: tuple[TopicName, ...]
    quote: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    kind: Literal["alert"] = "alert"


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """A topic's stories, newest first; each story is in one group of a digest only."""

    topic: TopicName
    stories: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The stories that were kept for a place, all of them; ``bot.alerts.digests`` cuts them into
    pages.

    ``left_out`` counts stories beyond the longest digest.
    """

    groups: tuple[DigestGroup, ...]
    left_out: int = 0
    kind: Literal["digest"] = "digest"


@dataclass(frozen=True, slots=True)
class AnnouncementMessage:
    """Words of an admin to many chats; the words themselves are kept once, under their number."""

    number: int
    kind: Literal["broadcast"] = "broadcast"


Payload = Alert | Digest | AnnouncementMessage


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message of the outbox on its way; ``thread_id`` is 0 outside forum topics.

    ``attempts`` counts this one. ``language`` is what was chosen for the chat, or by the reader
    whose private chat it is.
    """

    id: int
    chat_id: int
    thread_id: int
    attempts: int
    payload: Payload
    language: Language | None = None


_PAYLOADS: TypeAdapter[Payload] = TypeAdapter(Annotated[Payload, Field(discriminator="kind")])


def to_data(payload: Payload) -> dict[str, Any]:
    """The payload as JSON has it."""
    data: dict[str, Any] = _PAYLOADS.dump_python(payload, mode="json")
    return data


def from_data(data: Mapping[str, Any]) -> Payload:
    """The payload that ``to_data`` was given; raises ValueError where it is none."""
    return _PAYLOADS.validate_python(data)


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many messages are in which state, and how many chats sleep."""

    waiting: int
    done: int
    failed: int
    dead_letter: int
    unreachable: int


@dataclass(frozen=True, slots=True)
class PendingStory:
    """A story that waits for a topic's digest."""

    topic: TopicName
    story: StoryLine
    kept_at: datetime
