"""Payloads as callback data, at most 64 bytes, and back.

Pure. The data of a pressed button comes from outside and may be anything.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from types import MappingProxyType

from handlers.callback_data import announcements, articles, editorial, feeds, statistics, topics
from handlers.callback_data.articles import AskAsTyped, ChooseLanguage
from handlers.callback_data.numbers import Codes, NumberPayload
from handlers.callback_data.topics import (
    AlertPayload,
    Follow,
    MuteTopics,
    NarrowTopics,
    Unsubscribe,
)
from index.types import Language

ButtonPayload = NumberPayload | AlertPayload | AskAsTyped | ChooseLanguage | Follow

MAX_BYTES = 64

_FOLLOW = "f:"
_NUMBERS = re.compile(r"[0-9]{1,15}(:[0-9]{1,15})*", re.ASCII)
CODES: Codes = MappingProxyType(
    {
        **articles.CODES,
        **topics.CODES,
        **editorial.CODES,
        **feeds.CODES,
        **statistics.CODES,
        **announcements.CODES,
    }
)
_CODE_OF: Mapping[type, str] = MappingProxyType({made: code for code, made in CODES.items()})


def follow(topic: str) -> Follow | None:
    """Subscribe to a topic, or to as many of its first words as a button can hold."""
    while topic and len((_FOLLOW + topic).encode("utf-8", "replace")) > MAX_BYTES:
        topic = topic.rpartition(" ")[0]
    return Follow(topic) if topic else None


def for_topics(
    make: Callable[[tuple[int, ...]], AlertPayload], topic_ids: Sequence[int]
) -> AlertPayload:
    """A payload for the topics, or for as many of the first as a button can hold."""
    held = len(topic_ids)
    while len(encode(make(tuple(topic_ids[:held])))) > MAX_BYTES:
        held -= 1
    return make(tuple(topic_ids[:held]))


def encode(payload: ButtonPayload) -> str:
    """The callback data of a payload."""
    match payload:
        case AskAsTyped():
            return "t"
        case ChooseLanguage(language):
            return f"g:{language}"
        case Follow(topic):
            return _FOLLOW + topic
        case MuteTopics() | Unsubscribe() | NarrowTopics():
            return _encode_alert(payload)
    return _joined(
        _CODE_OF[type(payload)], [getattr(payload, each.name) for each in fields(payload)]
    )


def _encode_alert(payload: AlertPayload) -> str:
    match payload:
        case MuteTopics(topic_ids):
            return _joined("m", topic_ids)
        case Unsubscribe(topic_ids):
            return _joined("u", topic_ids)
        case NarrowTopics(article_id, topic_ids):
            return _joined("n", (article_id, *topic_ids))


def decode(data: str | None) -> ButtonPayload | None:
    """The payload of callback data; None if it is malformed or unknown."""
    if data in _WITHOUT_NUMBERS:
        return _WITHOUT_NUMBERS[data]
    kind, _, rest = (data or "").partition(":")
    if kind == "f":
        return Follow(rest) if rest else None
    return _decode_numbers(kind, _numbers(rest))


def _decode_numbers(kind: str, numbers: Sequence[int]) -> ButtonPayload | None:
    match kind, numbers:
        case "m", [_, *_]:
            return MuteTopics(tuple(numbers))
        case "u", [_, *_]:
            return Unsubscribe(tuple(numbers))
        case "n", [article_id, _, *_]:
            return NarrowTopics(article_id, tuple(numbers[1:]))
    made = CODES.get(kind)
    if made is None or len(fields(made)) != len(numbers):
        return None
    return made(*numbers)


_PLAIN: Sequence[ButtonPayload] = (AskAsTyped(), *map(ChooseLanguage, Language))
_WITHOUT_NUMBERS: Mapping[str | None, ButtonPayload] = MappingProxyType(
    {encode(payload): payload for payload in _PLAIN}
)


def _joined(kind: str, numbers: Sequence[int]) -> str:
    return ":".join([kind, *map(str, numbers)])


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(":")] if _NUMBERS.fullmatch(text) else []
