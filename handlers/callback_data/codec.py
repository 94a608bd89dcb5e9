"""Payloads as callback data, at most 64 bytes, and back.

Pure. The data of a pressed button comes from outside and may be anything.
"""

from collections.abc import Callable, Sequence

# Each module declares its payloads when it is imported.
from handlers.callback_data import (  # noqa: F401
    announcements,
    articles,
    channels,
    editorial,
    feedback,
    feeds,
    proposals,
    quotations,
    statistics,
    timeline,
    topics,
)
from handlers.callback_data.payload import PAYLOADS, ButtonPayload, TopicsPayload
from handlers.callback_data.topics import Follow

MAX_BYTES = 64


def follow(topic: str) -> Follow | None:
    """Subscribe to a topic, or to as many of its first words as a button can hold."""
    while topic and len(encode(Follow(topic)).encode("utf-8", "replace")) > MAX_BYTES:
        topic = topic.rpartition(" ")[0]
    return Follow(topic) if topic else None


def for_topics(
    make: Callable[[tuple[int, ...]], TopicsPayload], topic_ids: Sequence[int]
) -> TopicsPayload:
    """A payload for the topics, or for as many of the first as a button can hold."""
    held = len(topic_ids)
    while len(encode(make(tuple(topic_ids[:held])))) > MAX_BYTES:
        held -= 1
    return make(tuple(topic_ids[:held]))


def encode(payload: ButtonPayload) -> str:
    """The callback data of a payload."""
    return ":".join([payload.code, *map(str, payload.parts())])


def decode(data: str | None) -> ButtonPayload | None:
    """The payload of callback data; None if it is malformed or unknown."""
    code, colon, rest = (data or "").partition(":")
    made = PAYLOADS.get(code)
    return made.parse(rest if colon else None) if made else None
