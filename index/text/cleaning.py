"""Mark the article proper within the text of a page; the text is never altered.

Boilerplate (a repeated title, section label, byline, share bar, "Posted By" …) stays in the text,
outside the spans of the body. Losing a sentence of the article is worse than keeping boilerplate,
so only paragraphs of a known shape are left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.text.boilerplate import (
    MAX_CREDITS_LINE,
    is_boilerplate,
    is_credits,
    is_footer,
    is_header,
    is_link_heading,
)
from index.text.dateline import find_dateline
from index.text.paragraphs import paragraphs
from index.types import Span

_HEADER_PARAGRAPHS = 8
"""Paragraphs from the top in which the title may be repeated."""
_MAX_HEADLINE = 160
_MAX_LABEL = 40
_NOT_HEADLINE_END = re.compile(r"(?:(?<!\.\w)(?<!\.\.)\.|[,;:—–)-])$")
"""Allows headlines that are cut off with dots or end in "U.S."."""
_NEXT_SENTENCE = re.compile(r"\b[a-z]{2,}\.\s+[^\W\d_]")
_BULLET = re.compile(r"(?:\d+[.)]|[-*•–—►▶>]|[a-z][.)])\s")
_SITE_NAME = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")


@dataclass(frozen=True, slots=True)
class CleanedText:
    """The body as spans of the text, and what was found around it.

    ``title`` is the one given, else the headline found. ``place`` is the dateline's, ``credits``
    the contributors' line. Each is "" if there is none.
    """

    title: str
    body: tuple[Span, ...]
    place: str
    credits: str


def clean(text: str, title: str = "", *, headline: bool = True) -> CleanedText:
    """Mark the article proper in ``text``; the body is empty only for white space.

    With ``headline``, a title that is not given is looked for in the text.
    """
    spans = paragraphs(text)
    lines = [_line(text, span) for span in spans]
    proper = _without_boilerplate(lines)
    if headline and not title:
        title = _find_headline(lines, proper)
    below_header = _without_header(lines, proper, title)
    body = _without_footer(lines, below_header) or list(range(len(lines)))
    return CleanedText(
        title=title,
        body=tuple(spans[number] for number in body),
        place=_place(lines[number] for number in proper if number <= body[0]),
        credits=_credits(lines, body),
    )


def _line(text: str, span: Span) -> str:
    """Return a paragraph with white space collapsed, or the start of one too long to match."""
    start, end = span
    if end - start > MAX_CREDITS_LINE:
        return text[start : start + MAX_CREDITS_LINE + 1]
    return " ".join(text[start:end].split())


def _without_boilerplate(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the paragraphs that are not boilerplate in any position."""
    kept: list[int] = []
    below_heading = False
    for number, line in enumerate(lines):
        # "Baca juga:" and below it another article's headline
        is_link = below_heading and _is_headline(line)
        below_heading = is_link_heading(line)
        if not (is_link or below_heading or is_boilerplate(line)):
            kept.append(number)
    return kept


def _find_headline(lines: Sequence[str], proper: Sequence[int]) -> str:
    """Return the first paragraph that is not a header line, if it looks like a headline."""
    top = [lines[number] for number in proper[:_HEADER_PARAGRAPHS] if not is_header(lines[number])]
    if not top or len(top[0]) > _MAX_HEADLINE:
        return ""
    headline, *following = top
    if any(_is_title(line, headline) for line in following):
        return headline
    # A byline may come between, but then the article's first, longer paragraph.
    above_text = any(len(line) > len(headline) for line in following[:3])
    return headline if above_text and _is_headline(headline) else ""


def _is_headline(line: str) -> bool:
    return (
        len(line) <= _MAX_HEADLINE
        and len(line.split()) > 2
        and not line[0].islower()
        and _NOT_HEADLINE_END.search(line) is None
        and _NEXT_SENTENCE.search(line) is None
        and _BULLET.match(line) is None
        and find_dateline(line) is None
    )


def _without_header(lines: Sequence[str], rest: Sequence[int], title: str) -> list[int]:
    """Drop the title, wherever it is near the top, and the header lines around it."""
    titles = [number for number in rest[:_HEADER_PARAGRAPHS] if _is_title(lines[number], title)]
    last = titles[-1] if titles else -1
    below: list[int] = []
    for number in rest:
        line = lines[number]
        if number in titles or (number < last and _is_label(line)):
            continue
        if below or not (is_header(line) or _is_bare_dateline(line)):
            below.append(number)
    return below


def _is_label(line: str) -> bool:
    """Whether ``line``, above the title's last occurrence, is a label, also one not listed."""
    return is_header(line) or (
        len(line) <= _MAX_LABEL and not line.endswith((".", "?", "!", "”", '"'))
    )


def _is_bare_dateline(line: str) -> bool:
    dateline = find_dateline(line)
    return dateline is not None and dateline.end >= len(line)


def _without_footer(lines: Sequence[str], rest: list[int]) -> list[int]:
    end = len(rest)
    while end and is_footer(lines[rest[end - 1]]):
        end -= 1
    return rest[:end]


def _place(lines: Iterable[str]) -> str:
    """Return the place of the first dateline, or ""."""
    return next((dateline.place for line in lines if (dateline := find_dateline(line))), "")


def _credits(lines: Sequence[str], body: Sequence[int]) -> str:
    """Return the contributors' line below the body, or ""."""
    below = lines[body[-1] + 1 :] if body else ()
    return next((line for line in below if is_credits(line)), "")


def _is_title(line: str, title: str) -> bool:
    """Whether ``line`` is the title up to punctuation, case and the site's name after it."""
    if not title or len(line) > 2 * _MAX_HEADLINE:
        return False
    key = _letters(title)
    return bool(key) and key in (_letters(line), _letters(_SITE_NAME.sub("", line)))


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))
