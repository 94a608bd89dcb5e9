"""An article into passages: runs of whole sentences, about the length of a paragraph.

A paragraph is a passage. One that is too long is cut at sentence ends into parts of like length;
neighbouring short ones are joined, so that a passage says enough to be found by.
"""

import zlib
from collections.abc import Iterator, Sequence

from index.sentences import split_sentences
from index.types import Article, Passage, Span

LONGEST = 1000
"""Characters, about 140 words; docs/decisions/0004-passages-and-quotes.md has what was measured."""
SHORTEST = 400
"""Characters; a shorter run is joined with what follows it."""


def passages_of(article: Article) -> list[Passage]:
    """The passages of ``article`` in order; together they cover its body."""
    runs = [run for paragraph in article.body for run in _cut(article.text, paragraph)]
    return [
        Passage(article.id, start, end, _checksum(article.text[start:end]))
        for start, end in _joined(article.text, runs)
    ]


def still_stands(passage: Passage, article: Article) -> bool:
    """Whether the characters of ``passage`` are those that it was cut from.

    They are not where the article was changed after the index was built.
    """
    return passage.checksum == _checksum(article.text[passage.start : passage.end])


def sentences_of(article: Article, start: int, end: int) -> list[Span]:
    """The sentences in ``article.text[start:end]``; none reaches over a paragraph's end."""
    return [
        sentence
        for paragraph in article.body
        if paragraph.start < end and paragraph.end > start
        for sentence in split_sentences(
            article.text, max(start, paragraph.start), min(end, paragraph.end)
        )
    ]


def _checksum(characters: str) -> int:
    return zlib.crc32(characters.encode("utf-8", "surrogatepass"))


def _cut(text: str, paragraph: Span) -> Iterator[Span]:
    length = paragraph.end - paragraph.start
    if length <= LONGEST:
        yield paragraph
        return
    target = length / -(-length // LONGEST)  # equal parts, so that no stub is left at the end
    yield from _filled(split_sentences(text, *paragraph), target)


def _filled(sentences: Sequence[Span], target: float) -> Iterator[Span]:
    start = sentences[0].start
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        if following is None or following.end - start > LONGEST or sentence.end - start >= target:
            yield Span(start, sentence.end)
            if following is not None:
                start = following.start


def _joined(text: str, runs: Sequence[Span]) -> Iterator[Span]:
    pending: Span | None = None
    for run in runs:
        if pending is not None and not _can_join(text, pending, run):
            yield pending
            pending = None
        pending = run if pending is None else Span(pending.start, run.end)
        if pending.end - pending.start >= SHORTEST:
            yield pending
            pending = None
    if pending is not None:
        yield pending


def _can_join(text: str, run: Span, following: Span) -> bool:
    """Whether nothing but white space lies between them and the whole is not too long."""
    gap = text[run.end : following.start]
    return following.end - run.start <= LONGEST and not gap.strip()
