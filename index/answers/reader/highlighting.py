"""Highlights of a quote: the question's words in it, and the answer itself where it can be told."""

from collections.abc import Iterator, Sequence

from index.answers.reader.answer_spans import answer_span
from index.answers.reader.question import Asked
from index.answers.reader.quote_words import QuoteWord, read_words
from index.answers.reader.words import STOP
from index.types import Language, Span, merge_spans


def highlights(
    text: str, asked: Asked, language: Language, *, with_answer: bool = True
) -> tuple[Span, ...]:
    """Return the spans of ``text`` to highlight, sorted and joined over white space.

    Words of the question, other forms of them, and the name, place, date or number asked for.
    """
    words = read_words(text, language)
    said = _said(words, asked)
    spans = [Span(words[place].start, words[place].end) for place in said]
    answer = answer_span(text, words, said, asked) if with_answer else None
    if answer is not None:
        spans.append(answer)
    return tuple(_disjoint(merge_spans(text, sorted(spans))))


def _said(words: Sequence[QuoteWord], asked: Asked) -> set[int]:
    """Return the places of the words that say some of the question.

    A stop word alone does not, though a group may have it: *sama* and *dengan*.
    """
    terms = set(asked.terms.tolist())
    rows: dict[int, set[tuple[int, ...]]] = {}
    for pattern in asked.patterns:
        rows.setdefault(pattern.row[0], set()).add(pattern.row)
    flat = [(term, place) for place, word in enumerate(words) for term in word.terms]
    said = {place for term, place in flat if term in terms}
    for first, (term, _) in enumerate(flat):
        for row in rows.get(term, ()):
            part = flat[first : first + len(row)]
            is_stop = len(row) == 1 and words[part[0][1]].bits & STOP
            if not is_stop and tuple(term for term, _ in part) == row:
                said.update(place for _, place in part)
    return said


def _disjoint(spans: Sequence[Span]) -> Iterator[Span]:
    reached = 0
    for start, end in spans:
        if end > reached:
            yield Span(max(start, reached), end)
            reached = end
