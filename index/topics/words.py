"""Text into stems with their places, as topics see it. Makes no condition and matches nothing.

A topic's word is looked for as the analyzer stems it. What holds a place here that it does not
have in the index: a stop word, so that a phrase keeps its gaps, and each part of a hyphenated
word, so that "anti-tank" is found in "anti tank", and "Ukraina" in "Rusia-Ukraina".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from index.analysis import analyzer_for
from index.analysis.tokenizer import HYPHENS, words
from index.topics.grammar import MOST_WORDS, Field
from index.types import Article, Language

Positions = Mapping[str, Sequence[int]]
"""Where each key of an article stands; a key is a stem, or a field and a stem."""

_HYPHEN = re.compile(f"[{HYPHENS}]")
_GAP = 10 * MOST_WORDS
"""Places between paragraphs, more than a phrase reaches over."""


def key_of(stem: str, field: Field | None) -> str:
    """What ``stem`` is filed under: itself, or with its field before it."""
    return stem if field is None else f"{field.value}:{stem}"


def stem_of(key: str) -> str:
    """The stem in a key."""
    for field in Field:
        key = key.removeprefix(f"{field.value}:")
    return key


def is_source(key: str) -> bool:
    """Whether a key is of the article's source."""
    return key.startswith(f"{Field.SOURCE.value}:")


@lru_cache(maxsize=200_000)
def stems_of(word: str, language: Language) -> tuple[str, ...]:
    """The stems of a word in order, one for each of its parts; a stop word's is empty."""
    terms = analyzer_for(language).terms
    return tuple("".join(terms(part)[:1]) for part in _HYPHEN.split(word) if part)


def positions_of(article: Article) -> Positions:
    """Where each stem stands in the title and the body, and by field in title and source."""
    found: dict[str, list[int]] = {}
    place = 0
    for fields, text in _texts(article):
        for stem in _stems(text, article.language):
            if stem:
                for field in fields:
                    found.setdefault(key_of(stem, field), []).append(place)
            place += 1
        place += _GAP
    return found


def _texts(article: Article) -> Iterator[tuple[tuple[Field | None, ...], str]]:
    yield (None, Field.TITLE), article.title
    yield (Field.SOURCE,), article.source
    for start, end in article.body:
        yield (None,), article.text[start:end]


def _stems(text: str, language: Language) -> Iterator[str]:
    for word in words(text):
        yield from stems_of(word, language)
