"""How long it takes to find the topics that match one article, among few and among very many.

``python -m tests.bench.topics`` prints milliseconds an article and the process's memory, of one
index that grows. Topics are words of the articles themselves, so that every one of them could
match; articles come as often as they would.
"""

import random
import resource
import time
from collections.abc import Iterator

import numpy as np

from index.topics import TopicIndex, parse
from index.types import Article
from tests.bench.collection import articles, token_lists, vocabulary

SIZES = (1_000, 100_000, 1_000_000)
PASSAGES = 20_000
ARTICLES = 300
MOST_WORDS = 4
STOP_WORDS = 100


def main() -> None:
    """Run the benchmark and print its table."""
    rank = {word: float(place) for place, word in enumerate(vocabulary())}
    index = TopicIndex(lambda stem: rank.get(stem, 0.0))
    read = list(articles(PASSAGES))[:ARTICLES]
    written = _topics(PASSAGES)
    before = _peak()
    for size in SIZES:
        began = time.perf_counter()
        while len(index) < size:
            index.add(len(index), parse(next(written)))
        filed = time.perf_counter() - began
        _print(index, _times(index, read), filed, _peak() - before)


def _topics(passages: int) -> Iterator[str]:
    """One to four words of a passage, none so common that a language would have it as stop word.

    Of twenty, two have an OR, one is a phrase, one has a minus sign.
    """
    rng = random.Random(3)
    lists = token_lists(passages)
    common = set(vocabulary()[:STOP_WORDS])
    while True:
        words = rng.choice(lists)
        start = rng.randrange(len(words) - 1)
        telling = [word for word in rng.sample(words, 8) if word not in common]
        chosen = " ".join(telling[: rng.randint(1, MOST_WORDS)]) or words[-1]
        match rng.randrange(20):
            case 0 | 1:
                yield chosen.replace(" ", " OR ")
            case 2:
                yield f'"{words[start]} {words[start + 1]}"'
            case 3:
                yield f"{chosen} -{words[start]}"
            case _:
                yield chosen


def _times(index: TopicIndex, read: list[Article]) -> list[tuple[float, int]]:
    """Seconds and matches of each article, the best of three rounds."""
    rounds = [[_timed(index, article) for article in read] for _ in range(3)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _timed(index: TopicIndex, article: Article) -> tuple[float, int]:
    began = time.perf_counter()
    matched = index.match(article)
    return time.perf_counter() - began, len(matched)


def _peak() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(index: TopicIndex, times: list[tuple[float, int]], filed: float, memory: float) -> None:
    p50, p95 = np.quantile([seconds * 1e3 for seconds, _ in times], [0.5, 0.95])
    matched = np.median([count for _, count in times])
    print(
        f"{len(index):9,} topics: {p50:7.3f} ms an article, p95 {p95:7.3f}, "
        f"{matched:6.0f} match; +{memory:4.0f} MB, last filed in {filed:5.1f} s"
    )


if __name__ == "__main__":
    main()
