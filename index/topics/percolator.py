"""Percolator: an index of topics, which finds those that match an article."""

from array import array
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.topics.conditions import (
    Atom,
    Condition,
    Stem,
    WordRun,
    alternatives,
    condition_for,
    holds,
    is_exact,
    occurs,
    single_exclusion,
)
from index.topics.grammar import Topic
from index.topics.words import Positions, is_source, positions_of, stems_in
from index.types import Article, Language

_MAX_NEEDED = 3
"""Stems and runs that a row requires besides the one that it is indexed under."""
_NOTHING = 0
"""The number that stands for no stem and counts as present."""
_HALF = 32
_LOWER = (1 << _HALF) - 1
"""A row is three numbers of 64 bits: the topic's id, two needed numbers, and a third below the
flags. The rows of a slot are contiguous: reading scattered ones would dominate the time."""
_LANGUAGES = tuple(Language)
_INEXACT = 1 << 7
_FORBIDDEN = 8
"""The flags from this bit on are the number that an article must not have, or ``_NOTHING``."""
_MAX_FORBIDDEN = 1 << 23
"""Numbers that fit there; a topic that excludes a larger one is verified by itself."""


class TopicIndex:
    """Topics, each indexed under its rarest required stem; must not change during ``match``.

    A topic has a row for each alternative in each language, shared where these are equal. A row
    holds the topic's id, the stems and phrases that an article must have, and the one that it must
    not have, if there is one. A phrase of more than two words is looked for once per article,
    however many topics have it, and only if its rarest part occurs. Topics that rows do not decide
    are verified one by one.

    ``idf`` returns a stem's idf, and may be replaced; at ``add`` it decides where a topic is
    indexed, never what it matches. Numbers of stems and phrases are permanent: those of removed
    topics are left behind.
    """

    def __init__(self, idf: Callable[[str], float]) -> None:
        self.idf = idf
        self._numbers: dict[str | WordRun, int] = {}
        self._runs: dict[int, list[WordRun]] = {}
        self._rows: dict[int, array[int]] = {}
        self._slots: dict[int, tuple[int, ...]] = {}
        self._inexact: dict[int, tuple[Condition | None, ...]] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def add(self, topic_id: int, topic: Topic) -> None:
        """Index ``topic``, replacing one of the same id."""
        self.remove(topic_id)
        conditions = _by_language(topic)
        slots: list[int] = []
        for condition in dict.fromkeys(conditions):
            if condition is not None:
                slots += self._index(topic_id, condition, conditions)
        self._slots[topic_id] = tuple(dict.fromkeys(slots))

    def remove(self, topic_id: int) -> None:
        """Remove a topic, if it is there."""
        self._inexact.pop(topic_id, None)
        for slot in self._slots.pop(topic_id, ()):
            rows = np.frombuffer(self._rows.pop(slot), np.int64).reshape(-1, 3)
            left = rows[rows[:, 0] != topic_id]
            if left.size:
                self._rows[slot] = array("q", left.tobytes())

    def match(self, article: Article) -> list[int]:
        """Return the ids of the topics that match ``article``, ascending."""
        positions = positions_of(article)
        language = _LANGUAGES.index(article.language)
        rows = self._candidate_rows(positions, 1 << language)
        owners = rows[:, 0]
        inexact = rows[:, 2] >> _HALF & _INEXACT > 0
        verified = [
            owner
            for owner in set(owners[inexact].tolist())
            if self._holds(owner, language, positions)
        ]
        found = np.concatenate([owners[~inexact], np.array(verified, np.int64)])
        matched: list[int] = _distinct(found).tolist()
        return matched

    def _holds(self, topic_id: int, language: int, positions: Positions) -> bool:
        condition = self._inexact[topic_id][language]
        return condition is not None and holds(condition, positions)

    def _candidate_rows(self, positions: Positions, language_bit: int) -> NDArray[np.int64]:
        """Return the rows of a language whose requirements an article meets."""
        known = self._numbers_of(positions)
        indexed = [np.frombuffer(self._rows[n], np.int64) for n in known if n in self._rows]
        rows = np.concatenate([np.empty(0, np.int64), *indexed]).reshape(-1, 3)
        present = np.zeros(len(self._numbers) + 1, np.bool_)
        present[known] = present[_NOTHING] = True
        flags = rows[:, 2] >> _HALF
        kept = flags & language_bit > 0
        for needed in (rows[:, 1] & _LOWER, rows[:, 1] >> _HALF, rows[:, 2] & _LOWER):
            kept &= present[needed]
        present[_NOTHING] = False
        kept &= ~present[flags >> _FORBIDDEN]
        return rows[kept]

    def _numbers_of(self, positions: Positions) -> list[int]:
        """Return the numbers of the stems and runs that an article has."""
        stems = [number for key in positions if (number := self._numbers.get(key))]
        runs = [
            self._numbers[run]
            for number in stems
            for run in self._runs.get(number, ())
            if occurs(run.keys, positions)
        ]
        return stems + runs

    def _index(
        self, topic_id: int, condition: Condition, conditions: tuple[Condition | None, ...]
    ) -> list[int]:
        """Add a row for each alternative; return the slots, the numbers that they are under."""
        sets = alternatives(condition)
        flags = _language_bits(condition, conditions)
        forbidden = self._forbidden_number(condition)
        if forbidden and max(map(len, sets)) <= _MAX_NEEDED + 1:
            flags |= forbidden << _FORBIDDEN
        elif not is_exact(condition) or max(map(len, sets)) > _MAX_NEEDED + 1:
            flags |= _INEXACT
            self._inexact[topic_id] = conditions
        slots = []
        for atoms in sets:
            slot, *others = map(self._number, sorted(atoms, key=self._index_order))
            one, two, three = (*others, _NOTHING, _NOTHING, _NOTHING)[:_MAX_NEEDED]
            row = (topic_id, one | two << _HALF, three | flags << _HALF)
            self._rows.setdefault(slot, array("q")).extend(row)
            slots.append(slot)
        return slots

    def _forbidden_number(self, condition: Condition) -> int:
        """Return the number of the condition's single exclusion, or ``_NOTHING``."""
        excluded = single_exclusion(condition)
        number = self._number(excluded) if excluded is not None else _NOTHING
        return number if number < _MAX_FORBIDDEN else _NOTHING

    def _index_order(self, atom: Atom) -> tuple[bool, float, int, str]:
        """Return a sort key, the best to index under first: not a source, which is common; rare."""
        if isinstance(atom, WordRun):
            source, idf, _, key = min(self._index_order(Stem(key)) for _, key in atom.keys)
            return source, idf, -len(atom.keys), key
        stems = stems_in(atom.key)
        rarest = max(map(self.idf, stems))
        return is_source(atom.key), -rarest, -len(stems), atom.key

    def _number(self, atom: Atom) -> int:
        """Return the number of a stem or run; a new run is indexed under its own rarest stem."""
        key = atom.key if isinstance(atom, Stem) else atom
        known = self._numbers.get(key)
        if known is not None:
            return known
        if isinstance(atom, WordRun):
            rarest = min((Stem(key) for _, key in atom.keys), key=self._index_order)
            self._runs.setdefault(self._number(rarest), []).append(atom)
        return self._numbers.setdefault(key, len(self._numbers) + 1)


def _distinct(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Do as ``np.unique``, which is many times as slow on mostly distinct numbers."""
    ids.sort()
    return ids[np.append(True, ids[1:] != ids[:-1])] if ids.size else ids


def _by_language(topic: Topic) -> tuple[Condition | None, ...]:
    """Return the condition in each language; equal ones, which most are, are one object."""
    shared: dict[Condition | None, Condition | None] = {}
    conditions = (condition_for(topic, language) for language in _LANGUAGES)
    return tuple(shared.setdefault(condition, condition) for condition in conditions)


def _language_bits(condition: Condition, conditions: tuple[Condition | None, ...]) -> int:
    """Return a bit for each language that has ``condition``."""
    return sum(1 << number for number, other in enumerate(conditions) if other == condition)
