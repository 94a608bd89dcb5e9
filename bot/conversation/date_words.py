"""The words of dates in both languages, from ``date_words.tsv``: spellings, periods, cues."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_FILE = "date_words.tsv"
_COMMON = frozenset("ini this last past few previous akan datang before after lalu".split())
"""Words of dates that tell none without others: beside them stands a unit or a part of a day."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """The lines of the file by kind, each word or phrase with its value."""

    kinds: Mapping[str, Mapping[str, str]]
    hints: frozenset[str]

    def values(self, kind: str) -> Mapping[str, str]:
        """Return the values of a kind by word or phrase."""
        return self.kinds[kind]

    def any_of(self, *kinds: str) -> str:
        """Return a pattern of every word of these kinds, the longest first."""
        words = {word for kind in kinds for word in self.kinds[kind]}
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

    def spelt(self, word: str) -> str:
        """Return a lower-case word as it is spelt in full."""
        return self.kinds["spelling"].get(word, word)


@cache
def date_words() -> DateWords:
    """Return the words; read once."""
    kinds: dict[str, dict[str, str]] = {}
    text = resources.files(__package__).joinpath(_FILE).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, value, words = line.split("\t")
            kinds.setdefault(kind, {}).update(dict.fromkeys(words.split(", "), value))
    return DateWords(kinds, _hints(kinds))


def _hints(kinds: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Return the words of which every date without a digit has one, in every spelling."""
    dated = ("period", "future", "weekday", "month", "one", "unit")
    words = {word for kind in dated for phrase in kinds[kind] for word in phrase.split()}
    words -= (set(kinds["filler"]) | _COMMON) - {"hari"}
    return frozenset(words | {bad for bad, good in kinds["spelling"].items() if good in words})
