"""How surely copies of a story are known for copies, and how often other stories are taken for one.

``python -m tests.bench.stories ARTICLES…`` rewrites some of the articles five times each, as five
sources would, and lets them arrive in random order; then it lets articles arrive as they are, day
by day. Stories that were merged have to be judged by a person: ``--show 20`` prints as many.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from index.sources.loader import load
from index.stories.near_duplicates import Signature, bands, same_story, signature
from index.types import Article, Span

STORIES, SOURCES = 400, 5
LEAST, MOST = 0.10, 0.30
"""The shares of a copy's words that are others."""
COMPARED = 3_000
"""Articles of all days that are compared with each other."""


class Stories:
    """What has arrived, found by the bands of its signature as storage finds it."""

    def __init__(self) -> None:
        self._signatures: list[tuple[Article, Signature]] = []
        self._holding: defaultdict[int, list[int]] = defaultdict(list)

    def arrive(self, article: Article) -> Article | None:
        """The first article that tells the same; None for a story of its own."""
        signed = signature(article)
        near = {number for band in bands(signed) for number in self._holding[band]}
        for number in sorted(near):
            other, kept = self._signatures[number]
            if same_story(kept, signed):
                return other
        for band in bands(signed):
            self._holding[band].append(len(self._signatures))
        self._signatures.append((article, signed))
        return None


def main() -> None:
    """Run both measures and print their lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    items = chain.from_iterable(load(path, path.name) for path in given.articles)
    read = [item for item in items if isinstance(item, Article) and len(item.text) > 400]
    chance = random.Random(1)
    _copies(read, chance)
    _others(read, chance, given.show)


def _copies(read: Sequence[Article], chance: random.Random) -> None:
    words = [word for article in chance.sample(read, STORIES) for word in _words(article)]
    chosen = chance.sample(read, STORIES)
    arriving = [
        (number, rewritten(article, chance, words))
        for number, article in enumerate(chosen)
        for _ in range(SOURCES)
    ]
    chance.shuffle(arriving)
    stories, told = Stories(), [0] * len(chosen)
    for number, copy in arriving:
        told[number] += stories.arrive(copy) is None
    alerts = sum(told)
    copies = STORIES * (SOURCES - 1)
    print(
        f"{STORIES} stories from {SOURCES} sources each, {LEAST:.0%} to {MOST:.0%} of the words "
        f"others: told once {sum(each == 1 for each in told) / STORIES:.3f}, "
        f"copies known {1 - (alerts - STORIES) / copies:.4f}"
    )


def rewritten(article: Article, chance: random.Random, words: Sequence[str]) -> Article:
    """The article with some of its words dropped or replaced by any of ``words``."""
    share = chance.uniform(LEAST, MOST)
    kept = list(_changed(_words(article), share, chance, words))
    text = " ".join(kept)
    return replace(article, text=text, body=(Span(0, len(text)),))


def _changed(
    written: Iterable[str], share: float, chance: random.Random, words: Sequence[str]
) -> Iterator[str]:
    for word in written:
        if chance.random() >= share:
            yield word
        elif chance.random() < 0.5:
            yield chance.choice(words)


def _words(article: Article) -> list[str]:
    return " ".join(article.text[start:end] for start, end in article.body).split()


def _others(read: Sequence[Article], chance: random.Random, shown: int) -> None:
    """Articles as they are: of one day among each other, and of all days."""
    days: defaultdict[object, list[Article]] = defaultdict(list)
    for article in read:
        if article.date:
            days[article.date].append(article)
    merged = [pair for day in days.values() for pair in _merged(day)]
    count = sum(map(len, days.values()))
    print(
        f"{count:,} articles day by day: {len(merged)} taken for a story ({_share(merged, count)})"
    )
    for one, other in chance.sample(merged, min(shown, len(merged))):
        print(f"  {one.title} | {other.title}")
    some = chance.sample(read, min(COMPARED, len(read)))
    far = [pair for pair in _merged(some) if pair[0].date != pair[1].date]
    print(
        f"{len(some):,} articles of all days: {len(far)} of another day ({_share(far, len(some))})"
    )


def _merged(articles: Iterable[Article]) -> list[tuple[Article, Article]]:
    stories = Stories()
    return [
        (found, article) for article in articles if (found := stories.arrive(article)) is not None
    ]


def _share(some: Sequence[object], count: int) -> str:
    return f"{len(some) / count:.2%}" if count else "none"


if __name__ == "__main__":
    main()
