"""Split an article into passages: runs of whole sentences, about the length of a paragraph.

A paragraph is a passage. Long ones are split at sentence ends into parts of similar length;
neighbouring short ones are joined, so that a passage has enough words to be found by.
"""

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from operator import attrgetter

from index.text.sentences import split_sentences
from index.types import Article, Passage, Span

MAX_PASSAGE = 1000
"""Characters, about 140 words; measured in docs/decisions/0004-passages-and-quotes.md."""
MIN_PASSAGE = 400
"""Characters; a shorter run is joined with the next."""
_end = attrgetter("end")
_MAX_TRIES = 200
"""Numbers of parts tried for a paragraph, about; one of 5 MB took 50 s with every number."""


def passages_of(article: Article) -> list[Passage]:
    """Return the passages of ``article`` in order; together they cover its body."""
    runs = [run for paragraph in article.body for run in _cut(article.text, paragraph)]
    return [
        Passage(article.id, start, end, _checksum(article.text[start:end]))
        for start, end in _joined(article.text, runs)
    ]


def is_current(passage: Passage, article: Article) -> bool:
    """Whether ``passage`` still has the characters that were indexed.

    False if the article was changed after the index was built.
    """
    return passage.checksum == _checksum(article.text[passage.start : passage.end])


def sentences_of(article: Article, start: int, end: int) -> list[Span]:
    """Return the sentences in ``article.text[start:end]``; none crosses a paragraph's end."""
    sentences: list[Span] = []
    for paragraph in islice(article.body, bisect_right(article.body, start, key=_end), None):
        if paragraph.start >= end:
            break
        first, last = max(start, paragraph.start), min(end, paragraph.end)
        sentences += split_sentences(article.text, first, last)
    return sentences


def _checksum(characters: str) -> int:
    return zlib.crc32(characters.encode("utf-8", "surrogatepass"))


def _cut(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield parts of similar length in whole sentences, none longer than ``MAX_PASSAGE``."""
    length = paragraph.end - paragraph.start
    if length <= MAX_PASSAGE:
        yield paragraph
        return
    sentences = split_sentences(text, *paragraph)
    least = -(-length // MAX_PASSAGE)
    # Twice as many parts are always enough, unless there are wide gaps between sentences.
    for count in range(least, 2 * least + 1, max(1, least // _MAX_TRIES)):
        parts = _parts(sentences, count) if count <= len(sentences) else []
        if parts and max(part.end - part.start for part in parts) <= MAX_PASSAGE:
            yield from parts
            return
    yield from _packed(sentences)


def _packed(sentences: Iterable[Span]) -> Iterator[Span]:
    """Yield runs of as many sentences as fit into a passage."""
    pending: Span | None = None
    for start, end in sentences:
        if pending is not None and end - pending.start > MAX_PASSAGE:
            yield pending
            pending = None
        pending = Span(start if pending is None else pending.start, end)
    if pending is not None:
        yield pending


def _parts(sentences: Sequence[Span], count: int) -> list[Span]:
    """Split ``sentences`` into at most ``count`` runs, as nearly equal in length as they allow."""
    first, last = sentences[0].start, sentences[-1].end
    starts = [sentence.start for sentence in sentences]
    wanted = (first + number * (last - first) / count for number in range(1, count))
    cuts = {_nearest(starts, offset) for offset in wanted}
    edges = [0, *sorted(cuts - {0}), len(sentences)]
    return [Span(sentences[begin].start, sentences[end - 1].end) for begin, end in pairwise(edges)]


def _nearest(starts: Sequence[int], offset: float) -> int:
    """Return the index of the nearest of the ascending ``starts``."""
    after = min(bisect_left(starts, offset), len(starts) - 1)
    return after - 1 if after and offset - starts[after - 1] < starts[after] - offset else after


def _joined(text: str, runs: Sequence[Span]) -> Iterator[Span]:
    pending: Span | None = None
    for run in runs:
        if pending is not None and not _can_join(text, pending, run):
            yield pending
            pending = None
        pending = run if pending is None else Span(pending.start, run.end)
        if pending.end - pending.start >= MIN_PASSAGE:
            yield pending
            pending = None
    if pending is not None:
        yield pending


def _can_join(text: str, run: Span, following: Span) -> bool:
    """Whether only white space separates the two and together they are not too long."""
    gap = text[run.end : following.start]
    return following.end - run.start <= MAX_PASSAGE and not gap.strip()
