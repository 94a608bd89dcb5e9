"""Tell near-duplicate wordings: articles quote the same words a little differently. Pure."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

_WORD = re.compile(r"\w+")
_SAME_WORDS = 0.7
"""The share of all words of two wordings that both have, from which on they are the same."""
_CONTAINED = 0.85
"""The share of the shorter one's words that the longer one has, the same."""
_MIN_WORDS = 5
"""Words that the shorter one must have for that."""

Wording = TypeVar("Wording")


def distinct(items: Iterable[Wording], text: Callable[[Wording], str]) -> list[tuple[Wording, int]]:
    """Return the first item of each wording, in order, with the number of the others."""
    kept: list[tuple[Wording, frozenset[str]]] = []
    others: list[int] = []
    for item in items:
        words = frozenset(_WORD.findall(text(item).casefold()))
        same = next((n for n, (_, its) in enumerate(kept) if _is_same(words, its)), None)
        if same is None:
            kept.append((item, words))
            others.append(0)
        else:
            others[same] += 1
    return [(item, count) for (item, _), count in zip(kept, others, strict=True)]


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    common, shorter = len(one & other), min(len(one), len(other))
    if common >= _SAME_WORDS * len(one | other):
        return True
    return shorter >= _MIN_WORDS and common >= _CONTAINED * shorter
