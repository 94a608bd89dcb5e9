"""Made-up news for benchmarks: words drawn by Zipf's law, in sentences and paragraphs.

The same seed gives the same collection on every machine.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np

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


def token_lists(passages: int, seed: int = 1) -> list[list[str]]:
    """The tokens of ``passages`` passages of 30 to 110 tokens."""
    rng = np.random.default_rng(seed)
    words = np.array(vocabulary(), dtype=object)
    weights = 1 / np.arange(1, VOCABULARY + 1)
    lengths = rng.integers(SHORTEST, LONGEST + 1, passages)
    drawn = rng.choice(VOCABULARY, int(lengths.sum()), p=weights / weights.sum())
    return [list(part) for part in np.split(words[drawn], np.cumsum(lengths)[:-1])]


def queries(lists: list[list[str]], count: int, terms: int, seed: int = 2) -> list[list[str]]:
    """Queries of ``terms`` words that stand in one passage, from its commonest to its rarest."""
    rng = np.random.default_rng(seed)
    rank = {word: place for place, word in enumerate(vocabulary())}
    found: list[list[str]] = []
    while len(found) < count:
        words = sorted(set(lists[rng.integers(len(lists))]), key=rank.__getitem__)
        places = np.linspace(0, len(words) - 1, terms).astype(int)
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
