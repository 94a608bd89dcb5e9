"""Split text into sentences by rules, as spans.

A sentence ends at ``.``, ``!``, ``?`` or ``…``, with the closing quotes and brackets that follow
it, before white space and something that can begin a sentence. Abbreviations, initials, ordinals
and numbers do not end one. No sentence is longer than ``MAX_SENTENCE``: text without full stops
is cut after a clause, else between words.
"""

import re
from collections.abc import Iterator

from index.types import Span

MAX_SENTENCE = 400
"""Characters; also the most that a quote holds, so that every sentence fits into one."""

_CLOSERS = "\"'”’»)\\]"
# Possessive quantifiers: a line of dots or a screen of blanks takes linear time.
_END = re.compile(rf"(?<![.!?…])(?P<stop>[.!?…]++)[{_CLOSERS}]*+(?:\[\d+\])*+(?=\s)")
_OPENER = re.compile(r"\s++[\"'“‘«(\[–—-]*+\s*+(?P<first>\w)")
_LAST_WORD = re.compile(r"[^\s(\[“‘\"']+$")
_MAX_ABBREVIATION = 16  # characters looked at before a full stop
_LIST_NUMBER = re.compile(r"\s*+\d{1,2}")  # "1. Siapkan air."
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")  # "B.J. Habibie", "W.R. Supratman"
_ABBREVIATIONS = frozenset(
    """dr drs dra ir prof hj h kh st sr jr mr mrs ms rev gen lt col sgt capt sen rep gov dept jl jln
    moh mohd muh abd ny tn ra pdt ust mgr kab kec kel prov gg maj adm mt ft co bros jend letjen
    mayjen brigjen letkol irjen komjen kombes kol kapt bpk sdr sdri yth ed vs etc dll dsb dkk dst
    tsb a.n s.d u.p p.m a.m i.e e.g cf inc ltd corp pt tbk cv ph.d m.sc s.pd m.pd s.sos m.si
    s.ip""".split()
)
_BEFORE_NUMBERS = frozenset(
    """no nr hal hlm vol tgl pkl telp rp pasal jan feb mar apr jun jul agu aug sep sept okt oct nov
    des dec""".split()
)
_CLAUSE_END = re.compile(r"[;:,–—](?=\s)|\s[-–—](?=\s)")
_SPACE = re.compile(r"\s")
_TEXT = re.compile(r"\S")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of ``text[start:end]`` as spans of ``text``, trimmed."""
    stop = len(text) if end is None else end
    sentences: list[Span] = []
    for span in _by_full_stops(text, start, stop):
        sentences.extend(_bounded(text, span))
    return sentences


def _by_full_stops(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, match, begin):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, end)


def _ends_sentence(text: str, match: re.Match[str], begin: int) -> bool:
    following = _OPENER.match(text, match.end())
    first = following["first"] if following else ""
    if match["stop"] != ".":
        # “Benarkah?” tanya dia. A sentence goes on after a quoted question.
        return not first.islower()
    if first.islower() or _LIST_NUMBER.fullmatch(text, begin, match.start()):
        return False
    last_word = _LAST_WORD.search(
        text, max(begin, match.start() - _MAX_ABBREVIATION), match.start()
    )
    return last_word is None or not _is_abbreviation(last_word[0], first)


def _is_abbreviation(word: str, following: str) -> bool:
    lower = word.lower()
    is_initial = word.isupper() and _INITIALS.fullmatch(word) is not None
    return (
        is_initial or lower in _ABBREVIATIONS or (lower in _BEFORE_NUMBERS and following.isdigit())
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    chunk = text[start:end]
    left = len(chunk) - len(chunk.lstrip())
    if left < len(chunk):
        yield Span(start + left, start + len(chunk.rstrip()))


def _bounded(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > MAX_SENTENCE:
        cut = _cut_offset(text, start, start + MAX_SENTENCE)
        yield from _trimmed(text, start, cut)
        rest = _TEXT.search(text, cut, end)
        start = rest.start() if rest else end
    yield from _trimmed(text, start, end)


def _cut_offset(text: str, start: int, limit: int) -> int:
    """Return where to cut: after the last clause, else word, in the second half."""
    half = start + (limit - start) // 2
    for pattern in (_CLAUSE_END, _SPACE):
        ends = [match.end() for match in pattern.finditer(text, half, limit)]
        if ends:
            return ends[-1]
    return limit
