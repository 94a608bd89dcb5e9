"""Message entities: their order, nesting rules, and detection in plain text.

Offsets and lengths are in UTF-16 code units, as in the Bot API.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from bot.playground.errors import JSON

# Of entities over the same span the one with the lower number is first, as in TDLib.
PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
QUOTATIONS = frozenset({"blockquote", "expandable_blockquote"})
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
ARGUMENTS = {
    "text_link": "url",
    "text_mention": "user",
    "pre": "language",
    "custom_emoji": "custom_emoji_id",
}


@dataclass(frozen=True, slots=True)
class MarkedRange:
    """An entity; ``argument`` is its link, user id, language or emoji id, else ""."""

    type: str
    offset: int
    length: int
    argument: str = ""

    @property
    def end(self) -> int:
        """Return the end of the range."""
        return self.offset + self.length

    def overlaps(self, other: "MarkedRange") -> bool:
        """Return whether the ranges share a code unit."""
        return self.offset < other.end and other.offset < self.end

    def as_json(self, users: Mapping[int, JSON] | None = None) -> JSON:
        """Return the MessageEntity object; ``users`` by id are those a mention may show."""
        shown: JSON = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.type == "text_mention":
            shown["user"] = (users or {}).get(int(self.argument), {"id": int(self.argument)})
        elif self.argument:
            shown[ARGUMENTS[self.type]] = self.argument
        return shown


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 code units of ``text``."""
    return len(text) + sum(character > "\uffff" for character in text)


def unit_offsets(text: str) -> list[int]:
    """Return the offset of each character and of the end, in UTF-16 code units."""
    return list(accumulate((1 + (character > "\uffff") for character in text), initial=0))


def ordered(entities: Iterable[MarkedRange]) -> list[MarkedRange]:
    """Sort by offset, the longer first, then by priority."""
    return sorted(entities, key=_sort_key)


def _sort_key(entity: MarkedRange) -> tuple[int, int, int]:
    priority = PRIORITY.get(entity.type, 50)
    with_language = entity.type == "pre" and entity.argument != ""
    return entity.offset, -entity.length, priority - with_language


def nesting_errors(entities: Iterable[MarkedRange]) -> Iterator[str]:
    """Yield a description of each entity that Telegram drops silently: crossing, badly nested."""
    listed = ordered(entities)
    for position, outer in enumerate(listed):
        for inner in listed[position + 1 :]:
            if not outer.overlaps(inner):
                break
            if reason := _conflict(outer, inner):
                yield f"{inner.type} at {inner.offset} {reason} {outer.type} at {outer.offset}"


def _conflict(outer: MarkedRange, inner: MarkedRange) -> str:
    if inner.end > outer.end:
        return "crosses"
    if outer.type in STYLES:
        return "interrupts" if inner.type in {"code", "pre"} else ""
    if outer.type in QUOTATIONS:
        return "is nested in" if inner.type in QUOTATIONS else ""
    return "may not be in" if outer.type in {"code", "pre"} or inner.type not in STYLES else ""


def _is_atomic(entity: MarkedRange) -> bool:
    return entity.type not in STYLES and entity.type not in QUOTATIONS


# Commands and mentions are matched as by TDLib; links are simplified.
_DETECTED = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,:;!?')\]])"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}+(?:@[A-Za-z0-9_]{3,32}+|(?!@)))(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{4,32}+)(?!\w)"
)


def detected_entities(text: str) -> list[MarkedRange]:
    """Return the links with a scheme, bot commands and mentions in plain ``text``."""
    offsets = unit_offsets(text)
    return [
        MarkedRange(str(each.lastgroup), offsets[each.start()], utf16_length(each[0]))
        for each in _DETECTED.finditer(text)
    ]


def with_detected(text: str, entities: list[MarkedRange]) -> list[MarkedRange]:
    """Return ``entities`` and those detected in ``text`` outside of links and code."""
    solid = [each for each in entities if _is_atomic(each)]
    found = [
        each for each in detected_entities(text) if not any(each.overlaps(one) for one in solid)
    ]
    return ordered([*entities, *found])
