"""Highlights of a quote: the question's words in it, and the answer itself where it can be told."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from index.analysis.tokenizer import tokenize
from index.answers.reader.question import Asked, Asks
from index.answers.reader.words import CAPITAL, NUMBER, STOP, TIME, WordReader, word_reader
from index.types import Language, Span, merge_spans

_MAX_ANSWER = 60
"""Characters of an answer's span; a longer run of names is an enumeration of many."""


_JOINING = {Asks.WHEN: ("", ",", "(", "/", "-", "–"), Asks.HOW_MANY: ("", "-", "–", ",")}
"""Signs within a date or a range of numbers, by what is asked."""
_FULL = 2.5
"""How much more a full name, a date with its year, or a number in digits is worth."""


class _Token(NamedTuple):
    start: int
    end: int
    terms: tuple[int, ...]
    bits: int
    gap: str  # the characters before it
    has_digit: bool


def highlights(text: str, asked: Asked, language: Language) -> tuple[Span, ...]:
    """Return the spans of ``text`` to highlight, sorted and joined over white space.

    Words of the question, other forms of them, and the name, date or number asked for.
    """
    tokens = list(_tokens(text, word_reader(language)))
    said = _said(tokens, asked)
    spans = [Span(tokens[place].start, tokens[place].end) for place in said]
    answer = _answer(tokens, said, asked)
    if answer is not None:
        spans.append(answer)
    return tuple(_disjoint(merge_spans(text, sorted(spans))))


def _tokens(text: str, reader: WordReader) -> Iterator[_Token]:
    reached = 0
    for word, start, end in tokenize(text):
        read = reader.read(word)
        yield _Token(
            start, end, read.terms, read.bits, text[reached:start], any(map(str.isdigit, word))
        )
        reached = end


def _said(tokens: Sequence[_Token], asked: Asked) -> set[int]:
    """Return the places of the tokens that say some of the question."""
    terms = set(asked.terms.tolist())
    rows: dict[int, set[tuple[int, ...]]] = {}
    for pattern in asked.patterns:
        rows.setdefault(pattern.row[0], set()).add(pattern.row)
    flat = [(term, place) for place, token in enumerate(tokens) for term in token.terms]
    said = {place for term, place in flat if term in terms}
    for first, (term, _) in enumerate(flat):
        for row in rows.get(term, ()):
            part = flat[first : first + len(row)]
            if tuple(term for term, _ in part) == row:
                said.update(place for _, place in part)
    return said


def _answer(tokens: Sequence[_Token], said: Set[int], asked: Asked) -> Span | None:
    """Return the one of the kind asked for that is nearest to what the question says."""
    runs = [run for run in _runs(tokens, asked.asks) if not said >= set(run)]
    if not runs or not said:
        return None
    weights = _weights(tokens, said, asked)
    best = max(runs, key=lambda run: _worth(run, tokens, weights, asked.asks))
    span = Span(tokens[best[0]].start, tokens[best[-1]].end)
    return span if span.end - span.start <= _MAX_ANSWER else None


def _runs(tokens: Sequence[_Token], asks: Asks) -> Iterator[range]:
    """Yield the runs of tokens that are a name, a date or a number, as ``asks`` wants."""
    wanted = {Asks.WHO: CAPITAL, Asks.WHEN: TIME | NUMBER, Asks.HOW_MANY: NUMBER}.get(asks)
    if wanted is None:
        return
    first = None
    for place in range(len(tokens) + 1):
        is_part = place < len(tokens) and bool(tokens[place].bits & wanted)
        joins = is_part and tokens[place].gap.strip() in _JOINING.get(asks, ("",))
        if first is not None and not joins:
            run = range(first, place)
            if _is_whole(run, tokens, asks):
                yield run
            first = None
        if is_part and first is None:
            first = place


def _is_whole(run: range, tokens: Sequence[_Token], asks: Asks) -> bool:
    bits = [tokens[place].bits for place in run]
    match asks:
        case Asks.WHEN:
            return any(each & TIME for each in bits)
        case Asks.WHO:
            return any(not each & (STOP | NUMBER | TIME) for each in bits[run.start == 0 :])
    return not any(each & TIME for each in bits)


def _weights(tokens: Sequence[_Token], said: Set[int], asked: Asked) -> Mapping[int, float]:
    """Return the weight of each token that says some of the question."""
    idf = dict(zip(asked.terms.tolist(), asked.idf.tolist(), strict=True))
    focus = set(asked.terms[asked.focus].tolist())
    typical = float(asked.idf.mean()) if len(asked.idf) else 1.0
    return {
        place: max(
            idf.get(term, typical / 2) * (2.0 if term in focus else 1.0)
            for term in tokens[place].terms
        )
        for place in said
    }


def _worth(
    run: range, tokens: Sequence[_Token], weights: Mapping[int, float], asks: Asks
) -> tuple[float, int]:
    """Return how near the run is to what the question says, full ones counting more."""
    nearness = sum(
        weight / (1 + max(run.start - place, place - run.stop + 1, 0))
        for place, weight in weights.items()
        if place not in run
    )
    match asks:
        case Asks.WHO:
            is_full = len(run) > 1
        case Asks.WHEN:
            is_full = any(
                tokens[place].bits & TIME and tokens[place].bits & NUMBER for place in run
            )
        case _:
            is_full = any(tokens[place].has_digit for place in run)
    return nearness * (_FULL if is_full else 1.0), -run.start


def _disjoint(spans: Sequence[Span]) -> Iterator[Span]:
    reached = 0
    for start, end in spans:
        if end > reached:
            yield Span(max(start, reached), end)
            reached = end
