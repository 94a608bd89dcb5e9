"""Build articles from paragraphs, so that a test states only what matters; spans are computed."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import settings

from index.inverted.live_segment import LiveSegment
from index.inverted.searcher import LiveIndex
from index.inverted.segment import Segment, SegmentBuilder
from index.text.passages import passages_of
from index.types import Article, Language, Passage, Span

thorough = settings(max_examples=100)
"""For the properties that the rest is built on, where an example takes no time."""


class Junk(str):
    """A paragraph of the text outside the body: a label, a share bar."""


def build_segment(articles: Iterable[Article]) -> Segment:
    """Return the segment of ``articles``."""
    builder = SegmentBuilder()
    builder.add(articles)
    return builder.segment()


def build_index(articles: Iterable[Article]) -> LiveIndex:
    """Return an index of ``articles`` in memory."""
    return LiveIndex().changed(LiveSegment(build_segment(articles)), ())


def build_article(
    *paragraphs: str,
    id: int = 1,
    title: str = "",
    language: Language = Language.INDONESIAN,
    date: datetime.date | None = None,
    external_id: str = "",
    source: str = "",
    between: str = "\n\n",
) -> Article:
    """Return an article of ``paragraphs``; those that are ``Junk`` are not in its body."""
    text = between.join(paragraphs)
    starts = [
        sum(len(paragraph) + len(between) for paragraph in paragraphs[:number])
        for number in range(len(paragraphs))
    ]
    body = tuple(
        Span(start, start + len(paragraph))
        for start, paragraph in zip(starts, paragraphs, strict=True)
        if not isinstance(paragraph, Junk)
    )
    return Article(
        key=f"{id}.txt",
        title=title,
        text=text,
        body=body,
        language=language,
        digest=f"digest of {text}",
        id=id,
        external_id=external_id,
        date=date,
        source=source,
    )


def build_passage(article_id: int, start: int = 0, end: int = 5) -> Passage:
    """Return a passage of which only the span matters."""
    (passage,) = passages_of(build_article("Gempa."))
    return replace(passage, article_id=article_id, start=start, end=end)
