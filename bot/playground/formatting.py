"""Formatting of texts as by Telegram: markup, cleaning, trimming, limits.

Raises the errors of the Bot API; what Telegram drops silently becomes a complaint.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.playground.entities import (
    ARGUMENTS,
    MarkedRange,
    nesting_errors,
    ordered,
    unit_offsets,
    utf16_length,
)
from bot.playground.errors import JSON, bad_request
from bot.playground.markup import MarkupError, parse_html

# Telegram counts characters after entities parsing, not UTF-16 units: the server's
# message_length_max is documented as "length in utf8 codepoints".
TEXT_LIMIT = 4096
MAX_SOURCE_BYTES = 1 << 15  # before parsing; the Bot API server reads no further
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

# From a text and its parse mode to the parsed text and entities (as JSON), or None for no opinion;
# raises ValueError if the text cannot be parsed.
ReferenceParser = Callable[[str, str], tuple[str, list[JSON]] | None]

_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile("[\0-\t\x0b\x0c\x0e-\x20]")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A message's text with its entities, both also as parsed before cleaning, and complaints."""

    text: str
    entities: tuple[MarkedRange, ...]
    parsed_text: str
    parsed_entities: tuple[MarkedRange, ...]
    complaints: tuple[str, ...] = ()


def format_text(source: str, parse_mode: str, given: Any = None, *, limit: int) -> Formatted:
    """Format ``source`` as the text of a message; ``given`` are entities in the Bot API's JSON.

    Raises ApiError for malformed markup or entities, and for a text that is too long. The result
    may be empty.
    """
    if len(source.encode("utf-8", "replace")) > MAX_SOURCE_BYTES:
        raise bad_request("text is too long")
    parsed_text, parsed = _parse(source, parse_mode, given)
    complaints = [f"entities: {oddity}" for oddity in nesting_errors(parsed)]
    complaints += _lost_link_complaints(source, parsed, parse_mode)
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
        return source, _parse_entities(given)
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    try:
        return parse_html(source)
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def _parse_entities(given: Any) -> list[MarkedRange]:
    if given is None:
        return []
    try:
        return ordered(_parse_entity(each) for each in given)
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse MessageEntity") from None


def _parse_entity(shown: dict[str, Any]) -> MarkedRange:
    kind = str(shown["type"])
    argument = shown.get(ARGUMENTS.get(kind, ""), "")
    argument = argument["id"] if isinstance(argument, dict) else argument
    return MarkedRange(kind, int(shown["offset"]), int(shown["length"]), str(argument))


def _lost_link_complaints(source: str, entities: list[MarkedRange], parse_mode: str) -> list[str]:
    if not parse_mode:
        return []
    written = len(re.findall(r"<a[\s>]", source, re.IGNORECASE))
    kept = sum(each.type in {"text_link", "text_mention"} for each in entities)
    return [f"links: {written - kept} of {written} lead nowhere"] if kept < written else []


def clean(text: str, entities: list[MarkedRange]) -> tuple[str, list[MarkedRange]]:
    """Drop or blank the characters that Telegram does, and move the entities."""
    offsets = unit_offsets(text)
    dropped = [offsets[each.start()] for each in _DROPPED.finditer(text)]
    text = _BLANKED.sub(" ", _DROPPED.sub("", text))
    return text, [_moved(each, dropped) for each in entities]


def _moved(entity: MarkedRange, dropped: list[int]) -> MarkedRange:
    start = entity.offset - bisect_left(dropped, entity.offset)
    end = entity.end - bisect_left(dropped, entity.end)
    return replace(entity, offset=start, length=end - start)


def trim(text: str, entities: list[MarkedRange]) -> tuple[str, list[MarkedRange]]:
    """Strip white space at both ends; entities start at a visible character or are dropped."""
    offsets = unit_offsets(text)
    visible = [offset for offset, each in zip(offsets, text, strict=False) if each not in " \n"]
    kept = text.strip(" \n")
    first = visible[0] if visible else 0
    trimmed = [_trimmed(each, visible, first, utf16_length(kept)) for each in entities]
    return kept, ordered(each for each in trimmed if each.length > 0)


def _trimmed(entity: MarkedRange, visible: list[int], first: int, size: int) -> MarkedRange:
    next_visible = bisect_left(visible, entity.offset)
    if next_visible == len(visible) or visible[next_visible] >= entity.end:
        return replace(entity, length=0)
    start = visible[next_visible] - first
    return replace(entity, offset=start, length=min(entity.end - first, size) - start)
