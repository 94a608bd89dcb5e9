"""Articles from paragraphs, so that a test says only what matters to it; spans are computed."""

import asyncio
import datetime
from collections.abc import Iterable

from hypothesis import settings

from index.local import LocalEngine, build_index
from index.question import parse_question
from index.types import Article, Language, Query, SearchResult, Span

unhurried = settings(deadline=None, max_examples=50)
"""For properties: a busy machine makes single examples slow, and speed is not what they prove."""
thorough = settings(deadline=None, max_examples=200)
"""For the properties that the rest is built on, where an example takes no time."""


class Junk(str):
    """A paragraph that stands in the text and not in the body: a label, a share bar."""


def build_article(
    *paragraphs: str,
    id: int = 1,
    title: str = "",
    language: Language = Language.INDONESIAN,
    date: datetime.date | None = None,
    external_id: str = "",
    between: str = "\n\n",
) -> Article:
    """An article whose text is ``paragraphs`` in order and whose body is those not ``Junk``."""
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
    )


def search(
    question: str, articles: Iterable[Article], language: Language = Language.INDONESIAN
) -> tuple[Query, SearchResult]:
    """``question`` as a query, and what the embedded engine finds for it in ``articles``."""
    query = parse_question(question, language)
    engine = LocalEngine()
    engine.serve(build_index(articles))
    return query, asyncio.run(engine.search(query))
