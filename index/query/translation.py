"""A question in the other language, word by word, by the glossary; names stay as they are.

Pure. The order of the words stays too: what is searched and read are words, not sentences.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import NamedTuple

from index.analysis import Analyzer, analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import words
from index.query.acronyms import known_synonyms
from index.query.expansion import balanced_idf
from index.query.glossary import Glossary, glossary_from, stem_of
from index.query.parser import MAX_QUESTION, parse_question
from index.query.slang import in_full
from index.query.synonyms import Synonym
from index.text.invisible import remove_invisible
from index.types import Language, Query

_FRAMES = "question_frames.tsv"
_MAX_WORDS = 5
"""Words of a phrase of the glossary, stop words left out, and of a frame."""
_MAX_FORMS = 6
"""Translations of one word that are looked for."""
_YES_NO = frozenset(("apakah", "is"))
"""Frames at the beginning of a question only: *did* within one says nothing."""
_OTHER_POINT = str.maketrans(".,", ",.")
"""Decimals: *7.2* in English is *7,2* in Indonesian."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A question in another language: the usual words, and ``synonyms``, the other ones."""

    query: Query
    synonyms: tuple[Synonym, ...]


class _AskedWord(NamedTuple):
    text: str
    written: str
    stem: str
    """"" for a stop word."""


def translate(query: Query) -> Translation | None:
    """Return ``query`` in the other language; None if nothing is left to search for."""
    source, target = query.language, query.language.other
    pieces = list(_pieces(_words(query.text, source), source, query.names))
    translated = parse_question(" ".join(piece[0] for piece in pieces), target)
    others = _synonyms(pieces, analyzer_for(target), translated.terms)
    synonyms = dict.fromkeys((*others, *known_synonyms(translated)))
    return Translation(translated, tuple(synonyms)) if translated.terms else None


def with_all_terms(translation: Translation) -> Query:
    """Return the query that searches for every translation of every word."""
    others = (term for one in translation.synonyms for term in one.replacement)
    return replace(
        translation.query, terms=tuple(dict.fromkeys((*translation.query.terms, *others)))
    )


def translated_idf(translation: Translation, idf: Mapping[str, float]) -> Mapping[str, float]:
    """Return the idf of the usual words, none weighing more than its lightest synonym."""
    return balanced_idf(translation.query.terms, translation.synonyms, idf)


def equal_terms(translation: Translation) -> Mapping[str, str]:
    """Return the single words that mean the same as a usual one, which they lead to."""
    return {
        one.replacement[0]: one.original[0]
        for one in reversed(translation.synonyms)
        if len(one.original) == len(one.replacement) == 1
    }


def _words(text: str, language: Language) -> list[_AskedWord]:
    text = in_full(remove_invisible(text[:MAX_QUESTION]), language)
    analyzer = analyzer_for(language)
    return [_AskedWord(word, normalize(word), stem_of(word, analyzer)) for word in words(text)]


def _pieces(
    asked: Sequence[_AskedWord], source: Language, names: frozenset[str]
) -> Iterator[Sequence[str]]:
    """Yield the translations of each word or phrase, the best first; none of a stop word."""
    frames, glossary = _frames(source), glossary_from(source)
    place = 0
    while place < len(asked):
        size, frame = _frame(asked[place : place + _MAX_WORDS], frames)
        if frame and (place == 0 or frame not in _YES_NO):
            yield [frame]
        elif asked[place].stem:
            size, forms = _phrase(asked[place:], glossary, names)
            yield forms
        place += size


def _frame(asked: Sequence[_AskedWord], frames: Mapping[tuple[str, ...], str]) -> tuple[int, str]:
    for size in range(len(asked), 0, -1):
        if found := frames.get(tuple(word.written for word in asked[:size])):
            return size, found
    return 1, ""


def _phrase(
    asked: Sequence[_AskedWord], glossary: Glossary, names: frozenset[str]
) -> tuple[int, list[str]]:
    """Return the translations of the longest phrase with which ``asked`` begins, and its size."""
    content = [place for place, word in enumerate(asked) if word.stem][:_MAX_WORDS]
    for count in range(len(content), 0, -1):
        part = [asked[place] for place in content[:count]]
        forms = glossary.forms(
            tuple(word.written for word in part), tuple(word.stem for word in part)
        )
        if forms:
            size = content[count - 1] + 1
            return size, _with_original(part, forms, names)
    return 1, _as_it_is(asked[0].text)


def _with_original(
    part: Sequence[_AskedWord], forms: list[str], names: frozenset[str]
) -> list[str]:
    """Return ``forms`` and what they translate: first if it is written like a name."""
    own = " ".join(word.text for word in part)
    is_name = all(word.stem in names for word in part) and not forms[0][0].isupper()
    several = [own, *forms] if is_name else [*forms, own]
    return several if len(part) == 1 else forms


def _as_it_is(word: str) -> list[str]:
    swapped = word.translate(_OTHER_POINT) if word[0].isdigit() else word
    return list(dict.fromkeys((swapped, word)))


def _synonyms(
    pieces: Sequence[Sequence[str]], analyzer: Analyzer, terms: Sequence[str]
) -> Iterator[Synonym]:
    """Yield the other translations of each piece, but those that the question says elsewhere.

    None of a filler, which is not among the ``terms``.
    """
    for first, *others in pieces:
        original = tuple(analyzer.terms(first))
        known = {original}
        for text in others if original and set(original) <= set(terms) else ():
            other = tuple(analyzer.terms(text))
            if other and other not in known and not set(other) & set(terms):
                known.add(other)
                if len(known) > _MAX_FORMS:
                    break
                yield Synonym(original, other, text)


@cache
def _frames(source: Language) -> Mapping[tuple[str, ...], str]:
    """Return what questions begin with, as it is written, in the other language."""
    text = resources.files("index.query").joinpath(_FRAMES).read_text(encoding="utf-8")
    frames: dict[tuple[str, ...], str] = {}
    for line in text.splitlines():
        english, indonesian = line.split("\t")
        own, other = english, indonesian
        if source is Language.INDONESIAN:
            own, other = indonesian, english
        frames.setdefault(tuple(own.split()), other)
    return frames
