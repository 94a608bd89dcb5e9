"""Positions of stems in articles, for matching topics.

Words are stemmed by the analyzer, but the words of a source's name are kept whole and none is a
stop word (Antara is an agency, *antara* is "between"). Unlike in the search index, a stop word has
a position, so that a phrase keeps its gaps, and so has each part of a hyphenated word, so that
"anti-tank" is found in "anti tank", and "Ukraina" in "Rusia-Ukraina".
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from index.analysis import analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import HYPHENS, words
from index.topics.grammar import MAX_WORDS, Field
from index.types import Article, Language

Positions = Mapping[str, Sequence[int]]
"""The positions of each key: a stem or two neighbours, with or without a field."""

_HYPHEN = re.compile(f"[{HYPHENS}]")
_GAP = 10 * MAX_WORDS
"""Positions between paragraphs, more than a phrase spans."""
_STEM_CACHE_SIZE = 200_000
_PREFIXES: Mapping[Field | None, str] = {None: "", **{field: f"{field.value}:" for field in Field}}


def key_of(field: Field | None, *stems: str) -> str:
    """Return the key of a stem or of two neighbours, with the field as its prefix."""
    return _PREFIXES[field] + " ".join(stems)


def stems_in(key: str) -> list[str]:
    """Return the stem or stems in a key."""
    bare = key.removeprefix(_PREFIXES[Field.TITLE]).removeprefix(_PREFIXES[Field.SOURCE])
    return bare.split(" ")


def is_source(key: str) -> bool:
    """Whether a key is of the source field."""
    return key.startswith(_PREFIXES[Field.SOURCE])


def stems_of(word: str, language: Language, field: Field | None = None) -> tuple[str, ...]:
    """Return the stem of each hyphenated part of a word; "" for a stop word."""
    return _stemmer(language, field)(word)


@cache
def _stemmer(language: Language, field: Field | None) -> Callable[[str], tuple[str, ...]]:
    """Return ``stems_of`` for one language and field, cached by word."""
    terms = analyzer_for(language).terms

    @lru_cache(maxsize=_STEM_CACHE_SIZE)
    def stems(word: str) -> tuple[str, ...]:
        parts = [part for part in _HYPHEN.split(word) if part]
        if field is Field.SOURCE:
            return tuple(normalize(part).replace(".", "") for part in parts)
        return tuple("".join(terms(part)[:1]) for part in parts)

    return stems


def positions_of(article: Article) -> Positions:
    """Return the positions of stems and neighbours in title and body, by field too."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    position = 0
    for fields, text in _texts(article):
        prefixes = [_PREFIXES[field] for field in fields]
        stems = _stemmer(article.language, fields[0])
        before = ""
        for word in words(text):
            for stem in stems(word):
                if stem:
                    for prefix in prefixes:
                        found[prefix + stem].append(position)
                        if before:
                            found[f"{prefix}{before} {stem}"].append(position - 1)
                before = stem
                position += 1
        position += _GAP
    return dict(found)


def _texts(article: Article) -> Iterator[tuple[tuple[Field | None, ...], str]]:
    yield (None, Field.TITLE), article.title
    yield (Field.SOURCE,), article.source
    for start, end in article.body:
        yield (None,), article.text[start:end]
