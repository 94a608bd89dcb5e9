"""Split the header, lines of ``Key: value``, from the text of a file.

Only known keys with plausible values count, so that a headline such as "Bahasa: jembatan bangsa"
or "Jokowi: harga turun" is not taken for one.
"""

import re
from collections.abc import Mapping

from index.sources.fields import field_named
from index.sources.section_names import listed_names, stated_section
from index.text.language import named_language
from index.text.sections import section_of

_LINE = re.compile(r"[ \t]*([^\W\d_]{2,12})[ \t]*:[ \t]*(.*?)[ \t]*(?:\n|$)")
_FENCE = re.compile(r"---[ \t]*\n")
_ITEM = re.compile(r"\s*-\s+(.*?)\s*")
_KEYS = frozenset({"title", "date", "source", "url", "language", "section"})
_MAX_LENGTHS = {"title": 500, "date": 80, "source": 200, "url": 2000, "language": 40, "section": 60}
_MAX_FRONT_MATTER_LINES = 100
_MAX_SECTION_WORDS = 3


def split_header(text: str) -> tuple[Mapping[str, str], str]:
    """Return the fields at the top of ``text``, and the text after them and one blank line."""
    start = len(text) - len(text.lstrip("\n"))
    fields: dict[str, str] = {}
    while found := _field(text, start):
        name, value, start = found
        fields.setdefault(name, value)
    if not fields:
        return {}, text
    return _filled(fields), text[start:].removeprefix("\n")


def split_front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """Do as ``split_header`` for lines between two ``---``, dropping unknown keys."""
    body = text.lstrip("\n")
    opening = _FENCE.match(body)
    if opening is None:
        return split_header(text)
    inside: list[str] = []
    position = opening.end()
    for line in body[position:].splitlines(keepends=True)[:_MAX_FRONT_MATTER_LINES]:
        position += len(line)
        if line.strip() in ("---", "..."):
            return _known(inside), body[position:]
        inside.append(line)
    return {}, text


def _known(lines: list[str]) -> dict[str, str]:
    found = (_field(line, 0) for line in _with_lists_inline(lines))
    return _filled({name: _unquoted(value) for name, value, _ in filter(None, found)})


def _with_lists_inline(lines: list[str]) -> list[str]:
    """Return the lines with the first item of each list, *- Bola*, behind the key above it."""
    joined: list[str] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item and joined and joined[-1].rstrip().endswith(":"):
            joined[-1] = f"{joined[-1].rstrip()} {item[1]}"
        else:
            joined.append(line)
    return joined


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _field(text: str, start: int) -> tuple[str, str, int] | None:
    """Return name, value and end of the header line at ``start``, or None if there is none."""
    match = _LINE.match(text, start)
    if match is None:
        return None
    name, value = field_named(match[1]), match[2]
    if name not in _KEYS or len(value) > _MAX_LENGTHS[name]:
        return None
    if name == "language" and value and named_language(_unquoted(value)) is None:
        return None
    if name == "section":
        if section_of(value) is None and len(value.split()) > _MAX_SECTION_WORDS:
            return None
        value = stated_section(listed_names(_unquoted(value)))
    return name, value, match.end()


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
