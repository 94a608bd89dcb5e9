"""Build articles from paragraphs, so that a test states only what matters; spans are computed."""

import asyncio
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hypothesis import settings

from index.answers.evidence import PassageEvidence, read_hits
from index.answers.reranking import RankedPassage, rank
from index.answers.term_weights import Weights
from index.inverted.live_segment import LiveSegment
from index.inverted.local_engine import LocalEngine
from index.inverted.searcher import LiveIndex
from index.inverted.segment import Segment, SegmentBuilder
from index.query.parser import parse_question
from index.text.passages import passages_of
from index.types import Article, Language, Passage, Query, SearchResult, Span

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


@dataclass(frozen=True)
class Found:
    """Every result between a question and its quotes, in order."""

    query: Query
    result: SearchResult
    weights: Weights
    evidence: list[PassageEvidence]
    ranked: list[RankedPassage]


def find(
    question: str,
    articles: Iterable[Article],
    language: Language = Language.INDONESIAN,
    today: datetime.date | None = None,
) -> Found:
    """Search ``articles`` with the embedded engine; read and rank what is found."""
    known = {article.id: article for article in articles}
    engine = LocalEngine()
    engine.serve(build_index(known.values()))
    query = parse_question(question, language)
    result = asyncio.run(engine.search(query, limit=100))
    weights = Weights.of(query, result.idf)
    evidence = read_hits(result, known, query, weights, 20)
    return Found(query, result, weights, evidence, rank(evidence, query, weights, today))
