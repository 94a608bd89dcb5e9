"""Tell which of the speakers' names are of one person. Pure.

Articles name the same person more or less fully: a short name is taken for that of a longer one
only if there is no other whom it may be of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model.quotations import SpeakerCount

_SUFFIXES = frozenset("jr sr ii iii iv junior senior".split())
"""Words that tell a person from a relative of the same name."""
_PROMINENT = 0.9
"""The share of the quotations under a family name from which on it alone means who has them."""
_PROMINENT_QUOTATIONS = 10


@dataclass(frozen=True, slots=True)
class Person:
    """A person: the key and name of the fullest name, all keys, and how often they are quoted."""

    key: str
    name: str
    keys: tuple[str, ...]
    quotations: int


def persons_of(speakers: Sequence[SpeakerCount]) -> list[Person]:
    """Return the persons who have these names, the most quoted first."""
    words = {each.key: _words(each.key) for each in speakers}
    fullest = [each for each in speakers if not _is_part(words[each.key], words.values())]
    groups: dict[frozenset[str], list[SpeakerCount]] = {}
    for each in fullest:
        groups.setdefault(words[each.key], []).append(each)
    rest = [each for each in speakers if words[each.key] not in groups]
    for each in sorted(rest, key=lambda one: -len(words[one.key])):
        owner = _owner(words[each.key], groups)
        groups.setdefault(owner or words[each.key], []).append(each)
    found = map(_person, groups.values())
    return sorted(found, key=lambda person: (-person.quotations, person.key))


def prominent(persons: Sequence[Person]) -> Person | None:
    """Return whom a name that all ``persons`` have means; None if it may be any of them."""
    if len(persons) <= 1:
        return next(iter(persons), None)
    best, total = persons[0], sum(each.quotations for each in persons)
    enough = max(_PROMINENT * total, _PROMINENT_QUOTATIONS)
    return best if best.quotations >= enough else None


def named_in(person: Person, persons: Iterable[Person]) -> Person | None:
    """Return the one of ``persons`` that has the fullest name of ``person``."""
    return next((each for each in persons if person.key in each.keys), None)


def _words(key: str) -> frozenset[str]:
    """Return the words of a name without initials, if anything else is left."""
    return frozenset(word for word in key.split() if len(word) > 1) or frozenset(key.split())


def _is_part(words: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    return any(_may_be(words, other) for other in others)


def _may_be(words: frozenset[str], fuller: frozenset[str]) -> bool:
    """Whether a name may be a shorter form of a fuller one."""
    return words < fuller and not (fuller - words) & _SUFFIXES


def _owner(
    words: frozenset[str], groups: dict[frozenset[str], list[SpeakerCount]]
) -> frozenset[str] | None:
    """Return the name of whom a shorter one is; None if it may be of several, or of nobody."""
    fuller = [each for each in groups if _may_be(words, each)]
    if len(fuller) == 1:
        return fuller[0]
    counts = {each: sum(one.quotations for one in groups[each]) for each in fuller}
    total = sum(counts.values())
    best = max(counts, key=lambda each: counts[each], default=None)
    if best is None or counts[best] < max(_PROMINENT * total, _PROMINENT_QUOTATIONS):
        return None
    return best


def _person(group: Sequence[SpeakerCount]) -> Person:
    fullest = max(group, key=lambda each: (len(_words(each.key)), each.quotations))
    keys = tuple(each.key for each in group)
    return Person(fullest.key, fullest.name, keys, sum(each.quotations for each in group))
