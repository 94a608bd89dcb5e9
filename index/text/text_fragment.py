"""Addresses of pages at a quote: text fragments, which browsers scroll to and highlight.

``#:~:text=[prefix-,]start[,end][,-suffix]``, as https://wicg.github.io/scroll-to-text-fragment has
it. A short quote is given whole, a long one by its first and its last words: a page has quotation
marks, links and advertisements that its article's text lacks, and each word fewer is one that can't
differ. Browsers find the first match, so that words are added until ours is the first.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from index.text.web_address import MAX_URL, web_address
from index.types import Span

MAX_WHOLE = 8
"""Words of a quote that is given whole."""
FEWEST, MOST = 3, 8
"""Words of the beginning and of the end of a longer one."""
PREFIXES = (3, 6)
"""Words before the beginning, where that alone is not the first."""

_WITHOUT = re.compile(r"(?:.*\.)?(?:t\.me|telegram\.(?:me|dog))")
"""Hosts whose pages are opened by Telegram itself, which reads no fragments."""
_MAX_EARLIER, _MAX_PREFIX = 100_000, 300
"""Characters before the quote that are searched for its beginning, and that a prefix is of."""
_DIRECTIVE = ":~:"
_PIECE, _SPACES = re.compile(r"\S+"), re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a range of a text, each without the punctuation around it, and their lines."""

    text: str
    spans: Sequence[Span]
    lines: Sequence[int]

    @classmethod
    def within(cls, text: str, start: int, end: int) -> "_Words":
        """Return the words of ``text[start:end]``; none that the range cuts."""
        spans = tuple(_whole_words(text, start, end))
        lines, line, at = [], 0, start
        for span in spans:
            line += text.count("\n", at, span.start)
            at = span.start
            lines.append(line)
        return cls(text, spans, lines)

    def phrase(self, first: int, last: int) -> str:
        """Return words ``first`` to ``last`` as a browser finds them, with what stands between."""
        inside = self.text[self.spans[first].start : self.spans[last].end]
        return _spaced(inside)

    def firsts(self) -> Iterable[int]:
        """Yield the last words of ever longer beginnings within the first line."""
        end = self.lines.count(self.lines[0])
        return range(min(FEWEST, end) - 1, min(MOST, end))

    def lasts(self, after: int) -> Iterable[int]:
        """Yield the first words of ever longer ends within the last line, after word ``after``."""
        begin = max(len(self.lines) - self.lines.count(self.lines[-1]), after + 1)
        count = len(self.spans)
        return range(max(count - FEWEST, begin), max(count - MOST, begin) - 1, -1)


def at_quote(url: str, text: str, quote: Span, title: str = "") -> str:
    """Return ``url`` at ``text[quote.start:quote.end]``, text of the page with this title.

    As it is if it is no web address or one of Telegram's, has no room, or nothing is quoted.
    """
    address = web_address(url)
    words = _Words.within(text, max(quote.start, 0), min(quote.end, len(text)))
    if not address or not words.spans or _WITHOUT.fullmatch(urlsplit(address).hostname or ""):
        return url
    before = text[: words.spans[0].start]
    page, _, fragment = address.partition("#")
    kept = fragment.partition(_DIRECTIVE)[0]
    found = f"{page}#{kept}{_DIRECTIVE}text={_terms(words, before, title)}"
    return found if len(found) <= MAX_URL else url


def _terms(words: _Words, before: str, title: str) -> str:
    """Return the quote's prefix, start and end, as far as there are any, encoded."""
    earlier = _folded(f"{title}\n{before[-_MAX_EARLIER:]}")
    is_whole = len(words.spans) <= MAX_WHOLE and words.lines[0] == words.lines[-1]
    if is_whole:
        terms = [words.phrase(0, len(words.spans) - 1)]
    else:
        last = _first_of(words.firsts(), lambda n: not _has(earlier, words.phrase(0, n)))
        terms = [words.phrase(0, last), *_end(words, last)]
    if _has(earlier, terms[0]):
        prefix = _prefix(before, terms[0], earlier)
        return ",".join([f"{_encoded(prefix)}-", *map(_encoded, terms)])
    return ",".join(map(_encoded, terms))


def _end(words: _Words, start: int) -> list[str]:
    """Return the quote's last words; none if it ends with word ``start``."""
    if start + 1 == len(words.spans):
        return []
    last, ends = len(words.spans) - 1, words.spans[start].end

    def is_first(n: int) -> bool:
        inside = _folded(words.text[ends : words.spans[n].start])
        return not _has(inside, words.phrase(n, last))

    return [words.phrase(_first_of(words.lasts(start), is_first), last)]


def _prefix(before: str, start: str, earlier: str) -> str:
    """Return what stands before the quote, so many words of it that its start is first there.

    As many as there are if it never is. It goes on to the start itself, as browsers have it.
    """
    tail = before[-_MAX_PREFIX:]
    spans = [*_whole_words(tail, 0, len(tail))] or [Span(len(tail), len(tail))]
    prefixes = [tail[spans[max(len(spans) - most, 0)].start :] for most in PREFIXES]
    found = (each for each in prefixes if not _has(earlier, _spaced(each + start)))
    return _spaced(next(found, prefixes[-1])).strip()


def _first_of(numbers: Iterable[int], meets: Callable[[int], bool]) -> int:
    """Return the first number that meets a condition, else the last one."""
    number = 0
    for number in numbers:
        if meets(number):
            break
    return number


def _whole_words(text: str, start: int, end: int) -> Iterator[Span]:
    for found in _PIECE.finditer(text, start, end):
        first, last = found.span()
        if _is_inside(text, first):
            continue
        if _is_inside(text, last):
            break
        while first < last and not text[first].isalnum():
            first += 1
        while first < last and not text[last - 1].isalnum():
            last -= 1
        if first < last:
            yield Span(first, last)


def _is_inside(text: str, at: int) -> bool:
    """Whether a word goes on at a place of the text."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text)


def _folded(text: str) -> str:
    return _spaced(text).casefold()


def _has(folded: str, phrase: str) -> bool:
    """Whether a folded text has the phrase, as whole words and in any case."""
    wanted = phrase.casefold()
    at = folded.find(wanted)
    while at >= 0:
        if not _is_inside(folded, at) and not _is_inside(folded, at + len(wanted)):
            return True
        at = folded.find(wanted, at + 1)
    return False


def _encoded(term: str) -> str:
    """Return a term with all that separates terms percent-encoded, the hyphen included."""
    return percent_encoded(term, safe="", errors="ignore").replace("-", "%2D")
