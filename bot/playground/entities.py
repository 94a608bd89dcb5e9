"""Message entities: spans of a text, counted in UTF-16 code units as Telegram counts them.

Knows what an entity is, in which order entities stand and which ones are found in plain text;
making them from markup is ``markup``'s, cleaning and limits are ``formatting``'s.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from bot.playground.errors import JSON

# Of entities over the same span the one with the lower number stands first, as in TDLib.
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
    """A span of a text; ``argument`` is the link, user id, language or emoji id, else ""."""

    type: str
    offset: int
    length: int
    argument: str = ""

    @property
    def end(self) -> int:
        """Where the span ends."""
        return self.offset + self.length

    def overlaps(self, other: "MarkedRange") -> bool:
        """Whether the two share a code unit."""
        return self.offset < other.end and other.offset < self.end

    def as_json(self, users: Mapping[int, JSON] | None = None) -> JSON:
        """As the Bot API shows it; ``users`` are those that a mention may show, by id."""
        shown: JSON = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.type == "text_mention":
            shown["user"] = (users or {}).get(int(self.argument), {"id": int(self.argument)})
        elif self.argument:
            shown[ARGUMENTS[self.type]] = self.argument
        return shown


def utf16_length(text: str) -> int:
    """How many UTF-16 code units ``text`` takes."""
    return len(text) + sum(character > "\uffff" for character in text)


def unit_offsets(text: str) -> list[int]:
    """Where each character of ``text`` begins, and where the text ends, in UTF-16 units."""
    return list(accumulate((1 + (character > "\uffff") for character in text), initial=0))


def ordered(entities: Iterable[MarkedRange]) -> list[MarkedRange]:
    """By offset, the longer first, then by kind."""
    return sorted(entities, key=_place)


def _place(entity: MarkedRange) -> tuple[int, int, int]:
    priority = PRIORITY.get(entity.type, 50)
    with_language = entity.type == "pre" and entity.argument != ""
    return entity.offset, -entity.length, priority - with_language


def oddities(entities: Iterable[MarkedRange]) -> Iterator[str]:
    """What Telegram would drop in silence: spans that cross or that may not be nested."""
    listed = ordered(entities)
    for position, outer in enumerate(listed):
        for inner in listed[position + 1 :]:
            if not outer.overlaps(inner):
                break
            if reason := _clash(outer, inner):
                yield f"{inner.type} at {inner.offset} {reason} {outer.type} at {outer.offset}"


def _clash(outer: MarkedRange, inner: MarkedRange) -> str:
    if inner.end > outer.end:
        return "crosses"
    if outer.type in STYLES:
        return "interrupts" if inner.type in {"code", "pre"} else ""
    if outer.type in QUOTATIONS:
        return "is nested in" if inner.type in QUOTATIONS else ""
    return "may not be in" if outer.type in {"code", "pre"} or inner.type not in STYLES else ""


def _solid(entity: MarkedRange) -> bool:
    return entity.type not in STYLES and entity.type not in QUOTATIONS


# The expressions for commands and mentions say what TDLib's matchers do; links are simplified.
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,:;!?')\]])"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}+(?:@[A-Za-z0-9_]{3,32}+|(?!@)))(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{4,32}+)(?!\w)"
)


def found_in(text: str) -> list[MarkedRange]:
    """The links with a scheme, bot commands and mentions that stand in ``text``."""
    places = unit_offsets(text)
    return [
        MarkedRange(str(each.lastgroup), places[each.start()], utf16_length(each[0]))
        for each in _FOUND.finditer(text)
    ]


def with_found(text: str, entities: list[MarkedRange]) -> list[MarkedRange]:
    """``entities`` and what is found in ``text`` outside of links and code."""
    solid = [each for each in entities if _solid(each)]
    found = [each for each in found_in(text) if not any(each.overlaps(one) for one in solid)]
    return ordered([*entities, *found])
