"""Articles from paragraphs, so that a test says only what matters to it; spans are computed."""

import datetime

from hypothesis import settings

from index.types import Article, Language, Span

unhurried = settings(deadline=None)
"""For properties: a busy machine makes single examples slow, and speed is not what they prove."""


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
