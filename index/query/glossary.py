"""The bilingual glossary: words and phrases of news in English and Indonesian.

``glossary.tsv`` has a line a meaning: its English forms, a tab, its Indonesian forms, the most
usual first. It is read on first use, a direction at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from index.analysis import Analyzer, analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import words
from index.query.synonyms import Synonym
from index.types import Language, Query

_TABLE = "glossary.tsv"

_MAX_FORMS = 2
"""Translations of a word of the other language within a question."""
_NOT = "tidak"
"""A stop word, so that *adil* must not lead to what *tidak adil* is."""

Key = tuple[str, ...]
"""Words in a row, stop words left out, as they are written or as stems."""


class Glossary(NamedTuple):
    """The forms in the other language, by what they translate: as it is written, and by stems."""

    written: Mapping[Key, Sequence[str]]
    stems: Mapping[Key, Sequence[str]]

    def forms(self, written: Key, stems: Key) -> list[str]:
        """Return the translations, those of what is written before those of other inflections."""
        exact, similar = self.written.get(written, ()), self.stems.get(stems, ())
        return list(dict.fromkeys((*exact, *similar)))


@cache
def glossary_from(language: Language) -> Glossary:
    """Return the glossary that translates from ``language``.

    Of phrases that are one word without their stop words (*nama samaran*), those whose word has no
    line of its own are looked up by it: *hari* is not what *hari ini* is.
    """
    analyzer = analyzer_for(language)
    written: dict[Key, list[str]] = {}
    stems: dict[Key, list[str]] = {}
    cut: dict[Key, list[str]] = {}
    for line in glossary_lines():
        english, indonesian = (column.split(", ") for column in line.split("\t"))
        sources, targets = english, indonesian
        if language is Language.INDONESIAN:
            sources, targets = indonesian, english
        for source in sources:
            as_written, as_stems = keys_of(source, analyzer)
            if len(as_written) == 1 < len(words(source)):
                cut.setdefault(as_written, []).extend(() if _NOT in words(source) else targets)
                continue
            written.setdefault(as_written, []).extend(targets)
            stems.setdefault(as_stems, []).extend(targets)
    written.update((key, forms) for key, forms in cut.items() if forms and key not in written)
    return Glossary(written, stems)


def words_known(query: Query) -> frozenset[str]:
    """Return the terms of ``query`` that are words of its language by the glossary."""
    stems = glossary_from(query.language).stems
    return frozenset(term for term in query.terms if (term,) in stems)


def words_of_the_other(query: Query) -> list[Synonym]:
    """Return what words of the other language within ``query`` mean in its own.

    Those in small letters that the glossary does not have in the query's language, too.
    """
    own, other = glossary_from(query.language), glossary_from(query.language.other)
    analyzer = analyzer_for(query.language)
    asked = [(word, stem_of(word, analyzer)) for word in words(query.text) if word.islower()]
    foreign = [
        (term, form)
        for word, term in asked
        if term in query.terms and (term,) not in own.stems
        for form in other.written.get((word,), ())[:_MAX_FORMS]
    ]
    synonyms = (Synonym((term,), tuple(analyzer.terms(form)), form) for term, form in foreign)
    return [synonym for synonym in synonyms if synonym.replacement]


def keys_of(text: str, analyzer: Analyzer) -> tuple[Key, Key]:
    """Return the words of ``text`` that are no stop words: as they are written, and their stems."""
    pairs = [(normalize(word), stem_of(word, analyzer)) for word in words(text)]
    written = tuple(word for word, stem in pairs if stem)
    return written, tuple(stem for _, stem in pairs if stem)


def stem_of(word: str, analyzer: Analyzer) -> str:
    """Return the stem by which a word is looked up, "" for a stop word.

    That of *murid-murid* is that of *murid*; other words with a hyphen stay as they are.
    """
    terms = analyzer.terms(word)
    return terms[-1] if len(terms) in (1, 2) else "".join(terms[:1])


def glossary_lines() -> Iterator[str]:
    """Yield the lines of the table."""
    text = resources.files("index.query").joinpath(_TABLE).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line)
