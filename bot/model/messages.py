"""Messages of the outbox: alerts, digests and announcements as plain data.

Rendered only when they are sent, in the chat's language. The payloads are stored as JSON, so that
their field names are part of the database's schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bot.model.interface_language import InterfaceLanguage

MAX_QUOTE_CHARS = 1500
"""Of a quote in an alert: what fits into a message beside its title."""


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic as a message shows it; ``id`` is for its buttons."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story as a message shows it: one article, and the number of ``others``."""

    story_id: int
    article_id: int
    title: str
    source: str
    date: date | None
    url: str
    others: int = 0


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert of one story, with the passage that matches best.

    ``quote`` is copied from the article; ``highlights`` are sorted, non-overlapping half-open
    ranges of it. Both are empty if no passage matches, or the title says the same.
    """

    story: StoryLine
    topics: tuple[TopicName, ...]
    quote: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    kind: Literal["alert"] = "alert"


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """A topic's stories, newest first; a story is in one group of a digest only."""

    topic: TopicName
    stories: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """All pages of a digest; ``left_out`` counts the stories beyond its maximum length."""

    groups: tuple[DigestGroup, ...]
    left_out: int = 0
    kind: Literal["digest"] = "digest"


@dataclass(frozen=True, slots=True)
class AnnouncementMessage:
    """The announcement of this number, whose text is stored once for all chats."""

    number: int
    kind: Literal["broadcast"] = "broadcast"


Payload = Alert | Digest | AnnouncementMessage


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A claimed message; ``thread_id`` is 0 outside forum topics.

    ``attempts`` counts the present one. ``language`` was set for the chat, or by the reader whose
    private chat it is; None if it was not set. ``suspended`` if sending to the chat was refused
    before, so that its arrival shows that the bot may write there again.
    """

    id: int
    chat_id: int
    thread_id: int
    attempts: int
    payload: Payload
    language: InterfaceLanguage | None = None
    suspended: bool = False


_PAYLOADS: TypeAdapter[Payload] = TypeAdapter(Annotated[Payload, Field(discriminator="kind")])


def to_data(payload: Payload) -> dict[str, Any]:
    """Return the payload as JSON data."""
    data: dict[str, Any] = _PAYLOADS.dump_python(payload, mode="json")
    return data


def from_data(data: Mapping[str, Any]) -> Payload:
    """Return the payload of ``to_data``; raises ValueError if the data is none."""
    return _PAYLOADS.validate_python(data)


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """The number of messages in each state, and of unreachable and of suspended chats."""

    waiting: int
    done: int
    failed: int
    dead_letter: int
    unreachable: int
    suspended: int = 0


@dataclass(frozen=True, slots=True)
class OutboxBacklog:
    """The number of messages that wait, and when the oldest was queued; None if none waits.

    ``oldest`` leaves out those of suspended chats, which wait for people.
    """

    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class PendingStory:
    """A story that waits for a topic's digest since ``since``."""

    topic: TopicName
    story: StoryLine
    since: datetime
