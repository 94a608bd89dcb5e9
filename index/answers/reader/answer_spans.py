"""Spans of a quote that may be the answer itself: names, places, dates and numbers.

Which of them is asked for comes from the question; the one nearest to its words is taken.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from index.answers.reader.question import Asked, Asks
from index.answers.reader.quote_words import QuoteWord
from index.answers.reader.words import (
    CAPITAL,
    CAUSE,
    NUMBER,
    PREPOSITION,
    PRONOUN,
    SPEECH,
    STOP,
    TIME,
    word_reader,
)
from index.types import Language, Span

_MAX_ANSWER, _MAX_ENUMERATION = 60, 120
"""Characters of an answer's span, and of several names with a conjunction."""
_FULL = 2.5
"""How much more a full name, a date with its year, or a number in digits is worth."""
_INITIALS = 0.5
"""How much less a name in capitals is worth: UNESCO, KUHP."""
_WANTED = {
    Asks.WHO: CAPITAL,
    Asks.WHERE: CAPITAL,
    Asks.WHEN: TIME | NUMBER,
    Asks.HOW_MANY: NUMBER,
}
_JOINING = {
    Asks.WHEN: frozenset({"", ",", "(", "/", "-", "–"}),
    Asks.HOW_MANY: frozenset({"", "-", "–", ",", "/"}),
    Asks.WHERE: frozenset({"", ","}),
}
"""Signs within a date or a range of numbers, by what is asked."""
_NO_NAME = STOP | NUMBER | TIME | SPEECH | CAUSE | PREPOSITION | PRONOUN
"""Properties of words with a capital only because a sentence begins: Menurut, Selain, Setelah."""
_OPENERS = frozenset(
    """adapun kini kemudian lalu bahkan sedangkan kendati bila awalnya mulanya akhirnya sebelumnya
    selanjutnya yet still later recently earlier today that’s it’s he’s she’s there’s here’s what’s
    let’s we’re they’re you’re i’m that's it's he's she's there's here's what's let's we're they're
    you're i'm""".split()
)
"""Other words with which a sentence begins and that are no names."""
_PARTICLES = frozenset("van von de der den del la le dos da bin binti ibn al of".split())
"""Words in lower case within a name."""
_CONJUNCTIONS = frozenset("dan serta and".split())
_UP_TO = frozenset("sampai hingga to".split())
_UNITS = frozenset(
    """orang jiwa warga korban kali buah unit ekor lembar batang kg kilogram gram ton km kilometer
    meter sentimeter cm mm hektare hektar liter derajat persen detik menit jam hari pekan minggu
    bulan tahun dekade abad rupiah dolar euro poin gol medali emas halaman karakter ribuan jutaan
    people persons times miles feet foot inches pounds ounces tons acres degrees percent seconds
    minutes hours days weeks months years decades dollars euros pounds points goals
    kilometers kilometres meters metres""".split()
)
_CURRENCIES = frozenset({"rp", "us", "usd", "idr", "rm"})
_CURRENCY_SIGNS = "$€£¥"
_SIGNS = frozenset(_CURRENCY_SIGNS)
_NUMBER_NOUNS = (
    "skor harga jumlah tarif umur usia total gaji denda tinggi jarak luas suhu magnitudo "
    "score price cost age amount fee magnitude distance height"
).split()
"""Nouns that ask for a number without a question word: *skor final Piala Thomas*."""
_MONTH_LETTERS = 4
"""Letters of an abbreviated month, after which a full stop may stand: *Sept. 10*."""
_OPEN, _CLOSED = "(", ")"
_DIGITS = re.compile(r"\d")


def answer_span(
    text: str, words: Sequence[QuoteWord], said: Collection[int], asked: Asked
) -> Span | None:
    """Return the span of the kind asked for that is nearest to what the question says, or None.

    ``said``: the places of the words that say some of the question.
    """
    asks = _asks(asked)
    if asks not in _WANTED or not said:
        return None
    runs = [run for run in _runs(words, asks) if not set(run) <= set(said)]
    if not runs:
        return None
    weights = _weights(words, said, asked)
    best = max(runs, key=lambda run: _worth(run, words, weights, asks))
    span = _with_signs(text, words, best, asks)
    is_several = any(word.text in _CONJUNCTIONS for word in words[best.start : best.stop])
    longest = _MAX_ENUMERATION if is_several else _MAX_ANSWER
    return span if span.end - span.start <= longest else None


def _asks(asked: Asked) -> Asks:
    if asked.asks is Asks.WHAT and not _number_nouns(asked.language).isdisjoint(
        asked.terms.tolist()
    ):
        return Asks.HOW_MANY
    return asked.asks


@cache
def _number_nouns(language: Language) -> frozenset[int]:
    reader = word_reader(language)
    return frozenset(term for noun in _NUMBER_NOUNS for term in reader.read(noun).terms)


def _runs(words: Sequence[QuoteWord], asks: Asks) -> Iterator[range]:
    """Yield the runs of words that are a name, a place, a date or a number, as ``asks`` wants."""
    runs = [_trimmed(run, words, asks) for run in _adjacent(words, asks)]
    whole = [run for run in runs if run and _is_whole(run, words, asks)]
    yield from _enumerations(whole, words) if asks is Asks.WHO else whole


def _adjacent(words: Sequence[QuoteWord], asks: Asks) -> Iterator[range]:
    """Yield the longest runs of words of the kind, with what joins them."""
    first: int | None = None
    for place in range(len(words) + 1):
        is_part = place < len(words) and _is_part(words, place, asks)
        if first is not None and not (is_part and _joins(words, place, asks)):
            yield range(first, place)
            first = None
        if is_part and first is None and words[place].bits & _WANTED[asks]:
            first = place


def _is_part(words: Sequence[QuoteWord], place: int, asks: Asks) -> bool:
    word = words[place]
    match asks:
        case Asks.WHO | Asks.WHERE if word.text in _PARTICLES and not word.bits & CAPITAL:
            return place + 1 < len(words) and bool(words[place + 1].bits & CAPITAL)
        case Asks.WHO | Asks.WHERE if word.begins:
            is_name = not word.bits & _NO_NAME and word.text not in _OPENERS
            return bool(word.bits & CAPITAL) and is_name
        case Asks.WHERE if word.bits & NUMBER:
            return not word.bits & TIME and not word.gap.strip()
        case Asks.WHEN if not word.bits & TIME:
            return _DIGITS.search(word.text) is not None
        case Asks.HOW_MANY if word.text in _UP_TO:
            return place + 1 < len(words) and bool(words[place + 1].bits & NUMBER)
    return bool(word.bits & _WANTED[asks])


def _joins(words: Sequence[QuoteWord], place: int, asks: Asks) -> bool:
    """Whether the word at ``place`` goes on with what the one before it belongs to."""
    word, before = words[place], words[place - 1]
    if word.begins and asks is not Asks.WHEN:
        return False
    gap = word.gap.strip()
    if asks is Asks.WHEN and gap == "." and before.bits & TIME:
        return before.text.isalpha() and len(before.text) <= _MONTH_LETTERS
    return not word.begins and gap in _JOINING.get(asks, {""})


def _trimmed(run: range, words: Sequence[QuoteWord], asks: Asks) -> range:
    """Return ``run`` without the number of something else at its end: *5 April 1815, 10 …*."""
    last = run.stop
    if asks is Asks.WHEN:
        while last - 1 > run.start and (
            words[last - 1].gap.strip() == "," and not words[last - 1].bits & TIME
        ):
            last -= 1
    elif asks is not Asks.HOW_MANY:
        while last > run.start and words[last - 1].text in _PARTICLES:
            last -= 1
    return range(run.start, last)


def _is_whole(run: range, words: Sequence[QuoteWord], asks: Asks) -> bool:
    bits = [words[place].bits for place in run]
    match asks:
        case Asks.WHEN:
            return any(each & TIME for each in bits)
        case Asks.WHO:
            alone = len(run) == 1 and words[run.start].begins
            return not alone and any(not each & (STOP | NUMBER | TIME) for each in bits)
        case Asks.WHERE:
            follows = run.start > 0 and words[run.start - 1].bits & PREPOSITION
            return bool(follows) and not any(each & TIME for each in bits)
    return not any(each & TIME for each in bits) and not _is_in_date(run, words)


def _is_in_date(run: range, words: Sequence[QuoteWord]) -> bool:
    """Whether a number is the day or the year beside a month: *2 Oktober*."""
    beside = [*words[max(run.start - 1, 0) : run.start], *words[run.stop : run.stop + 1]]
    return any(
        word.bits & TIME and word.text.isalpha() and word.text not in _UNITS for word in beside
    )


def _enumerations(runs: Sequence[range], words: Sequence[QuoteWord]) -> Iterator[range]:
    """Yield ``runs``, those of an enumeration that ends with a conjunction as one."""
    waiting: list[range] = []
    for run in runs:
        if waiting and not _continues(waiting[-1], run, words):
            yield from _closed(waiting)
            waiting = []
        waiting.append(run)
    yield from _closed(waiting)


def _continues(one: range, other: range, words: Sequence[QuoteWord]) -> bool:
    between = words[one.stop : other.start]
    gaps = [word.gap.strip() for word in words[one.stop : other.start + 1]]
    if not between:
        return gaps == [","] and not words[other.start].begins
    is_conjunction = len(between) == 1 and between[0].text in _CONJUNCTIONS
    return is_conjunction and gaps[0] in {"", ","} and not gaps[1]


def _closed(runs: Sequence[range]) -> Iterator[range]:
    """Yield the runs up to the last conjunction between two of them as one, the others alone."""
    ends = [
        number + 1 for number, (one, other) in enumerate(pairwise(runs)) if one.stop != other.start
    ]
    last = ends[-1] if ends else 0
    if last:
        yield range(runs[0].start, runs[last].stop)
    yield from runs[last + 1 if last else 0 :]


def _weights(
    words: Sequence[QuoteWord], said: Collection[int], asked: Asked
) -> Mapping[int, float]:
    """Return the weight of each word that says some of the question, by place."""
    idf = dict(zip(asked.terms.tolist(), asked.idf.tolist(), strict=True))
    focus = set(asked.terms[asked.focus].tolist())
    typical = float(asked.idf.mean()) if len(asked.idf) else 1.0
    return {
        place: max(
            idf.get(term, typical / 2) * (2.0 if term in focus else 1.0)
            for term in words[place].terms
        )
        for place in said
    }


def _worth(
    run: range, words: Sequence[QuoteWord], weights: Mapping[int, float], asks: Asks
) -> tuple[float, int]:
    """Return how near the run is to what the question says, full ones counting more."""
    nearness = sum(
        weight / (1 + max(run.start - place, place - run.stop + 1, 0))
        for place, weight in weights.items()
        if place not in run
    )
    return nearness * _fullness([words[place] for place in run], asks), -run.start


def _fullness(run: Sequence[QuoteWord], asks: Asks) -> float:
    match asks:
        case Asks.WHO | Asks.WHERE:
            if len(run) > 1:
                return _FULL
            return _INITIALS if run[0].written.isupper() else 1.0
        case Asks.WHEN:
            is_full = any(word.bits & TIME and word.bits & NUMBER for word in run)
        case _:
            is_full = any(_DIGITS.search(word.text) for word in run)
    return _FULL if is_full else 1.0


def _with_signs(text: str, words: Sequence[QuoteWord], run: range, asks: Asks) -> Span:
    """Return the span of ``run`` with its unit, currency and the bracket that closes it."""
    first, last = run.start, run.stop - 1
    start, end = words[first].start, words[last].end
    if asks is Asks.HOW_MANY:
        start = _with_currency(words, first)
        if text[end : end + 1] == "%":
            end += 1
        elif last + 1 < len(words) and _is_unit(words[last + 1]):
            end = words[last + 1].end
    inside = text[start:end]
    if inside.count(_OPEN) > inside.count(_CLOSED) and text[end : end + 1] == _CLOSED:
        end += 1
    return Span(start, end)


def _with_currency(words: Sequence[QuoteWord], first: int) -> int:
    """Return where a number begins with its currency: *Rp 5 juta*, *US$ 125 ribu*, *$150*."""
    word = words[first]
    if (
        first
        and words[first - 1].text in _CURRENCIES
        and not word.gap.strip(f" .{_CURRENCY_SIGNS}")
    ):
        return words[first - 1].start
    sign = word.gap.strip()[-1:]
    return word.start - len(word.gap) + word.gap.rindex(sign) if sign in _SIGNS else word.start


def _is_unit(word: QuoteWord) -> bool:
    """Whether it says what is counted: *satu bulan*, *lima menitan*."""
    return not word.gap.strip() and not _UNITS.isdisjoint({word.text, word.text.removesuffix("an")})
