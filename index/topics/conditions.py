"""A topic as a condition on the stems of articles in one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from index.topics.grammar import (
    All,
    Either,
    Field,
    Node,
    Phrase,
    Topic,
    Within,
    Without,
    Word,
    asks_for_something,
)
from index.topics.words import Positions, key_of, stems_of
from index.types import Language


@dataclass(frozen=True, slots=True)
class Stem:
    """Holds where its key, one stem or two neighbours, stands anywhere."""

    key: str


@dataclass(frozen=True, slots=True)
class WordRun:
    """Holds where its keys stand at these distances from the first, which is at 0."""

    keys: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where every part does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where some part does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Holds where its part does not."""

    part: "Condition"


_REMEMBERED = 1_000
"""Conditions; a topic that was just parsed is filed, tried or quoted for next."""

Condition = Stem | WordRun | AllOf | AnyOf | NoneOf
Atom = Stem | WordRun


@lru_cache(maxsize=_REMEMBERED)
def condition_for(topic: Topic, language: Language) -> Condition | None:
    """What an article in ``language`` must fulfil, or None where the topic says nothing in it.

    Stop words ask for nothing; a part of them alone is left out, and one that would then only
    exclude as well.
    """
    condition = _condition(topic.root, language, None)
    return condition if condition is not None and asks(condition) else None


def _condition(node: Node, language: Language, field: Field | None) -> Condition | None:
    match node:
        case Word(text):
            return _run((text,), language, field)
        case Phrase(words):
            return _run(words, language, field)
        case Within(inner, part):
            return _condition(part, language, inner)
        case Without(part):
            condition = _condition(part, language, field)
            return None if condition is None else NoneOf(condition)
        case All(parts):
            kept = _conditions(parts, language, field)
            lost = asks_for_something(node) and not any(map(asks, kept))
            return None if lost else _joined(AllOf, kept)
        case Either(parts):
            return _joined(AnyOf, _conditions(parts, language, field))


def _conditions(
    parts: tuple[Node, ...], language: Language, field: Field | None
) -> list[Condition]:
    found = (_condition(part, language, field) for part in parts)
    return [condition for condition in found if condition is not None]


def _joined(kind: type[AllOf] | type[AnyOf], parts: Sequence[Condition]) -> Condition | None:
    distinct = tuple(dict.fromkeys(parts))
    return kind(distinct) if len(distinct) > 1 else next(iter(distinct), None)


def _run(words: tuple[str, ...], language: Language, field: Field | None) -> Condition | None:
    """Words in a row; stop words keep their places between others and fall away outside."""
    stems = [stem for word in words for stem in stems_of(word, language, field)]
    keys = list(_keys(stems, field))
    if len(keys) < 2:
        return Stem(keys[0][1]) if keys else None
    first = keys[0][0]
    return WordRun(tuple((place - first, key) for place, key in keys))


def _keys(stems: list[str], field: Field | None) -> Iterator[tuple[int, str]]:
    """Every two neighbours, and the stems that have none, with their places."""
    for place, stem in enumerate(stems):
        after = stems[place + 1] if place + 1 < len(stems) else ""
        if stem and after:
            yield place, key_of(field, stem, after)
        elif stem and not (place and stems[place - 1]):
            yield place, key_of(field, stem)


def asks(condition: Condition) -> bool:
    """Whether something must stand in an article for the condition to hold."""
    match condition:
        case AllOf(parts):
            return any(map(asks, parts))
        case AnyOf(parts):
            return all(map(asks, parts))
        case NoneOf():
            return False
    return True


def holds(condition: Condition, positions: Positions) -> bool:
    """Whether an article with these positions fulfils the condition."""
    match condition:
        case Stem(key):
            return key in positions
        case WordRun(keys):
            return stands(keys, positions)
        case AllOf(parts):
            return all(holds(part, positions) for part in parts)
        case AnyOf(parts):
            return any(holds(part, positions) for part in parts)
        case NoneOf(part):
            return not holds(part, positions)


def stands(keys: tuple[tuple[int, str], ...], positions: Positions) -> bool:
    """Whether the keys of a run stand at their distances somewhere."""
    if not all(key in positions for _, key in keys):
        return False
    return any(
        all(start + distance in positions[key] for distance, key in keys[1:])
        for start in positions[keys[0][1]]
    )


def wanted(condition: Condition) -> Iterator[str]:
    """The keys that are looked for, in order; not those of what is excluded."""
    match condition:
        case Stem(key):
            yield key
        case WordRun(keys):
            yield from (key for _, key in keys)
        case AllOf(parts) | AnyOf(parts):
            yield from chain.from_iterable(map(wanted, parts))


def alternatives(condition: Condition) -> list[frozenset[Atom]]:
    """Sets of stems and runs of which an article that fulfils the condition holds one whole.

    The condition must ask for something; so does every set.
    """
    match condition:
        case Stem() | WordRun():
            return [frozenset((condition,))]
        case AnyOf(parts):
            return [atoms for part in parts for atoms in alternatives(part)]
        case AllOf(parts):
            found = [alternatives(part) for part in parts if asks(part)]
            certain = [sets[0] for sets in found if len(sets) == 1]
            return [frozenset().union(*certain)] if certain else min(found, key=len)
        case NoneOf():
            raise ValueError("nothing is asked for")


def is_settled(condition: Condition) -> bool:
    """Whether an article that holds one of its ``alternatives`` fulfils it for certain."""
    match condition:
        case AnyOf(parts):
            return all(map(is_settled, parts))
        case AllOf(parts):
            return all(isinstance(part, Atom) for part in parts)
    return isinstance(condition, Atom)


def only_excluded(condition: Condition) -> Atom | None:
    """What a condition excludes, where it asks for stems and runs and excludes one of them."""
    if not isinstance(condition, AllOf):
        return None
    excluded = [part.part for part in condition.parts if isinstance(part, NoneOf)]
    others = [part for part in condition.parts if not isinstance(part, NoneOf)]
    if len(excluded) == 1 and all(isinstance(part, Atom) for part in (*excluded, *others)):
        found = excluded[0]
        return found if isinstance(found, Atom) else None
    return None
