"""Group unanswered questions that mean the same: at least half of all their stems are in both.

Those whose answers did not help are grouped with them, and counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.query.parser import parse_question
from index.text.language import detect
from index.types import Language

MIN_SIMILARITY = 0.5
"""Jaccard similarity of two questions' stems (Jaccard 1901)."""

Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class UnansweredGroup:
    """Questions that mean the same; ``question`` is the most frequent wording, then the newest.

    ``count`` were not answered, ``unhelpful`` were, but not well.
    """

    question: str
    count: int
    unhelpful: int = 0


def group_unanswered(
    questions: Iterable[str], language: Language, unhelpful: Iterable[str] = ()
) -> tuple[UnansweredGroup, ...]:
    """Return the groups, most frequent first.

    ``questions``, and those whose answers were ``unhelpful``, are newest first; ``language`` is
    used if a question's can't be detected. A question joins the group whose first question is most
    similar to it, so that no chain of similar questions joins two that have nothing in common.
    """
    wordings: defaultdict[Stems, Counter[str]] = defaultdict(Counter)
    unhelpful_counts = Counter[Stems]()
    for question in questions:
        wordings[_stems(question, language)][question] += 1
    for question in unhelpful:
        stems = _stems(question, language)
        wordings[stems][question] += 1
        unhelpful_counts[stems] += 1
    groups = _Groups()
    for stems in sorted(wordings, key=lambda stems: -wordings[stems].total()):
        groups.add(stems, wordings[stems], unhelpful_counts[stems])
    return tuple(sorted(groups.groups(), key=lambda group: -group.count - group.unhelpful))


def _stems(question: str, language: Language) -> Stems:
    """A question's stems; the question itself if it has stop words only, as "siapa dia?"."""
    stems = parse_question(question, detect(question) or language).terms
    return frozenset(stems) or frozenset({question.casefold()})


class _Groups:
    """Groups with the stems of their first question, found by any of these."""

    def __init__(self) -> None:
        self._first: list[Stems] = []
        self._wordings: list[Counter[str]] = []
        self._unhelpful: list[int] = []
        self._with_stem: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, stems: Stems, wordings: Counter[str], unhelpful: int) -> None:
        """Add wordings to the most similar group, or to a new one."""
        number = self._similar(stems)
        if number is not None:
            self._wordings[number].update(wordings)
            self._unhelpful[number] += unhelpful
            return
        for stem in stems:
            self._with_stem[stem].append(len(self._first))
        self._first.append(stems)
        self._wordings.append(Counter(wordings))
        self._unhelpful.append(unhelpful)

    def groups(self) -> Iterator[UnansweredGroup]:
        """Yield the groups, oldest first."""
        for wordings, unhelpful in zip(self._wordings, self._unhelpful, strict=True):
            ((question, _),) = wordings.most_common(1)
            yield UnansweredGroup(question, wordings.total() - unhelpful, unhelpful)

    def _similar(self, stems: Stems) -> int | None:
        shared = Counter(number for stem in stems for number in self._with_stem[stem])
        similarity = {
            number: count / len(stems | self._first[number]) for number, count in shared.items()
        }
        best = max(similarity, key=lambda number: (similarity[number], -number), default=None)
        return best if best is not None and similarity[best] >= MIN_SIMILARITY else None
