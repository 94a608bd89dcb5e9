"""The reverse index: an article in, the topics that match it out. Keeps no topic's text."""

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
    is_settled,
    only_excluded,
    stands,
)
from index.topics.grammar import Topic
from index.topics.words import Positions, is_source, positions_of, stems_in
from index.types import Article, Language

_NEEDED = 3
"""Stems and runs that a row asks for besides the one that it is filed under."""
_NOTHING = 0
"""The number of no stem: what a row does not need is always there."""
_HALF = 32
_LOWER = (1 << _HALF) - 1
"""A row is three numbers of 64 bits: the topic's id, two needs, and a need below the flags. Rows
lie beside each other where they are filed; anywhere else, reading them is what would take time."""
_LANGUAGES = tuple(Language)
_UNSETTLED = 1 << 7
_FORBIDDEN = 8
"""Above this bit of the flags stands what an article must not have, where that is one thing."""
_MOST_FORBIDDEN = 1 << 23
"""Numbers that have room there; beyond, such a topic is looked at by itself."""


class TopicIndex:
    """All topics, each filed under its rarest needed stem; not to be changed while it matches.

    A topic has a row for each alternative of each language, or one for both where they are the
    same. A row holds the topic's id and the stems and phrases that an article must have. A phrase
    of more than two words is looked for once an article, however many topics have it, and only if
    its rarest part is there. A row also says what an article must not have, if that is one thing;
    what rows do not settle is looked at topic by topic.

    ``idf`` gives a stem's idf in the collection; what it says at ``add`` decides where a topic
    is filed, never what it matches. Stems and phrases are numbered for good: those of a topic
    that is removed are left behind.
    """

    def __init__(self, idf: Callable[[str], float]) -> None:
        self._idf = idf
        self._numbers: dict[str | WordRun, int] = {}
        self._runs: dict[int, list[WordRun]] = {}
        self._filed: dict[int, array[int]] = {}
        self._places: dict[int, tuple[int, ...]] = {}
        self._unsettled: dict[int, tuple[Condition | None, ...]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def add(self, topic_id: int, topic: Topic) -> None:
        """File ``topic``; one that was there under the same id is replaced."""
        self.remove(topic_id)
        conditions = _by_language(topic)
        places: list[int] = []
        for condition in dict.fromkeys(conditions):
            if condition is not None:
                places += self._file(topic_id, condition, conditions)
        self._places[topic_id] = tuple(dict.fromkeys(places))

    def remove(self, topic_id: int) -> None:
        """Take a topic out; nothing happens if there is none."""
        self._unsettled.pop(topic_id, None)
        for place in self._places.pop(topic_id, ()):
            rows = np.frombuffer(self._filed.pop(place), np.int64).reshape(-1, 3)
            kept = rows[rows[:, 0] != topic_id]
            if kept.size:
                self._filed[place] = array("q", kept.tobytes())

    def match(self, article: Article) -> list[int]:
        """The ids of the topics that match ``article``, ascending."""
        positions = positions_of(article)
        language = _LANGUAGES.index(article.language)
        rows = self._rows_within(positions, 1 << language)
        owners = rows[:, 0]
        unsettled = rows[:, 2] >> _HALF & _UNSETTLED > 0
        verified = [
            owner
            for owner in set(owners[unsettled].tolist())
            if self._is_fulfilled(owner, language, positions)
        ]
        found = np.concatenate([owners[~unsettled], np.array(verified, np.int64)])
        matched: list[int] = _distinct(found).tolist()
        return matched

    def _is_fulfilled(self, topic_id: int, language: int, positions: Positions) -> bool:
        condition = self._unsettled[topic_id][language]
        return condition is not None and holds(condition, positions)

    def _rows_within(self, positions: Positions, spoken: int) -> NDArray[np.int64]:
        """The rows of a language of which an article has all."""
        known = self._known(positions)
        filed = [np.frombuffer(self._filed[n], np.int64) for n in known if n in self._filed]
        rows = np.concatenate([np.empty(0, np.int64), *filed]).reshape(-1, 3)
        present = np.zeros(len(self._numbers) + 1, np.bool_)
        present[known] = present[_NOTHING] = True
        flags = rows[:, 2] >> _HALF
        kept = flags & spoken > 0
        for needed in (rows[:, 1] & _LOWER, rows[:, 1] >> _HALF, rows[:, 2] & _LOWER):
            kept &= present[needed]
        present[_NOTHING] = False
        kept &= ~present[flags >> _FORBIDDEN]
        return rows[kept]

    def _known(self, positions: Positions) -> list[int]:
        """The numbers of the stems and the runs that an article has."""
        stems = [number for key in positions if (number := self._numbers.get(key))]
        runs = [
            self._numbers[run]
            for number in stems
            for run in self._runs.get(number, ())
            if stands(run.keys, positions)
        ]
        return stems + runs

    def _file(
        self, topic_id: int, condition: Condition, conditions: tuple[Condition | None, ...]
    ) -> list[int]:
        """A row for each alternative; returns the numbers that they are filed under."""
        sets = alternatives(condition)
        flags = _spoken(condition, conditions)
        forbidden = self._forbidden(condition)
        if forbidden and max(map(len, sets)) <= _NEEDED + 1:
            flags |= forbidden << _FORBIDDEN
        elif not is_settled(condition) or max(map(len, sets)) > _NEEDED + 1:
            flags |= _UNSETTLED
            self._unsettled[topic_id] = conditions
        places = []
        for atoms in sets:
            place, *others = map(self._number, sorted(atoms, key=self._commonness))
            one, two, three = (*others, _NOTHING, _NOTHING, _NOTHING)[:_NEEDED]
            row = (topic_id, one | two << _HALF, three | flags << _HALF)
            self._filed.setdefault(place, array("q")).extend(row)
            places.append(place)
        return places

    def _forbidden(self, condition: Condition) -> int:
        """The number of the one thing that it excludes, if it asks for all else; otherwise 0."""
        excluded = only_excluded(condition)
        number = self._number(excluded) if excluded is not None else _NOTHING
        return number if number < _MOST_FORBIDDEN else _NOTHING

    def _commonness(self, atom: Atom) -> tuple[bool, float, int, str]:
        """The smaller, the better to file under; a source's name stands in all its articles."""
        if isinstance(atom, WordRun):
            source, idf, _, key = min(self._commonness(Stem(key)) for _, key in atom.keys)
            return source, idf, -len(atom.keys), key
        stems = stems_in(atom.key)
        rarest = max(map(self._idf, stems))
        return is_source(atom.key), -rarest, -len(stems), atom.key

    def _number(self, atom: Atom) -> int:
        """The number of a stem or run; a new run is filed under its own rarest stem."""
        key = atom.key if isinstance(atom, Stem) else atom
        known = self._numbers.get(key)
        if known is not None:
            return known
        if isinstance(atom, WordRun):
            rarest = min((Stem(key) for _, key in atom.keys), key=self._commonness)
            self._runs.setdefault(self._number(rarest), []).append(atom)
        return self._numbers.setdefault(key, len(self._numbers) + 1)


def _distinct(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """As ``np.unique``, which hashes first and takes many times as long where most differ."""
    ids.sort()
    return ids[np.append(True, ids[1:] != ids[:-1])] if ids.size else ids


def _by_language(topic: Topic) -> tuple[Condition | None, ...]:
    """The condition of each language, one object where they are equal, which most are."""
    shared: dict[Condition | None, Condition | None] = {}
    conditions = (condition_for(topic, language) for language in _LANGUAGES)
    return tuple(shared.setdefault(condition, condition) for condition in conditions)


def _spoken(condition: Condition, conditions: tuple[Condition | None, ...]) -> int:
    """A bit for each language that has the condition."""
    return sum(1 << number for number, other in enumerate(conditions) if other == condition)
