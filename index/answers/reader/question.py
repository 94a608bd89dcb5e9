"""A question as numbers: its terms and what else may say them, what it asks for, and its cues."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.analysis.tokenizer import words
from index.answers.reader.phrases import MAX_WORDS, TermRow, phrase_table
from index.answers.reader.words import NUMBER, hashed, hashed_stop_word, word_reader
from index.query.answer_type import answer_type_of, names_date
from index.query.slang import in_full
from index.query.synonyms import Synonym
from index.types import AnswerType, Language, Query

MAX_TERMS = 24
"""Terms of a question that are looked for; a longer one is a pasted text."""
_MAX_CUE_WORDS = 6


class Asks(IntEnum):
    """The kind of answer that is asked for, a little finer than ``AnswerType``."""

    WHAT, WHO, WHEN, WHERE, HOW_MANY, WHY, HOW, SAID, YES_NO = range(9)


_SAID = re.compile(
    r"\b(?:apa kata|kata(?:nya)? apa|bilang apa|ngomong apa|(?:apa|gimana|bagaimana) (?:komentar"
    r"|tanggapan|respons?|reaksi|pesan|pernyataan|penjelasan|kata|pendapat|alasan)\b.*"
    r"|komentar|tanggapan|pesan|pendapat|pernyataan|ucapan|omongan|respons|(?:apa|what|how).*\b"
    r"(?:bilang|ngomong|menyebut|sebut|sebutan|kata|berkata|did .*(?:say|said|tell|told|call"
    r"|describe|think|respond|react|joke|admit|claim|tweet|write)|said|say|says|told|comment\w*"
    r"|reaction|response))\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:mengapa|kenapa|knp|ngapain|alasan\w*|penyebab\w*|sebab\w*|gara-gara|why|reason|cause[sd]?"
    r"|how come|kok)\b",
    re.IGNORECASE,
)
_HOW = re.compile(r"\b(?:bagaimana\w*|gimana|how|cara|modus)\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"^\W*(?:apakah|benarkah|bener(?:an)?|benar|betul\w*|bisakah|apa (?:benar|bener|betul|iya|ada"
    r"|bisa|sudah|udah)|emang\w*|memang\w*|adakah|masih|is|are|was|were|did|does|do|has|have|had"
    r"|will|would|can|could|should)\b|\b(?:gak|ga|nggak|enggak|ngga|belum|blm|atau tidak|apa tidak"
    r"|apa nggak|apa gak)\W*$",
    re.IGNORECASE,
)


def asks_for(text: str) -> Asks:
    """Return the kind of answer that ``text``, spelt out, asks for."""
    kind = answer_type_of(text)
    plain = {
        AnswerType.PERSON: Asks.WHO,
        AnswerType.TIME: Asks.WHEN,
        AnswerType.NUMBER: Asks.HOW_MANY,
        AnswerType.PLACE: Asks.WHERE,
    }
    if kind in plain:
        return plain[kind]
    for asked, pattern in (
        (Asks.WHY, _WHY), (Asks.SAID, _SAID), (Asks.YES_NO, _YES_NO), (Asks.HOW, _HOW),
    ):  # fmt: skip
        if pattern.search(text):
            return asked
    return Asks.WHAT


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Terms in a row that say some of the question's (their places), to some degree."""

    row: tuple[int, ...]
    says: tuple[int, ...]
    degree: float


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question as the reader compares it.

    One value a term, in the order of the question: ``terms`` uint32, ``forms`` uint16, ``idf``
    float32, ``names`` and ``numbers`` bool, ``focus`` bool: what the question word goes with.
    ``cues`` are rows of terms that an answer is likely to hold, ``special`` those of the longest
    expression of the question that has any. ``names_date``: it names a year or a day of a month.
    """

    terms: NDArray[np.uint32]
    forms: NDArray[np.uint16]
    idf: NDArray[np.float32]
    names: NDArray[np.bool_]
    numbers: NDArray[np.bool_]
    focus: NDArray[np.bool_]
    texts: Sequence[str]
    asks: Asks
    words: int
    patterns: Sequence[Pattern]
    cues: Sequence[tuple[int, ...]]
    special: Sequence[tuple[int, ...]]
    language: Language
    names_date: bool = False


def read_question(query: Query, idf: Mapping[str, float], forms: Iterable[Synonym] = ()) -> Asked:
    """The question of ``query`` as numbers; ``forms`` are other ways to say parts of it."""
    terms = query.terms[:MAX_TERMS]
    places = {term: place for place, term in enumerate(terms)}
    text = in_full(query.text, query.language)
    reader = word_reader(query.language)
    read = [reader.read(word) for word in words(text)]
    row = tuple(term for word in read for term in word.terms)
    by_hash = {hashed(term): place for term, place in places.items()}
    written = {term: word.form & 0xFFFF for word in read for term in word.terms}
    found = dict.fromkeys(_patterns(row, by_hash, query.language))
    synonyms = [
        Pattern(
            tuple(map(hashed, form.replacement)),
            tuple(places[term] for term in form.original if term in places),
            0.9,
        )
        for form in forms
    ]
    cues = _cues(row, query.language)
    numbers = {t for w in read for t in w.terms if w.bits & NUMBER}
    hashes = [hashed(term) for term in terms]
    return Asked(
        terms=np.array(hashes, np.uint32),
        forms=np.array([written.get(term, 0) for term in hashes], np.uint16),
        idf=np.array([idf[term] for term in terms], np.float32),
        names=np.array([term in query.names for term in terms], np.bool_),
        numbers=np.array([term in numbers for term in hashes], np.bool_),
        focus=_focus(row, by_hash, len(terms)),
        texts=terms,
        asks=asks_for(text),
        words=len(read),
        patterns=[*synonyms, *found],
        cues=list(dict.fromkeys(form for several in cues for form in several)),
        special=cues[0] if cues else (),
        language=query.language,
        names_date=names_date(query.text),
    )


def _patterns(row: TermRow, places: Mapping[int, int], language: Language) -> Iterator[Pattern]:
    groups = phrase_table("groups", language)
    for found in groups.find_all(row, MAX_WORDS):
        part = row[found.first : found.first + found.size]
        says = tuple(places[term] for term in part if term in places)
        for form in groups.rows(found) if says else ():
            if form != part:
                yield Pattern(form, says, 0.6 if found.size == 1 else 0.7)


_ASKING = frozenset(
    """apa apakah siapa siapakah kapan berapa mana dimana kemana darimana bagaimana kenapa mengapa
    who what when where why how which whose many much""".split()
)


@cache
def _asking() -> frozenset[int]:
    return frozenset(map(hashed_stop_word, _ASKING))


def _focus(row: Sequence[int], places: Mapping[int, int], count: int) -> NDArray[np.bool_]:
    """The first term after the question word, else the one before it."""
    focus = np.zeros(count, np.bool_)
    asking = [place for place, term in enumerate(row) if term in _asking()]
    if asking:
        after = [places[term] for term in row[asking[0] + 1 : asking[0] + 4] if term in places]
        before = [places[term] for term in row[: asking[0]] if term in places]
        chosen = after[:1] or before[-1:]
        focus[chosen] = True
    return focus


def _cues(row: TermRow, language: Language) -> list[list[TermRow]]:
    """Return the forms of every cue that stands in the question, those of the longest cue first."""
    table = phrase_table("cues", language)
    return [table.rows(found) for found in table.find_all(row, _MAX_CUE_WORDS)]
