"""The reverse index: an article in, the topics that match it out. Keeps no topic's text."""

from array import array
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.topics.conditions import Condition, alternatives, condition_for, holds, is_settled
from index.topics.grammar import Topic
from index.topics.words import Positions, is_source, positions_of, stem_of
from index.types import Article, Language

_COLUMNS = 3
"""Keys that a row asks for besides the one that it is filed under."""
_NOBODY = -1
_NOTHING = 0
"""The number of no key: what a row does not need is always there."""
_LANGUAGES = tuple(Language)
_UNSETTLED = 1 << 7


class TopicIndex:
    """All topics, each filed under its rarest needed stem; not to be changed while it matches.

    A topic has a row for each alternative of each language, or one for both where they are the
    same. A row holds the topic's id and the keys that an article must have; what they do not
    settle (phrases, exclusions) is looked at for those articles only that have them.

    ``rarity`` gives a stem's idf in the collection; what it says at ``add`` decides where a topic
    is filed, never what it matches. Keys are numbered for good: a topic that is removed leaves
    its words' numbers behind.
    """

    def __init__(self, rarity: Callable[[str], float]) -> None:
        self._rarity = rarity
        self._numbers: dict[str, int] = {}
        self._filed: dict[int, array[int]] = {}
        self._first: dict[int, int] = {}
        self._unsettled: dict[int, tuple[Condition | None, ...]] = {}
        self._free: array[int] = array("i")
        self._owner: array[int] = array("q")
        self._flags: array[int] = array("B")
        self._anchor: array[int] = array("i")
        self._needs: array[int] = array("i")
        self._following: array[int] = array("i")

    def __len__(self) -> int:
        return len(self._first)

    def add(self, topic_id: int, topic: Topic) -> None:
        """File ``topic``; one that was there under the same id is replaced."""
        self.remove(topic_id)
        conditions = _by_language(topic)
        row, flags = _NOBODY, 0
        for condition in dict.fromkeys(conditions):
            if condition is not None:
                row = self._file(topic_id, condition, _spoken(condition, conditions), row)
                flags |= self._flags[row]
        self._first[topic_id] = row
        if flags & _UNSETTLED:
            self._unsettled[topic_id] = conditions

    def remove(self, topic_id: int) -> None:
        """Take a topic out; nothing happens if there is none."""
        row = self._first.pop(topic_id, _NOBODY)
        self._unsettled.pop(topic_id, None)
        while row != _NOBODY:
            filed = self._filed[self._anchor[row]]
            filed.remove(row)
            if not filed:
                del self._filed[self._anchor[row]]
            self._free.append(row)
            row = self._following[row]

    def match(self, article: Article) -> list[int]:
        """The ids of the topics that match ``article``, ascending."""
        positions = positions_of(article)
        language = _LANGUAGES.index(article.language)
        rows = self._rows_within(positions, 1 << language)
        if not rows.size:
            return []
        owners = np.frombuffer(self._owner, dtype=np.int64)[rows]
        unsettled = np.frombuffer(self._flags, dtype=np.uint8)[rows] & _UNSETTLED > 0
        verified = [
            owner
            for owner in np.unique(owners[unsettled]).tolist()
            if self._is_fulfilled(owner, language, positions)
        ]
        matched: list[int] = np.union1d(owners[~unsettled], np.array(verified, np.int64)).tolist()
        return matched

    def _is_fulfilled(self, topic_id: int, language: int, positions: Positions) -> bool:
        condition = self._unsettled[topic_id][language]
        return condition is not None and holds(condition, positions)

    def _rows_within(self, positions: Positions, spoken: int) -> NDArray[np.int32]:
        """The rows of a language whose keys an article has."""
        known = [number for key in positions if (number := self._numbers.get(key))]
        filed = [np.frombuffer(self._filed[n], np.int32) for n in known if n in self._filed]
        if not filed:
            return np.empty(0, np.int32)
        rows = np.concatenate(filed)
        rows = rows[np.frombuffer(self._flags, np.uint8)[rows] & spoken > 0]
        present = np.zeros(len(self._numbers) + 1, np.bool_)
        present[known] = present[_NOTHING] = True
        needs = np.frombuffer(self._needs, np.int32).reshape(-1, _COLUMNS)
        for column in range(_COLUMNS):
            rows = rows[present[needs[rows, column]]]
        return rows

    def _file(self, topic_id: int, condition: Condition, flags: int, row: int) -> int:
        """A row for each alternative, chained before ``row``; returns the first."""
        sets = alternatives(condition)
        if not is_settled(condition) or max(map(len, sets)) > _COLUMNS + 1:
            flags |= _UNSETTLED
        for keys in sets:
            rarest, *others = (self._number(key) for key in sorted(keys, key=self._commonness))
            following, row = row, self._free_row()
            self._owner[row] = topic_id
            self._flags[row] = flags
            self._anchor[row] = rarest
            self._following[row] = following
            for column in range(_COLUMNS):
                need = others[column] if column < len(others) else _NOTHING
                self._needs[row * _COLUMNS + column] = need
            self._filed.setdefault(rarest, array("i")).append(row)
        return row

    def _commonness(self, key: str) -> tuple[bool, float, str]:
        """The smaller, the better to file under; a source's name stands in all its articles."""
        return is_source(key), -self._rarity(stem_of(key)), key

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def _free_row(self) -> int:
        if self._free:
            return self._free.pop()
        self._owner.append(_NOBODY)
        self._flags.append(0)
        self._anchor.append(_NOTHING)
        self._following.append(_NOBODY)
        self._needs.extend([_NOTHING] * _COLUMNS)
        return len(self._owner) - 1


def _by_language(topic: Topic) -> tuple[Condition | None, ...]:
    """The condition of each language, one object where they are equal, which most are."""
    shared: dict[Condition | None, Condition | None] = {}
    conditions = (condition_for(topic, language) for language in _LANGUAGES)
    return tuple(shared.setdefault(condition, condition) for condition in conditions)


def _spoken(condition: Condition, conditions: tuple[Condition | None, ...]) -> int:
    """A bit for each language that has the condition."""
    return sum(1 << number for number, other in enumerate(conditions) if other == condition)
