"""Words as numbers, and what a word looks like: the alphabet of everything the reader compares.

A term is known by a hash of its letters, so that no vocabulary is kept: the same word has the same
number in every segment, in a question and in the lexicon. Two of the few thousand words that are
looked at for one question share a number with a probability below 1 in 1,000.
"""

import re
import zlib
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer, analyzer_for
from index.analysis.normalizer import normalize
from index.types import Language

STOP, CAPITAL, NUMBER, TIME, PREPOSITION, CAUSE, SPEECH, PRONOUN = (1 << bit for bit in range(8))
"""Properties of a word, as bits. A number may be written out; TIME are years, months, weekdays and
times of day; PREPOSITION comes before a place; CAUSE gives a reason; SPEECH is a verb of saying;
PRONOUN begins a sentence that needs the one before it."""

_MONTHS = """januari februari maret april mei juni juli agustus september oktober november desember
    january february march may june july august october december jan feb apr jun jul agu aug sep
    sept okt oct nov des dec"""
_DAYS = """senin selasa rabu kamis jumat jum'at sabtu minggu ahad monday tuesday wednesday thursday
    friday saturday sunday"""
_TIME_WORDS = frozenset([*_MONTHS.split(), *_DAYS.split(), "abad", "century"])
_NUMERALS = frozenset(
    """satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus
    seratus ribu seribu juta sejuta miliar milyar triliun persen one two three four five six seven
    eight nine ten eleven twelve dozen dozens hundred hundreds thousand thousands million billion
    trillion percent half setengah separuh""".split()
)
_PREPOSITIONS = frozenset(
    """di ke dari in at from to near asal kota desa pulau provinsi kabupaten kecamatan kelurahan
    negara jalan jl outside inside around""".split()
)
_CAUSES = frozenset(
    """karena sebab lantaran akibat akibatnya gara-gara agar supaya untuk guna demi pasalnya
    disebabkan dikarenakan dipicu mengingat alasan alasannya penyebab penyebabnya sehingga
    because due since caused cause causing after amid over reason reasons citing blamed owing
    prompted sparked triggered""".split()
)
_SPEECH = frozenset(
    """kata katanya ujar ujarnya ucap ucapnya tutur tuturnya jelas jelasnya ungkap ungkapnya imbuh
    imbuhnya terang terangnya tegas tegasnya papar paparnya sebut sebutnya menurut menurutnya
    mengatakan menyebut menyebutkan menyatakan menjelaskan mengungkapkan menegaskan menuturkan
    mengaku berkata menilai meminta berharap menambahkan mengimbau memastikan membantah tulis
    tulisnya pungkas pungkasnya lanjut lanjutnya cetusnya bebernya menyampaikan disampaikan
    said says say told tells added wrote tweeted stated according explained insisted warned argued
    announced called described asked claimed admitted noted""".split()
)
_PRONOUNS = frozenset(
    """ia dia mereka beliau namun tetapi tapi itu ini hal tersebut keduanya selain sementara karena
    sebab meski sehingga pasalnya akibatnya he she they it that this these those his her their but
    however and so then instead meanwhile also""".split()
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d")


class ReadWord(NamedTuple):
    """A word as it is written: the hash of each of its terms, of its letters, and its bits."""

    terms: tuple[int, ...]
    form: int
    bits: int


def hashed(term: str) -> int:
    """The number of a term, 32 bits."""
    return zlib.crc32(term.encode("utf-8", "surrogatepass"))


def hashed_stop_word(word: str) -> int:
    """The number of a word that yields no term; it never equals that of a term but by chance."""
    return hashed("_" + word)


class WordReader:
    """Reads words of one language; what a word is is remembered."""

    _REMEMBERED = 200_000

    def __init__(self, language: Language) -> None:
        self._analyzer: Analyzer = analyzer_for(language)
        self._memory: dict[str, ReadWord] = {}

    def read(self, word: str) -> ReadWord:
        """Return the hashes and bits of ``word``."""
        known = self._memory.get(word)
        if known is None:
            if len(self._memory) >= self._REMEMBERED:
                self._memory.clear()
            known = self._memory[word] = self.read_new(word)
        return known

    def read_new(self, word: str) -> ReadWord:
        """Return what ``word`` is, without remembering it."""
        normal = normalize(word)
        terms = self._analyzer.terms(word)
        bits = _bits(word, normal)
        form = hashed(normal)
        if not terms:
            return ReadWord((hashed_stop_word(normal),), form, bits | STOP)
        return ReadWord(tuple(map(hashed, terms)), form, bits)


def _bits(word: str, normal: str) -> int:
    digits = any(map(str.isdigit, word))
    year_or_clock = digits and (_YEAR.fullmatch(normal) or _CLOCK.fullmatch(normal)) is not None
    return (
        CAPITAL * (word[0].isupper())
        | NUMBER * (digits or normal in _NUMERALS)
        | TIME * (normal in _TIME_WORDS or year_or_clock)
        | PREPOSITION * (normal in _PREPOSITIONS)
        | CAUSE * (normal in _CAUSES)
        | SPEECH * (normal in _SPEECH)
        | PRONOUN * (normal in _PRONOUNS)
    )


@cache
def word_reader(language: Language) -> WordReader:
    """The one reader of ``language`` in this process."""
    return WordReader(language)


class Tokens(NamedTuple):
    """Words in a row, one value a term: ``terms`` uint32, ``forms`` uint16, ``bits`` uint8."""

    terms: NDArray[np.uint32]
    forms: NDArray[np.uint16]
    bits: NDArray[np.uint8]
