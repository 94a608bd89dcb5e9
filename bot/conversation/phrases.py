"""Find the longest phrase of a table that begins at a word of a message.

A table has rows of a label, a tab, and phrases parted by " / ". In a phrase ``a|b`` is either
word, ``a?`` may be missing, ``<class>`` is any word of that row of ``classes.tsv``.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from bot.conversation.words import table_rows


class PhraseFound(NamedTuple):
    """A phrase's label, and where the words after it begin."""

    label: str
    end: int


class _PhraseState:
    """The words that may follow, and the label of the words before if they are a phrase."""

    __slots__ = ("label", "next")

    def __init__(self) -> None:
        self.next: dict[str, list[_PhraseState]] = {}
        self.label = ""


class PhraseAutomaton:
    """The phrases of a table as an automaton of words, with a state for each place of a phrase.

    A trie, with a node for each way to say a phrase, had three million of them.
    """

    def __init__(self, rows: Iterable[tuple[str, str]], *, backwards: bool = False) -> None:
        self._start = _PhraseState()
        for label, phrases in rows:
            for phrase in phrases.split(" / "):
                steps = list(_steps(phrase))
                self._add(label, steps[::-1] if backwards else steps)

    def longest(
        self, words: Sequence[str], at: int = 0, skipped: Container[str] = ()
    ) -> PhraseFound | None:
        """Return the longest phrase from ``at``; within it ``skipped`` words may stand."""
        states, found = [self._start], None
        for end in range(at, len(words)):
            following = [after for state in states for after in state.next.get(words[end], ())]
            if not following:
                if end > at and words[end] in skipped:
                    continue
                break
            states = following
            if label := next((state.label for state in states if state.label), ""):
                found = PhraseFound(label, end + 1)
        return found

    def _add(self, label: str, steps: list[tuple[tuple[str, ...], bool]]) -> None:
        states = [self._start]
        for words, optional in steps:
            after = _PhraseState()
            for state in states:
                for word in words:
                    state.next.setdefault(word, []).append(after)
            states = [*states, after] if optional else [after]
        for state in states:
            state.label = state.label or label


def _steps(phrase: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the words that may stand at each place, and whether the place may be empty."""
    for part in phrase.split():
        words = [word for each in part.removesuffix("?").split("|") for word in _named(each)]
        yield tuple(words), part.endswith("?")


def _named(word: str) -> Sequence[str]:
    return _classes()[word[1:-1]].split() if word.startswith("<") else (word,)


@cache
def _classes() -> dict[str, str]:
    return dict(table_rows("classes.tsv"))


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the words of a class of ``classes.tsv``."""
    return frozenset(_classes()[name].split())
