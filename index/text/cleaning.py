"""Tells the article from what the page left around it, by marking: the text is never altered.

The frame (a repeated title, section label, byline, share bar, "Posted By" …) stays in the text and
lies outside the body's spans. Losing a sentence of the article is worse than keeping a leftover,
so only what has a known shape is taken for frame. What the shapes are is
``index.text.boilerplate``'s business; where paragraphs end is ``index.text.paragraphs``'.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.text import boilerplate as frame
from index.text.dateline import find_dateline
from index.text.paragraphs import paragraphs
from index.types import Span

_HEAD = 8
"""Paragraphs from the top among which the title may be repeated."""
_LONGEST_HEADLINE = 160
_LONGEST_LABEL = 40
_NOT_HEADLINE_END = re.compile(r"(?:(?<!\.\w)(?<!\.\.)\.|[,;:—–)-])$")
"""A headline may be cut off with dots or end in U.S."""
_NEXT_SENTENCE = re.compile(r"\b[a-z]{2,}\.\s+[^\W\d_]")
_LIST_MARK = re.compile(r"(?:\d+[.)]|[-*•–—►▶>]|[a-z][.)])\s")
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")


@dataclass(frozen=True, slots=True)
class CleanedText:
    """What ``clean`` found: the body as spans of the text, and what the frame says.

    ``title`` is the one given, else the headline found, else "". ``place`` is the dateline's and
    ``credits`` the contributors' line, each "" if there is none.
    """

    title: str
    body: tuple[Span, ...]
    place: str
    credits: str


def clean(text: str, title: str = "", *, headline: bool = True) -> CleanedText:
    """Mark the article proper in ``text``; no body only where there is nothing but white space.

    ``headline`` says whether a title may be looked for in the text where none is given.
    """
    spans = paragraphs(text)
    lines = [_line(text, span) for span in spans]
    proper = _without_frame(lines)
    if headline and not title:
        title = _find_headline(lines, proper)
    body = _above_tail(lines, _below_head(lines, proper, title)) or list(range(len(lines)))
    return CleanedText(
        title=title,
        body=tuple(spans[number] for number in body),
        place=_place(lines[number] for number in proper if number <= body[0]),
        credits=_credits(lines, body),
    )


def _line(text: str, span: Span) -> str:
    """A paragraph with its white space collapsed; of one too long for frame, the beginning."""
    start, end = span
    if end - start > frame.LONGEST_CREDITS:
        return text[start : start + frame.LONGEST_CREDITS + 1]
    return " ".join(text[start:end].split())


def _without_frame(lines: Sequence[str]) -> list[int]:
    """The numbers of the paragraphs that are not frame wherever they stand."""
    kept: list[int] = []
    opened = False
    for number, line in enumerate(lines):
        linked = opened and _is_headline(line)  # "Baca juga:" and below it another's headline
        opened = frame.opens_links(line)
        if not (linked or opened or frame.is_anywhere(line)):
            kept.append(number)
    return kept


def _find_headline(lines: Sequence[str], proper: Sequence[int]) -> str:
    """The first paragraph that is not a label or a date, if it looks like a headline."""
    top = [lines[number] for number in proper[:_HEAD] if not frame.is_head(lines[number])]
    if not top or len(top[0]) > _LONGEST_HEADLINE:
        return ""
    headline, *following = top
    if any(_same(line, headline) for line in following):
        return headline
    # a byline may come between, but then the article's first sentences
    leads_on = any(len(line) > len(headline) for line in following[:3])
    return headline if leads_on and _is_headline(headline) else ""


def _is_headline(line: str) -> bool:
    return (
        len(line) <= _LONGEST_HEADLINE
        and len(line.split()) > 2
        and not line[0].islower()
        and _NOT_HEADLINE_END.search(line) is None
        and _NEXT_SENTENCE.search(line) is None
        and _LIST_MARK.match(line) is None
        and find_dateline(line) is None
    )


def _below_head(lines: Sequence[str], rest: Sequence[int], title: str) -> list[int]:
    """``rest`` without the title, wherever it is near the top, and the labels around it."""
    titles = [number for number in rest[:_HEAD] if _same(lines[number], title)]
    last = titles[-1] if titles else -1
    below: list[int] = []
    for number in rest:
        line = lines[number]
        if number in titles or (number < last and _is_label(line)):
            continue
        if below or not (frame.is_head(line) or _is_bare_dateline(line)):
            below.append(number)
    return below


def _is_label(line: str) -> bool:
    """Whether ``line``, above the title's last appearance, is a label that no list knows."""
    return frame.is_head(line) or (
        len(line) <= _LONGEST_LABEL and not line.endswith((".", "?", "!", "”", '"'))
    )


def _is_bare_dateline(line: str) -> bool:
    dateline = find_dateline(line)
    return dateline is not None and dateline.end >= len(line)


def _above_tail(lines: Sequence[str], rest: list[int]) -> list[int]:
    """``rest`` without the frame at its end."""
    end = len(rest)
    while end and frame.is_tail(lines[rest[end - 1]]):
        end -= 1
    return rest[:end]


def _place(lines: Iterable[str]) -> str:
    """The place of the first dateline."""
    return next((dateline.place for line in lines if (dateline := find_dateline(line))), "")


def _credits(lines: Sequence[str], body: Sequence[int]) -> str:
    """The contributors' line below the body."""
    below = lines[body[-1] + 1 :] if body else ()
    return next((line for line in below if frame.is_credits(line)), "")


def _same(line: str, title: str) -> bool:
    """Whether ``line`` is the title, give or take signs and the site's name after it."""
    if not title or len(line) > 2 * _LONGEST_HEADLINE:
        return False
    key = _letters(title)
    return bool(key) and key in (_letters(line), _letters(_SITE.sub("", line)))


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))
