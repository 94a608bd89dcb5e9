"""Near-duplicates: whether two articles tell one story in nearly the same words."""

from index.types import Article

Signature = bytes
"""What is kept of an article to compare it by; comparable only with those of the same version."""


def signature(article: Article) -> Signature:
    """The signature of ``article``; equal for equal titles and bodies."""
    raise NotImplementedError


def bands(kept: Signature) -> tuple[int, ...]:
    """Keys, signed 64-bit; two articles of one story share at least one, almost surely."""
    raise NotImplementedError


def similarity(one: Signature, other: Signature) -> float:
    """The estimated share of what they say that both say (Jaccard), 0 to 1."""
    raise NotImplementedError


def same_story(one: Signature, other: Signature) -> bool:
    """Whether both tell one story.

    A correction may have changed more than that: who stores stories keeps the story of an article
    by its id, and asks this only of articles that are new.
    """
    raise NotImplementedError
