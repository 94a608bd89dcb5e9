"""Cut a sentence that is longer than a quote: from clause to clause if possible."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.analysis.tokenizer import tokenize
from index.answers.reader.question import Asked, Asks
from index.answers.reader.words import (
    CAPITAL,
    CAUSE,
    NUMBER,
    PREPOSITION,
    SPEECH,
    TIME,
    word_reader,
)
from index.types import Span

_WANTED = {
    Asks.WHO: CAPITAL,
    Asks.WHEN: TIME,
    Asks.WHERE: CAPITAL,
    Asks.HOW_MANY: NUMBER,
    Asks.WHY: CAUSE,
    Asks.SAID: SPEECH,
}
_KIND = 0.05
"""The worth of a word of the kind asked for, as a share of the question's weight."""
_REASON, _REASON_WORDS = 0.2, 3
"""The worth of a reason where one is asked for: a word of cause and so many words after it."""
_LATER = 0.02
"""The cost of beginning inside the sentence."""
_CLAUSE, _SENTENCE = 0.03, 0.05
"""The worth of ending with a clause, and with the sentence: what is new mostly stands there."""
_MID_CLAUSE = 0.05
"""The cost of beginning or ending elsewhere than a clause; .1 costs .002 of the first quotes."""
_CONJUNCTIONS = frozenset("dan serta atau hingga and or".split())
_ENUMERATED = 7
"""Words between a comma and the conjunction of the same enumeration."""
_CLAUSES = frozenset(
    """ketika saat setelah sebelum sementara sedangkan tetapi tapi namun karena sebab sehingga agar
    supaya meski meskipun walau jika kalau bila apabila sejak
    because after before when while but although though if since unless""".split()
)
"""Words with which a clause begins without a comma; not *yang* or *who*, which complete a name."""
_BRACKETS = re.compile(r"\([^()]*(?:\)|$)")
_CLAUSE_MARKS = re.compile(r"[,;:!?…()\[\]\"“”–—]|\s[-'‘]|['’]\s|-\s")
"""Signs between two words that part clauses; not those of a currency, a score or a name."""
_OPENERS, _CLOSERS = "\"'“‘([", "\"'”’)]%"
_LEAST = 40
"""Characters of a part that says something by itself."""
_SHORT = 0.1
"""The cost of a part without any length, beside one of all the characters there are."""


class Part(NamedTuple):
    """A part of a sentence, and whether it begins and ends where a clause does and is no stub."""

    span: Span
    is_clean: bool

    def moved(self, by: int) -> "Part":
        """Return the same part of a text that has ``by`` more characters before it."""
        return Part(Span(self.span.start + by, self.span.end + by), self.is_clean)


class _SentenceWord(NamedTuple):
    start: int
    end: int
    terms: tuple[int, ...]
    bits: int


class _Sentence:
    """A sentence's words, between which of them a clause begins, and which belong together."""

    def __init__(self, text: str, asked: Asked) -> None:
        reader = word_reader(asked.language)
        read = [(reader.read(word), start, end) for word, start, end in tokenize(text)]
        self.text = text
        self.words = [_SentenceWord(start, end, word.terms, word.bits) for word, start, end in read]
        self.brackets = [match.span() for match in _BRACKETS.finditer(text)]
        self.joined = _joined(text, self.words, self.brackets)

    def begins_clause(self, number: int) -> bool:
        """Whether a clause, or the sentence, begins with this word."""
        if not number:
            return True
        word, before = self.words[number], self.words[number - 1]
        return number - 1 not in self.joined and bool(
            _CLAUSE_MARKS.search(self.text[before.end : word.start])
            or self.text[word.start : word.end].lower() in _CLAUSES
            or word.bits & CAUSE
        )

    def ends_clause(self, number: int) -> bool:
        """Whether a clause, or the sentence, ends with this word."""
        return number + 1 == len(self.words) or self.begins_clause(number + 1)


def cut(text: str, limit: int, asked: Asked) -> Part:
    """Return the part of a sentence, at most ``limit`` characters, that says most of the question.

    It begins and ends with a clause if that says nearly as much, else with a word; within a name,
    a number, a date, brackets or an enumeration only if that can't be helped.
    """
    if len(text) <= limit:
        return Part(Span(0, len(text)), is_clean=True)
    sentence = _Sentence(text, asked)
    total = float(asked.idf.sum()) or 1.0
    weights = dict(zip(asked.terms.tolist(), (asked.idf / total).tolist(), strict=True))
    best, found = -1.0, Part(Span(0, limit), is_clean=False)
    for first in _firsts(sentence, limit):
        start = _start(text, sentence.words[first].start) if first else 0
        for last in _lasts(sentence, first, start + limit):
            end = _end(text, start, sentence.words[last].end, limit)
            clean = sentence.begins_clause(first), sentence.ends_clause(last)
            value = _worth(sentence.words[first : last + 1], weights, asked.asks)
            value -= _LATER * (first > 0) + _MID_CLAUSE * (2 - sum(clean))
            value -= _SHORT * (1 - (end - start) / limit)
            value += _SENTENCE if last + 1 == len(sentence.words) else _CLAUSE * clean[1]
            if value > best:
                is_clean = all(clean) and end - start >= _LEAST
                best, found = value, Part(Span(start, end), is_clean)
    return found


def _firsts(sentence: _Sentence, limit: int) -> Iterator[int]:
    """Yield the words with which a clause begins, and the first one from which the rest fits."""
    length = len(sentence.text)
    rest = next((n for n, word in enumerate(sentence.words) if length - word.start <= limit), 0)
    for number in range(len(sentence.words)):
        inside = any(start < sentence.words[number].start < end for start, end in sentence.brackets)
        if number == rest or (sentence.begins_clause(number) and not inside):
            yield number


def _lasts(sentence: _Sentence, first: int, end: int) -> Iterator[int]:
    """Yield the last word that fits, and the last that fits and ends a clause."""
    fitting = [n for n in range(first, len(sentence.words)) if sentence.words[n].end <= end]
    apart = [n for n in fitting if n not in sentence.joined] or fitting
    yield from apart[-1:]
    yield from [n for n in apart if sentence.ends_clause(n)][-1:]


def _joined(
    text: str, words: Sequence[_SentenceWord], brackets: Sequence[tuple[int, int]]
) -> set[int]:
    """Return the words after which nothing may end: in names, numbers, dates, lists, brackets."""
    joined = set()
    for number, (one, other) in enumerate(pairwise(words)):
        gap = text[one.end : other.start].strip()
        if gap in {"/", ".", ":", "-", "–"} or (not gap and _belong_together(one.bits, other.bits)):
            joined.add(number)
        if any(start < one.end and other.start < end for start, end in brackets):
            joined.add(number)
        if text[other.start : other.end].lower() in _CONJUNCTIONS:
            commas = _commas(text, words, number)
            joined.update(range(commas[0], min(number + 2, len(words) - 1)) if commas else ())
    return joined


def _belong_together(one: int, other: int) -> bool:
    """Whether two words with these bits are of one name, number or date, or a place with *di*."""
    if one & TIME:
        return bool(other & (TIME | NUMBER))
    return bool(one & other & CAPITAL or one & (NUMBER | PREPOSITION))


def _commas(text: str, words: Sequence[_SentenceWord], last: int) -> list[int]:
    """Return the words before commas that belong to the enumeration which ends after ``last``."""
    found: list[int] = []
    number = last
    while number >= 0 and (found or [last])[0] - number <= _ENUMERATED:
        if text[words[number].end : words[number + 1].start].strip() == ",":
            found.insert(0, number)
        number -= 1
    return found


def _worth(words: Sequence[_SentenceWord], weights: dict[int, float], asks: Asks) -> float:
    said = {term for word in words for term in word.terms} & weights.keys()
    wanted = _WANTED.get(asks, CAPITAL | NUMBER)
    of_kind = sum(
        1
        for place, word in enumerate(words)
        if word.bits & wanted
        and weights.keys().isdisjoint(word.terms)
        and (place or not wanted & CAPITAL)
    )
    reason = asks is Asks.WHY and any(word.bits & CAUSE for word in words[:-_REASON_WORDS])
    return sum(weights[term] for term in said) + _KIND * of_kind + _REASON * reason


def _start(text: str, start: int) -> int:
    """Return ``start``, with the quotation mark or bracket that opens there."""
    return start - 1 if text[start - 1] in _OPENERS else start


def _end(text: str, start: int, end: int, limit: int) -> int:
    """Return ``end``, with the signs that close there and the sentence's last ones, if they fit."""
    if len(text) - end <= 2 and len(text) - start <= limit:
        return len(text)
    while end - start < limit and text[end : end + 1] and text[end] in _CLOSERS:
        end += 1
    return end
