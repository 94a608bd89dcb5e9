"""Collections of tokens for benchmarks, and made-up news, its words drawn by Zipf's law.

The same seed gives the same collection on every machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import overload

import numpy as np
from numpy.typing import NDArray

from index.types import Article, Language, Span

VOCABULARY = 50_000
SHORTEST, LONGEST = 30, 110  # tokens of a passage
_SENTENCE = 15  # tokens
_PARAGRAPHS = 5

# Closed under nothing that a stemmer would take off, so that a token is a term.
_SYLLABLES = [a + b for a, b in product("bdfglnprsvz", "aou")]


def vocabulary() -> list[str]:
    """``VOCABULARY`` different words of three syllables and a letter, most frequent first."""
    words = ("".join(parts) for parts in product(_SYLLABLES, _SYLLABLES, _SYLLABLES, "xqj"))
    return [word for word, _ in zip(words, range(VOCABULARY), strict=False)]


_WORDS = np.array(vocabulary(), dtype=object)


@dataclass(frozen=True, slots=True)
class Drawn(Sequence[list[str]]):
    """Passages as they were drawn: a sequence of token lists that takes 4 bytes a token.

    ``words``: int32, places in ``vocabulary``; ``ends``: int64[passages + 1], from 0.
    """

    words: NDArray[np.int32]
    ends: NDArray[np.int64]
    vocabulary: NDArray[np.object_] = field(default_factory=lambda: _WORDS)

    def __len__(self) -> int:
        return len(self.ends) - 1

    @overload
    def __getitem__(self, place: int) -> list[str]: ...

    @overload
    def __getitem__(self, place: slice) -> "Drawn": ...

    def __getitem__(self, place: "int | slice") -> "list[str] | Drawn":
        if isinstance(place, slice):
            first, last, _ = place.indices(len(self))
            ends = self.ends[first : last + 1]
            return Drawn(self.words[ends[0] : ends[-1]], ends - ends[0], self.vocabulary)
        drawn = self.words[self.ends[place] : self.ends[place + 1]]
        return list(self.vocabulary[drawn])

    def lists(self) -> list[list[str]]:
        """Every passage's tokens."""
        tokens = self.vocabulary[self.words].tolist()
        return [tokens[first:last] for first, last in pairwise(self.ends.tolist())]


def draw(passages: int, seed: int = 1) -> Drawn:
    """``passages`` passages of 30 to 110 tokens."""
    rng = np.random.default_rng(seed)
    weights = 1 / np.arange(1, VOCABULARY + 1)
    lengths = rng.integers(SHORTEST, LONGEST + 1, passages)
    words = rng.choice(VOCABULARY, int(lengths.sum()), p=weights / weights.sum())
    return Drawn(words.astype(np.int32), np.concatenate(([0], np.cumsum(lengths))))


def token_lists(passages: int, seed: int = 1) -> list[list[str]]:
    """The tokens of ``passages`` passages of 30 to 110 tokens."""
    return draw(passages, seed).lists()


def queries(
    passages: Sequence[Sequence[str]], count: int, terms: int, seed: int = 2
) -> list[list[str]]:
    """Queries of ``terms`` words that stand in one passage, from its commonest to its rarest.

    A single term is any of the passage's words.
    """
    rng = np.random.default_rng(seed)
    rank = {word: place for place, word in enumerate(vocabulary())}
    found: list[list[str]] = []
    while len(found) < count:
        words = sorted(set(passages[int(rng.integers(len(passages)))]), key=rank.__getitem__)
        first = 0 if terms > 1 else int(rng.integers(len(words)))
        places = np.linspace(first, len(words) - 1, terms).astype(int)
        found.append([words[place] for place in dict.fromkeys(places.tolist())])
    return found


def articles(passages: int, seed: int = 1) -> Iterator[Article]:
    """Articles whose paragraphs are ``token_lists`` with capitals and full stops."""
    lists = token_lists(passages, seed)
    for number, first in enumerate(range(0, passages, _PARAGRAPHS), start=1):
        paragraphs = [_written(tokens) for tokens in lists[first : first + _PARAGRAPHS]]
        yield _article(number, paragraphs)


def _written(tokens: list[str]) -> str:
    sentences = [tokens[i : i + _SENTENCE] for i in range(0, len(tokens), _SENTENCE)]
    return " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)


def _article(number: int, paragraphs: list[str]) -> Article:
    text = "\n\n".join(paragraphs)
    ends = np.cumsum([len(paragraph) + 2 for paragraph in paragraphs]) - 2
    body = tuple(
        Span(int(end) - len(paragraph), int(end))
        for paragraph, end in zip(paragraphs, ends, strict=True)
    )
    return Article(
        key=f"made-up-{number}",
        title="",
        text=text,
        body=body,
        language=Language.INDONESIAN,
        digest=str(number),
        id=number,
    )
