"""Terms that unknown words may misspell, proposed by the cluster and chosen by our own rule."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from index.opensearch.cluster import Json
from index.opensearch.queries import spellings_body, spellings_of
from index.query.spelling import likeliest, max_edits, near

SendSearches = Callable[[Sequence[Json]], Awaitable[Sequence[Json] | None]]
"""Return the responses to searches; None if nothing is served."""
CountDocuments = Callable[[Sequence[str]], Awaitable[Mapping[str, int]]]
"""Return how many passages hold each term."""


async def similar(words: Sequence[str], ask: SendSearches, count: CountDocuments) -> dict[str, str]:
    """Return for each of ``words``, which occur nowhere, the likeliest term, or ""."""
    found = dict.fromkeys(words, "")
    # Terms with another first letter come after all others (``index.query.spelling.preference``).
    for prefix in (1, 0):
        wanted = [word for word in words if not found[word] and max_edits(word)]
        found |= await _likeliest(wanted, prefix, ask, count)
    return found


async def _likeliest(
    words: Sequence[str], prefix: int, ask: SendSearches, count: CountDocuments
) -> dict[str, str]:
    responses = await ask([spellings_body(words, prefix)]) if words else None
    if responses is None:
        return {}
    proposed = [
        near(word, terms)
        for word, terms in zip(words, spellings_of(responses[0], words), strict=True)
    ]
    # The suggester's own counts include what was deleted.
    counts = await count(list({each.word for spellings in proposed for each in spellings}))
    return {
        word: likeliest(word, [(each, counts[each.word]) for each in spellings]) or ""
        for word, spellings in zip(words, proposed, strict=True)
    }
