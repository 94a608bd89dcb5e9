"""Text into stems with their places, as topics see it. Makes no condition and matches nothing.

A topic's word is looked for as the analyzer stems it; a source's name is a name, of whole words
none of which is a stop word (Antara is an agency, and *antara* is "between"). What holds a place
here that it does not have in the index: a stop word, so that a phrase keeps its gaps, and each
part of a hyphenated word, so that "anti-tank" is found in "anti tank", and "Ukraina" in
"Rusia-Ukraina".
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from index.analysis import analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import HYPHENS, words
from index.topics.grammar import MOST_WORDS, Field
from index.types import Article, Language

Positions = Mapping[str, Sequence[int]]
"""Where each key of an article stands; a key is a stem, or a field and a stem."""

_HYPHEN = re.compile(f"[{HYPHENS}]")
_GAP = 10 * MOST_WORDS
"""Places between paragraphs, more than a phrase reaches over."""
_REMEMBERED_WORDS = 200_000
_PREFIXES: Mapping[Field | None, str] = {None: "", **{field: f"{field.value}:" for field in Field}}


def key_of(stem: str, field: Field | None) -> str:
    """What ``stem`` is filed under: itself, or with its field before it."""
    return _PREFIXES[field] + stem


def stem_of(key: str) -> str:
    """The stem in a key."""
    return key.removeprefix(_PREFIXES[Field.TITLE]).removeprefix(_PREFIXES[Field.SOURCE])


def is_source(key: str) -> bool:
    """Whether a key is of the article's source."""
    return key.startswith(_PREFIXES[Field.SOURCE])


def stems_of(word: str, language: Language, field: Field | None = None) -> tuple[str, ...]:
    """The stems of a word in order, one for each of its parts; a stop word's is empty."""
    return _stemmer(language, field)(word)


@cache
def _stemmer(language: Language, field: Field | None) -> Callable[[str], tuple[str, ...]]:
    """``stems_of`` for one language and field, its results remembered per word."""
    terms = analyzer_for(language).terms

    @lru_cache(maxsize=_REMEMBERED_WORDS)
    def stems(word: str) -> tuple[str, ...]:
        parts = [part for part in _HYPHEN.split(word) if part]
        if field is Field.SOURCE:
            return tuple(normalize(part).replace(".", "") for part in parts)
        return tuple("".join(terms(part)[:1]) for part in parts)

    return stems


def positions_of(article: Article) -> Positions:
    """Where each stem stands in the title and the body, and by field in title and source."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    place = 0
    for fields, text in _texts(article):
        prefixes = [_PREFIXES[field] for field in fields]
        stems = _stemmer(article.language, fields[0])
        for word in words(text):
            for stem in stems(word):
                if stem:
                    for prefix in prefixes:
                        found[prefix + stem].append(place)
                place += 1
        place += _GAP
    return dict(found)


def _texts(article: Article) -> Iterator[tuple[tuple[Field | None, ...], str]]:
    yield (None, Field.TITLE), article.title
    yield (Field.SOURCE,), article.source
    for start, end in article.body:
        yield (None,), article.text[start:end]
