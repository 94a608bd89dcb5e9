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
    """Holds if its key, one stem or two neighbours, occurs anywhere."""

    key: str


@dataclass(frozen=True, slots=True)
class WordRun:
    """Holds if its keys occur at these distances from the first, which is at 0."""

    keys: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds if every part does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds if some part does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Holds if its part does not."""

    part: "Condition"


_CACHE_SIZE = 1_000
"""Conditions; a topic that was just parsed is indexed, tried or quoted for next."""

Condition = Stem | WordRun | AllOf | AnyOf | NoneOf
Atom = Stem | WordRun


@lru_cache(maxsize=_CACHE_SIZE)
def condition_for(topic: Topic, language: Language) -> Condition | None:
    """Return the topic's condition on articles in ``language``; None if it has only stop words.

    A part of stop words alone is left out, and so is one that would then only exclude.
    """
    condition = _condition(topic.root, language, None)
    return condition if condition is not None and requires_match(condition) else None


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
            lost = asks_for_something(node) and not any(map(requires_match, kept))
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
    """Consecutive words; stop words between others keep their positions, the rest are dropped."""
    stems = [stem for word in words for stem in stems_of(word, language, field)]
    keys = list(_keys(stems, field))
    if len(keys) < 2:
        return Stem(keys[0][1]) if keys else None
    first = keys[0][0]
    return WordRun(tuple((position - first, key) for position, key in keys))


def _keys(stems: list[str], field: Field | None) -> Iterator[tuple[int, str]]:
    """Yield each two neighbours, and each stem without a neighbour, with their positions."""
    for position, stem in enumerate(stems):
        after = stems[position + 1] if position + 1 < len(stems) else ""
        if stem and after:
            yield position, key_of(field, stem, after)
        elif stem and not (position and stems[position - 1]):
            yield position, key_of(field, stem)


def requires_match(condition: Condition) -> bool:
    """Whether the condition can hold only for articles that contain something."""
    match condition:
        case AllOf(parts):
            return any(map(requires_match, parts))
        case AnyOf(parts):
            return all(map(requires_match, parts))
        case NoneOf():
            return False
    return True


def holds(condition: Condition, positions: Positions) -> bool:
    """Whether an article with these positions fulfils the condition."""
    match condition:
        case Stem(key):
            return key in positions
        case WordRun(keys):
            return occurs(keys, positions)
        case AllOf(parts):
            return all(holds(part, positions) for part in parts)
        case AnyOf(parts):
            return any(holds(part, positions) for part in parts)
        case NoneOf(part):
            return not holds(part, positions)


def occurs(keys: tuple[tuple[int, str], ...], positions: Positions) -> bool:
    """Whether the keys of a run occur somewhere at their distances."""
    if not all(key in positions for _, key in keys):
        return False
    return any(
        all(start + distance in positions[key] for distance, key in keys[1:])
        for start in positions[keys[0][1]]
    )


def positive_keys(condition: Condition) -> Iterator[str]:
    """Yield the keys that are looked for, in order, but not those of exclusions."""
    match condition:
        case Stem(key):
            yield key
        case WordRun(keys):
            yield from (key for _, key in keys)
        case AllOf(parts) | AnyOf(parts):
            yield from chain.from_iterable(map(positive_keys, parts))


def alternatives(condition: Condition) -> list[frozenset[Atom]]:
    """Return sets of stems and runs; an article that fulfils the condition contains one of them.

    No set is empty. Raises ValueError unless ``requires_match``.
    """
    match condition:
        case Stem() | WordRun():
            return [frozenset((condition,))]
        case AnyOf(parts):
            return [atoms for part in parts for atoms in alternatives(part)]
        case AllOf(parts):
            found = [alternatives(part) for part in parts if requires_match(part)]
            certain = [sets[0] for sets in found if len(sets) == 1]
            return [frozenset().union(*certain)] if certain else min(found, key=len)
        case NoneOf():
            raise ValueError("nothing is asked for")


def is_exact(condition: Condition) -> bool:
    """Whether every article that contains one of the ``alternatives`` fulfils the condition."""
    match condition:
        case AnyOf(parts):
            return all(map(is_exact, parts))
        case AllOf(parts):
            return all(isinstance(part, Atom) for part in parts)
    return isinstance(condition, Atom)


def single_exclusion(condition: Condition) -> Atom | None:
    """Return the one stem or run that a condition excludes, if all else are required ones."""
    if not isinstance(condition, AllOf):
        return None
    excluded = [part.part for part in condition.parts if isinstance(part, NoneOf)]
    others = [part for part in condition.parts if not isinstance(part, NoneOf)]
    if len(excluded) == 1 and all(isinstance(part, Atom) for part in (*excluded, *others)):
        found = excluded[0]
        return found if isinstance(found, Atom) else None
    return None
