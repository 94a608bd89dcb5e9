"""Mark the article proper within the text of a page; the text is never altered.

Boilerplate (a repeated title, section label, byline, share bar, "Posted By" …) stays in the text,
outside the spans of the body. Losing a sentence of the article is worse than keeping boilerplate,
so only paragraphs of a known shape are left out, and of unknown ones those that stand among them.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.text.boilerplate import (
    is_boilerplate,
    is_link_heading,
    is_pager,
    without_glued_link,
)
from index.text.dateline import find_dateline
from index.text.footer_lines import (
    MAX_CREDITS_LINE,
    is_about_heading,
    is_comment,
    is_comments_heading,
    is_credits,
    is_footer,
    is_list_heading,
    is_section_heading,
    is_tag_line,
)
from index.text.header_lines import (
    date_of_line,
    is_dated_or_signed,
    is_header,
    is_names_only,
    is_person,
    is_role,
)
from index.text.line_shapes import (
    MAX_HEADLINE,
    has_capitals,
    is_caption,
    is_headline,
    is_prose,
    is_sentence,
    without_bullet,
    without_site_name,
)
from index.text.paragraphs import paragraphs
from index.types import Span

_HEADER_PARAGRAPHS = 8
"""Paragraphs from the top in which the title may be repeated."""
_HEADER_ZONE = 12
"""Paragraphs from the top that may be header lines, if no text comes before."""
_MAX_UNKNOWN = 3
"""Header lines of no known shape above the byline or date; one may stand between two."""
_MAX_LABEL = 40
_MAX_LINKS = 5
"""Headlines below a heading such as "Baca juga:"."""
_MAX_COMMENT = 250
_COMMENT_LINES = 8
_MAX_ABOUT = 3
"""Lines about the author."""


@dataclass(frozen=True, slots=True)
class CleanedText:
    """The body as spans of the text, and what was found around it.

    ``title`` is the one given, else the headline found. ``place`` is the dateline's, ``credits``
    the contributors' line, "" if there is none. ``date`` stands on a line above the body.
    """

    title: str
    body: tuple[Span, ...]
    place: str
    credits: str
    date: datetime.date | None = None


def clean(text: str, title: str = "", *, headline: bool = True) -> CleanedText:
    """Mark the article proper in ``text``; the body is empty only for white space.

    With ``headline``, a title that is not given is looked for in the text.
    """
    spans = [_without_glued_link(text, span) for span in paragraphs(text)]
    lines = [_line(text, span) for span in spans]
    proper = _without_boilerplate(lines)
    if headline and not title:
        title = _find_headline(lines, proper)
    below_header = _without_header(lines, proper, title)
    body = _without_footer(lines, below_header) or list(range(len(lines)))
    header = [lines[number] for number in proper if not body or number < body[0]]
    return CleanedText(
        title=title,
        body=tuple(spans[number] for number in body),
        place=_place(lines[number] for number in proper if number <= body[0]),
        credits=_credits(lines, body),
        date=next(filter(None, map(date_of_line, header)), None),
    )


def _without_glued_link(text: str, span: Span) -> Span:
    return Span(span.start, span.start + without_glued_link(text[span.start : span.end]))


def _line(text: str, span: Span) -> str:
    """Return a paragraph with white space collapsed, or the start of one too long to match."""
    start, end = span
    if end - start > MAX_CREDITS_LINE:
        return text[start : start + MAX_CREDITS_LINE + 1]
    return " ".join(text[start:end].split())


def _without_boilerplate(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the paragraphs above the page's other sections, boilerplate aside."""
    kept: list[int] = []
    links, has_text, has_pager, ends = 0, False, False, _Ends(lines)
    for number, line in enumerate(lines):
        if has_text and is_section_heading(line) and ends.at(number):
            break
        # "Baca juga:" and below it other articles' headlines
        if links and _is_link(line, first=links == _MAX_LINKS):
            links -= 1
            continue
        if has_pager and line.isdigit():
            continue
        is_heading = is_link_heading(line)
        is_leftover = is_boilerplate(line) or is_tag_line(
            line,
            *(lines[near] if 0 <= near < len(lines) else "" for near in (number - 1, number + 1)),
        )
        has_pager = is_leftover and is_pager(line)
        links = _MAX_LINKS if is_heading and has_text else links * is_leftover
        if not (is_heading or is_comments_heading(line) or is_leftover):
            kept.append(number)
            has_text = has_text or is_prose(line)
    return kept


def _is_link(line: str, *, first: bool) -> bool:
    headline = without_bullet(line)
    return _is_headline(headline) and (
        first or not headline.endswith(("?", "!")) or has_capitals(headline)
    )


class _Ends:
    """The places in a text where its article may end: the headings of other sections."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    @cached_property
    def _last_text(self) -> int:
        return _last(self._lines, lambda line: is_prose(line) and not is_boilerplate(line))

    @cached_property
    def _last_other(self) -> int:
        return _last(self._lines, lambda line: not (_is_link(line, first=True) or is_footer(line)))

    @cached_property
    def _last_long(self) -> int:
        return _last(self._lines, lambda line: len(line) > _MAX_COMMENT)

    def at(self, heading: int) -> bool:
        """Whether the article ends above the line ``heading``."""
        line, left = self._lines[heading], len(self._lines) - heading - 1
        if heading > self._last_long:
            below = self._lines[heading + 1 : heading + 1 + _COMMENT_LINES]
            if is_comments_heading(line) and any(map(is_comment, below)):
                return True
            if is_about_heading(line) and left <= _MAX_ABOUT:
                return True
        return heading >= (self._last_other if is_list_heading(line) else self._last_text)


def _last(lines: Sequence[str], found: Callable[[str], bool]) -> int:
    """Return the number of the last line that is found, or -1."""
    return next((n for n in range(len(lines) - 1, -1, -1) if lines[n] and found(lines[n])), -1)


def _find_headline(lines: Sequence[str], proper: Sequence[int]) -> str:
    """Return the first paragraph that is not a header line, if it looks like a headline."""
    top = [lines[number] for number in proper[:_HEADER_PARAGRAPHS]]
    top = [line for line in top if not is_header(line)]
    if not top or len(top[0]) > MAX_HEADLINE:
        return ""
    headline, *following = top
    if any(_is_title(line, headline) for line in following):
        return headline
    # A byline may come between, but then the article's first, longer paragraph.
    above_text = any(len(line) > len(headline) for line in following[:5])
    return headline if above_text and _is_headline(headline) else ""


def _is_headline(line: str) -> bool:
    return is_headline(line) and find_dateline(line) is None


def _without_header(lines: Sequence[str], rest: Sequence[int], title: str) -> list[int]:
    """Drop the title, wherever it is near the top, and the header lines around it."""
    titles = [number for number in rest[:_HEADER_PARAGRAPHS] if _is_title(lines[number], title)]
    last_title = titles[-1] if titles else -1
    last_signed = _last_signed(lines, [number for number in rest if number not in titles])
    below: list[int] = []
    for number in rest:
        line = lines[number]
        if number in titles or (number < last_title and _is_label(line)):
            continue
        if number <= last_signed and (is_caption(line) or not is_sentence(line)):
            continue
        dateline = find_dateline(line)
        if below or not (is_header(line) or (dateline and dateline.end >= len(line))):
            below.append(number)
    return below


def _last_signed(lines: Sequence[str], rest: Sequence[int]) -> int:
    """Return the number of the last line above the text that is signed or dated, or -1.

    Few lines of no known shape may stand above it, one below it if another signed line follows;
    not so between two dates, which are rather the article's own.
    """
    last, dated, unknown = -1, False, 0
    role = False
    for number in rest[:_HEADER_ZONE]:
        line = lines[number]
        named, role = role and is_person(line), is_role(line)
        if role or named or is_dated_or_signed(line):
            has_date = date_of_line(line) is not None
            if dated and has_date and unknown:
                break
            last, dated, unknown = number, dated or has_date, 0
        elif _is_text(line):
            break
        elif (
            last >= 0
            and not unknown
            and (is_caption(line) or is_header(line) or is_names_only(line))
        ):
            last = number
        elif last < 0 or not is_person(line):
            unknown += 1
            if unknown > (1 if last >= 0 else _MAX_UNKNOWN):
                break
    return last


def _is_text(line: str) -> bool:
    """Whether the article begins with ``line`` at the latest."""
    if is_caption(line):
        return False
    return is_prose(line) or line.endswith(":") or find_dateline(line) is not None


def _is_label(line: str) -> bool:
    """Whether ``line``, above the title's last occurrence, is a label, also one not listed."""
    return is_header(line) or (
        len(line) <= _MAX_LABEL and not line.endswith((".", "?", "!", "”", '"'))
    )


def _without_footer(lines: Sequence[str], rest: list[int]) -> list[int]:
    """Drop the footer lines at the end, and single labels between two of them."""
    end = len(rest)
    while end:
        above = end - 1
        if is_footer(lines[rest[above]]):
            end = above
        elif 0 < above < len(rest) - 1 and _is_stray(lines[rest[above]], lines[rest[above - 1]]):
            end = above - 1
        else:
            break
    return rest[:end]


def _is_stray(line: str, above: str) -> bool:
    return len(line) <= _MAX_LABEL and not is_sentence(line) and is_footer(above)


def _place(lines: Iterable[str]) -> str:
    """Return the place of the first dateline, or ""."""
    found = (find_dateline(line) for line in lines if not is_dated_or_signed(line))
    return next((dateline.place for dateline in found if dateline), "")


def _credits(lines: Sequence[str], body: Sequence[int]) -> str:
    """Return the contributors' line below the body, or ""."""
    below = lines[body[-1] + 1 :] if body else ()
    return next((line for line in below if is_credits(line)), "")


def _is_title(line: str, title: str) -> bool:
    """Whether ``line`` is the title up to punctuation, case and the site's name after it."""
    if not title or len(line) > 2 * MAX_HEADLINE:
        return False
    key = _letters(title)
    return bool(key) and key in (_letters(line), _letters(without_site_name(line)))


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))
