"""What Telegram does to a text before it becomes a message: markup, cleaning, trimming, limits.

Refuses as the Bot API does. What Telegram would swallow in silence is named in ``complaints``.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.playground.entities import (
    ARGUMENTS,
    MarkedRange,
    oddities,
    ordered,
    unit_offsets,
    utf16_length,
)
from bot.playground.errors import JSON, bad_request
from bot.playground.markup import MarkupError, parse_html

# Telegram counts characters after entities parsing, not UTF-16 units: the server's
# message_length_max is documented as "length in utf8 codepoints".
TEXT_LIMIT = 4096
SOURCE_BYTES = 1 << 15  # before parsing; the Bot API server reads no further
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

# Given a text and its parse mode, a judge returns the text and the entities (as JSON) that it
# reads, or None to say nothing; it raises ValueError where there is nothing to be read.
Judge = Callable[[str, str], tuple[str, list[JSON]] | None]

_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile("[\0-\t\x0b\x0c\x0e-\x20]")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as a message holds it, as it was before cleaning, and what Telegram keeps quiet."""

    text: str
    entities: tuple[MarkedRange, ...]
    parsed_text: str
    parsed_entities: tuple[MarkedRange, ...]
    complaints: tuple[str, ...] = ()


def format_text(source: str, parse_mode: str, given: Any = None, *, limit: int) -> Formatted:
    """``source`` as a message's text; ``given`` are entities in the Bot API's JSON.

    Raises ApiError for markup that is none, for a text that is too long and for entities that
    cannot be. An empty text is returned as such.
    """
    if len(source.encode("utf-8", "replace")) > SOURCE_BYTES:
        raise bad_request("text is too long")
    parsed_text, parsed = _parse(source, parse_mode, given)
    complaints = [f"entities: {oddity}" for oddity in oddities(parsed)]
    complaints += _lost_links(source, parsed, parse_mode)
    text, entities = trim(*clean(parsed_text, parsed))
    if len(text) > limit:
        raise bad_request(_too_long(limit))
    if len(entities) > ENTITY_LIMIT:
        complaints.append(f"entities: {len(entities)}, only the first {ENTITY_LIMIT} count")
    kept = tuple(entities[:ENTITY_LIMIT])
    return Formatted(text, kept, parsed_text, tuple(parsed), tuple(complaints))


def _too_long(limit: int) -> str:
    return "message caption is too long" if limit == CAPTION_LIMIT else "message is too long"


def _parse(source: str, parse_mode: str, given: Any) -> tuple[str, list[MarkedRange]]:
    if not parse_mode:
        return source, _given(given)
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    try:
        return parse_html(source)
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def _given(given: Any) -> list[MarkedRange]:
    if given is None:
        return []
    try:
        return ordered(_entity(each) for each in given)
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse MessageEntity") from None


def _entity(shown: dict[str, Any]) -> MarkedRange:
    kind = str(shown["type"])
    argument = shown.get(ARGUMENTS.get(kind, ""), "")
    argument = argument["id"] if isinstance(argument, dict) else argument
    return MarkedRange(kind, int(shown["offset"]), int(shown["length"]), str(argument))


def _lost_links(source: str, entities: list[MarkedRange], parse_mode: str) -> list[str]:
    if not parse_mode:
        return []
    written = len(re.findall(r"<a[\s>]", source, re.IGNORECASE))
    kept = sum(each.type in {"text_link", "text_mention"} for each in entities)
    return [f"links: {written - kept} of {written} lead nowhere"] if kept < written else []


def clean(text: str, entities: list[MarkedRange]) -> tuple[str, list[MarkedRange]]:
    """Without characters that Telegram removes, others blanked; the entities moved along."""
    places = unit_offsets(text)
    dropped = [places[each.start()] for each in _DROPPED.finditer(text)]
    text = _BLANKED.sub(" ", _DROPPED.sub("", text))
    return text, [_shortened(each, dropped) for each in entities]


def _shortened(entity: MarkedRange, dropped: list[int]) -> MarkedRange:
    start = entity.offset - bisect_left(dropped, entity.offset)
    end = entity.end - bisect_left(dropped, entity.end)
    return replace(entity, offset=start, length=end - start)


def trim(text: str, entities: list[MarkedRange]) -> tuple[str, list[MarkedRange]]:
    """Without white space at both ends; an entity begins at a mark and is not all blank."""
    places = unit_offsets(text)
    marks = [place for place, each in zip(places, text, strict=False) if each not in " \n"]
    kept = text.strip(" \n")
    first = marks[0] if marks else 0
    fitted = [_fitted(each, marks, first, utf16_length(kept)) for each in entities]
    return kept, ordered(each for each in fitted if each.length > 0)


def _fitted(entity: MarkedRange, marks: list[int], first: int, size: int) -> MarkedRange:
    next_mark = bisect_left(marks, entity.offset)
    if next_mark == len(marks) or marks[next_mark] >= entity.end:
        return replace(entity, length=0)
    start = marks[next_mark] - first
    return replace(entity, offset=start, length=min(entity.end - first, size) - start)
