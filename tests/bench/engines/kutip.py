"""Our own engine: its scorer, and the door through which the bot searches."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.sentences import SentenceTable
from index.inverted.local_engine import LocalEngine
from index.inverted.segment import PassageTable, Segment
from index.inverted.segment_folder import Manifest, SegmentFolder, StoredSegment
from index.types import AnswerType, Article, Language, Query, Span
from tests.bench.engines.engine import Engine, Found
from tests.index.inverted.rank_bm25_adapter import RankBM25Adapter, build_postings

_VERSION = "bench"
_PASSAGES = 5  # of an article
_FIRST_NEW = 10**9


class Kutip(Engine):
    """Tokens to numbers and scores, as the peers give them."""

    built_as = "kutip"

    def build(self, passages: Sequence[list[str]] | Sequence[str], folder: Path) -> None:
        """Index, and leave a snapshot."""
        postings = build_postings(passages)
        places = _places(len(passages))
        kept = SegmentFolder(folder)
        name = kept.write(Segment(places, postings, _sentences(np.unique(places.articles))))
        kept.publish(Manifest(_VERSION, (StoredSegment(name, frozenset()),)))

    def open(self, folder: Path) -> None:
        """Serve the snapshot."""
        self._engine = LocalEngine(folder)
        asyncio.run(self._engine.restore(_VERSION))
        stored = SegmentFolder(folder)
        (segment,) = stored.manifest().segments
        self._scorer = RankBM25Adapter(stored.read(segment.name).postings)

    def search(self, terms: list[str], k: int) -> Found:
        """The scorer's answer."""
        return self._scorer.top(terms, k)

    def exhaustive(self, terms: list[str], k: int) -> Found:
        """What adding up every posting and sorting all passages gives."""
        scores = self._scorer.get_scores(terms)
        order = np.lexsort((np.arange(len(scores)), -scores))[:k]
        return [(int(n), float(scores[n])) for n in order if scores[n] > 0]

    def update(self, terms: list[str]) -> float | None:
        """An article is replaced by one with a new word, and found by it."""
        return asyncio.run(self._update(terms))

    async def _update(self, terms: list[str]) -> float:
        began = time.perf_counter()
        added = [_article(_FIRST_NEW, [*terms, "kwxyz"])]
        await (await self._engine.apply(added, [1])).commit("1")
        result = await self._engine.search(_query(["kwxyz"]), limit=1)
        took = time.perf_counter() - began
        assert [hit.passage.article_id for hit in result.hits] == [_FIRST_NEW]
        return took

    def postings(self) -> int | None:
        """Of all terms."""
        return len(self._scorer.postings.passages)


class KutipDoor(Kutip):
    """The same through ``LocalEngine.search``, which gives passages and leaves the loop free."""

    def search(self, terms: list[str], k: int) -> Found:
        """The places of the hits, as the numbers that they were built with."""
        result = asyncio.run(self._engine.search(_query(terms), limit=k))
        return [
            (_number(hit.passage.article_id, hit.passage.start), hit.score) for hit in result.hits
        ]

    def times(self, queries: Sequence[list[str]], k: int, patience: float) -> list[float]:
        """Within one event loop, as in the bot."""
        return asyncio.run(self._times(queries, k))

    async def _times(self, queries: Sequence[list[str]], k: int) -> list[float]:
        found = []
        for query in map(_query, queries):
            began = time.perf_counter()
            await self._engine.search(query, limit=k)
            found.append(time.perf_counter() - began)
        return found


def _places(passages: int) -> PassageTable:
    """Five passages an article, each as long as the other."""
    numbers = np.arange(passages, dtype=np.int32)
    starts = numbers % _PASSAGES * 1000
    none = np.zeros(passages, dtype=np.int32)
    articles = (numbers // _PASSAGES + 1).astype(np.int64)
    return PassageTable(articles, starts, starts + 900, none.astype(np.uint32), none)


def _sentences(articles: NDArray[np.int64]) -> SentenceTable:
    """Of each article an empty title."""
    count = len(articles)
    none = np.zeros(count, np.int32)
    return SentenceTable(
        terms=np.zeros(0, np.uint32),
        forms=np.zeros(0, np.uint16),
        bits=np.zeros(0, np.uint8),
        firsts=np.zeros(count + 1, np.int64),
        starts=none,
        ends=none,
        passages=none - 1,
        marks=none.astype(np.uint8),
        checksums=none.astype(np.uint32),
        articles=np.arange(count + 1),
        ids=articles,
        days=none,
        sizes=none,
    )


def _number(article: int, start: int) -> int:
    return (article - 1) * _PASSAGES + start // 1000


def _query(terms: list[str]) -> Query:
    return Query(" ".join(terms), Language.INDONESIAN, tuple(terms), AnswerType.OTHER)


def _article(number: int, terms: list[str]) -> Article:
    text = " ".join(terms)
    return Article(
        key=str(number),
        title="",
        text=text,
        body=(Span(0, len(text)),),
        language=Language.INDONESIAN,
        digest="",
        id=number,
    )
