"""The data types that all packages share; immutable.

Offsets are string indices into ``Article.text``, which is the text as it arrived and is never
altered.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Idf = Callable[[str], float]
"""Return a stem's inverse document frequency among all articles."""


class Language(StrEnum):
    """The languages of articles and of Kutip's texts, by ISO 639-1 code."""

    INDONESIAN = "id"
    ENGLISH = "en"

    @property
    def other(self) -> "Language":
        """The other of the two."""
        return Language.ENGLISH if self is Language.INDONESIAN else Language.INDONESIAN


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:end]``."""

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
    """A news article as loaded from a source.

    - ``key``: unique; its origin, as a relative path, or path#id for a row of a collection
    - ``id``: storage's number, 0 before it is stored
    - ``external_id``: the id that the source gives, or ""
    - ``body``: the paragraphs of the article proper as spans of ``text``; a repeated title, labels,
      credits and other boilerplate lie outside
    - ``digest``: equal for articles of equal content, whatever their origin
    - ``place``, ``credits``: the dateline's place and the contributors' line, or ""
    - ``section``: the section as its source calls it, or ""
    - ``mojibake``: whether characters of it were repaired while it was loaded; not stored
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
    section: str = ""
    mojibake: bool = field(default=False, compare=False)

    @property
    def public_id(self) -> str:
        """The id for people and files: the source's, else storage's."""
        return self.external_id or str(self.id)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles are meant: those dated within inclusive days, of a source, of a section.

    None and "" stand for any. ``source`` is part of a source's name in any case, ``section`` a
    section's code.
    """

    since: datetime.date | None = None
    until: datetime.date | None = None
    source: str = ""
    section: str = ""


ANY_ARTICLE = Filters()
"""Filters that every article matches."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article, about the length of a paragraph.

    ``checksum`` is of its characters as they were indexed.
    """

    article_id: int
    start: int
    end: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matches a query; a higher score is a better match."""

    passage: Passage
    score: float


class AnswerType(StrEnum):
    """The kind of answer that a question asks for."""

    PERSON = "person"
    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Query:
    """An analysed question.

    ``terms`` are its distinct stems in order of first occurrence; ``names`` are those written like
    a name, with a capital within the question, or as a number. ``weights`` are factors of what
    single terms add to a score; 1 for all others.
    """

    text: str
    language: Language
    terms: tuple[str, ...]
    answer_type: AnswerType
    names: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and the idf of every term of the query, absent terms included."""

    hits: tuple[Hit, ...]
    idf: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim part of an article: ``article.text[start:end]``.

    ``highlights`` are sorted, non-overlapping spans relative to ``start``. ``context`` is a longer
    span around the quote, or the quote's own. ``sentences`` is the span of the whole sentences
    that the quote is a part of; None if it is not cut.
    """

    article: Article
    start: int
    end: int
    highlights: tuple[Span, ...]
    context: Span
    score: float
    sentences: Span | None = None

    @property
    def text(self) -> str:
        """The quoted characters."""
        return self.article.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The characters of the context before the quote, and of its sentence if that is cut."""
        return self.article.text[self.context.start : self.start].strip()

    @property
    def after(self) -> str:
        """The characters of the context after the quote, and of its sentence if that is cut."""
        return self.article.text[self.end : self.context.end].strip()

    @property
    def is_cut(self) -> tuple[bool, bool]:
        """Whether words of its sentence stand before it, and whether any stand after it."""
        first, last = self.sentences or Span(self.start, self.end)
        text = self.article.text
        return _has_words(text[first : self.start]), _has_words(text[self.end : last])


@dataclass(frozen=True, slots=True)
class Event:
    """The sentence of a timeline that tells what happened on a day: ``article.text[start:end]``."""

    article: Article
    day: datetime.date
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the sentence."""
        return self.article.text[self.start : self.end]


def is_last_of_article(quotes: Sequence[Quote], position: int) -> bool:
    """Whether the quote after the one at ``position`` is of another article, or there is none."""
    after = quotes[position + 1 : position + 2]
    return not after or after[0].article != quotes[position].article


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class IndexStats:
    """How much an engine serves.

    ``content`` is how many terms all articles have, titles once and stop words left out;
    ``english`` articles are in English.
    """

    articles: int
    passages: int
    content: int = 0
    english: int = 0

    def articles_in(self, language: Language) -> int:
        """Return how many articles are in ``language``."""
        return self.english if language is Language.ENGLISH else self.articles - self.english
