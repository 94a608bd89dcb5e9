"""The nouns that the three packages share: plain, frozen data without behaviour of its own.

Every offset is a Python string index into ``Article.text``, which is the text as it arrived and
is never altered; a span is half-open, ``text[start:end]``.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """The languages that Kutip analyses and speaks; the value is the ISO 639-1 code."""

    INDONESIAN = "id"
    ENGLISH = "en"


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int


def merge_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return ``spans`` of ``text``, which are sorted, joined over white space."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and not text[merged[-1].end : start].strip():
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Span(start, end))
    return merged


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as loaded from a source.

    ``key`` says where it came from (relative path, or path#id for a row of a collection) and is
    unique; ``id`` is storage's number, 0 until storage has given one; ``external_id`` is the id
    that the source itself gave, if any. ``body`` are the paragraphs of the article proper as spans
    into ``text``; the repeated title, labels, credits and leftovers of the page lie outside them.
    ``digest`` is equal for two articles of the same content, wherever they came from.
    """

    key: str
    title: str
    text: str
    body: tuple[Span, ...]
    language: Language
    digest: str
    id: int = 0
    external_id: str = ""
    date: datetime.date | None = None
    place: str = ""
    credits: str = ""
    source: str = ""
    url: str = ""

    @property
    def public_id(self) -> str:
        """The id that people and files see: the source's own, else storage's number."""
        return self.external_id or str(self.id)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article, about the length of a paragraph.

    ``checksum`` is of its characters: an article that has changed since does not match it.
    """

    article_id: int
    start: int
    end: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched a query; a higher score is a better match."""

    passage: Passage
    score: float


class AnswerType(StrEnum):
    """What kind of answer a question asks for."""

    PERSON = "person"
    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Query:
    """A question after analysis.

    ``terms`` are its distinct stems in order of first appearance; ``names`` those of them that are
    written as a name (a capital inside the question) or as a number.
    """

    text: str
    language: Language
    terms: tuple[str, ...]
    answer_type: AnswerType
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and what the collection knows of the query's terms.

    ``idf`` holds every query term's weight, also of terms that occur nowhere.
    """

    hits: tuple[Hit, ...]
    idf: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, verbatim: ``article.text[start:end]``.

    ``highlights`` are sorted, non-overlapping spans relative to ``start``. ``context`` is the
    longer run of text around the quote, or the quote's own span where there is no more to show.
    """

    article: Article
    start: int
    end: int
    highlights: tuple[Span, ...]
    context: Span
    score: float

    @property
    def text(self) -> str:
        """The quoted characters."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class IndexStats:
    """How much an engine holds.

    ``terms`` are at least as many as are distinct: an engine of several parts counts in each.
    """

    articles: int
    passages: int
    terms: int
