"""What readers asked and the articles did not answer, questions that mean the same as one.

Pure. Two questions mean the same where at least half of all their stems are in both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.query.parser import parse_question
from index.text.language import detect
from index.types import Language

SAME = 0.5
"""Least share of the stems of two questions that are in both (Jaccard 1901)."""

Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class UnansweredGroup:
    """Questions that mean the same: how many, and the words that were used most, or last."""

    question: str
    count: int


def group_unanswered(questions: Iterable[str], language: Language) -> tuple[UnansweredGroup, ...]:
    """Most asked first; ``questions`` are newest first, ``language`` is for those without one.

    A question joins the largest group whose most frequent stems it shares, so that no chain of
    likenesses joins what has nothing in common.
    """
    wordings: defaultdict[Stems, Counter[str]] = defaultdict(Counter)
    for question in questions:
        wordings[_stems(question, language)][question] += 1
    groups = _Groups()
    for stems in sorted(wordings, key=lambda stems: -wordings[stems].total()):
        groups.add(stems, wordings[stems])
    return tuple(sorted(groups.gaps(), key=lambda gap: -gap.count))


def _stems(question: str, language: Language) -> Stems:
    """Of a question without any, as "siapa dia?", its words as they are."""
    stems = parse_question(question, detect(question) or language).terms
    return frozenset(stems) or frozenset({question.casefold()})


class _Groups:
    """Groups by the stems of their first question, found by any stem of theirs."""

    def __init__(self) -> None:
        self._first: list[Stems] = []
        self._wordings: list[Counter[str]] = []
        self._with_stem: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, stems: Stems, wordings: Counter[str]) -> None:
        """To the group that is most like it, or to a new one."""
        number = self._like(stems)
        if number is not None:
            self._wordings[number].update(wordings)
            return
        for stem in stems:
            self._with_stem[stem].append(len(self._first))
        self._first.append(stems)
        self._wordings.append(Counter(wordings))

    def gaps(self) -> Iterator[UnansweredGroup]:
        """In the order in which they were made."""
        for wordings in self._wordings:
            ((question, _),) = wordings.most_common(1)
            yield UnansweredGroup(question, wordings.total())

    def _like(self, stems: Stems) -> int | None:
        shared = Counter(number for stem in stems for number in self._with_stem[stem])
        likeness = {
            number: count / len(stems | self._first[number]) for number, count in shared.items()
        }
        best = max(likeness, key=lambda number: (likeness[number], -number), default=None)
        return best if best is not None and likeness[best] >= SAME else None
