"""Terms that unknown words may misspell, proposed by the cluster and chosen by our own rule."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from string import ascii_lowercase, digits

from index.opensearch.queries import Spelt, spellings_body, spellings_of
from index.opensearch.schema import Json
from index.query.spelling import ANY_INITIAL_LIMIT, likeliest, max_edits, near

_REQUEST_SPELLINGS = 100
"""Some 100 ms of two processors."""
_MAX_THOROUGH_WORDS = 4
"""Of which everything is tried, with 74 spellings each; a message with more unknown words that are
near nothing is no misspelt question."""

SendSearches = Callable[[Sequence[Json]], Awaitable[Sequence[Json] | None]]
"""Return the responses to searches; None if nothing is served."""
CountDocuments = Callable[[Sequence[str]], Awaitable[Mapping[str, int]]]
"""Return how many passages hold each term."""


async def similar(
    words: Sequence[str], passages: int, ask: SendSearches, count: CountDocuments
) -> dict[str, str]:
    """Return for each of ``words``, which occur nowhere, the likeliest term, or "".

    Terms with another first letter come after all others (``index.query.spelling.preference``), and
    those with one edit before those with two.
    """
    found = dict.fromkeys(words, "")
    tries = [_same_initial, _other_initial, _other_initial_and_more]
    for way in tries if passages <= ANY_INITIAL_LIMIT else tries[:1]:
        unknown = (word for word in words if not found[word])
        wanted = {word: ways for word in unknown if (ways := list(way(word)))}
        if way is not _other_initial_and_more or len(wanted) <= _MAX_THOROUGH_WORDS:
            found |= await _likeliest(wanted, ask, count)
    return found


def _same_initial(word: str) -> Iterator[Spelt]:
    if edits := max_edits(word):
        yield Spelt(word, edits, 1)


def _other_initial(word: str) -> Iterator[Spelt]:
    if max_edits(word):
        yield Spelt(word, 1, 0)


def _other_initial_and_more(word: str) -> Iterator[Spelt]:
    """Yield ``word`` with each edit of its first letter, for one edit more."""
    if max_edits(word) < 2:
        return
    yield Spelt(word[1:], 1, 0)
    yield Spelt(word[1] + word[0] + word[2:], 1, 1)
    for letter in ascii_lowercase + digits:
        yield Spelt(letter + word[1:], 1, 1)
        yield Spelt(letter + word, 1, 1)


async def _likeliest(
    wanted: Mapping[str, Sequence[Spelt]], ask: SendSearches, count: CountDocuments
) -> dict[str, str]:
    """Return for each word that is spelt in any way the likeliest neighbour of those, or ""."""
    spelt = [(word, way) for word, ways in wanted.items() for way in ways]
    neighbours: dict[str, set[str]] = {word: set() for word in wanted}
    for first in range(0, len(spelt), _REQUEST_SPELLINGS):
        part = spelt[first : first + _REQUEST_SPELLINGS]
        responses = await ask([spellings_body([way for _, way in part])])
        found = spellings_of(responses[0]) if responses else []
        for (word, _), terms in zip(part, found, strict=False):
            neighbours[word].update(terms)
    proposed = {word: near(word, sorted(terms)) for word, terms in neighbours.items()}
    # The suggester's own counts include what was deleted.
    known = {each.word for spellings in proposed.values() for each in spellings}
    counts = await count(list(known)) if known else {}
    return {
        word: likeliest(word, [(each, counts[each.word]) for each in spellings]) or ""
        for word, spellings in proposed.items()
    }
