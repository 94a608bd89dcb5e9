"""The words by which quotations are attributed, and those around names, from tables beside this."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from index.types import Language

WordSet = frozenset[str]


@dataclass(frozen=True)
class SpeechWords:
    """WordSet of one language, lower-case.

    - ``after``, ``before``: verbs of saying before and after their subject: *kata X*, *X said*
    - ``weak``: verbs as *menolak*, which only of somebody named report speech
    - ``passive``: verbs whose subject follows: *disampaikan X*
    - ``according``: *menurut X*
    - ``adverb``: may stand between subject and verb
    - ``infinitive``: before a verb without a subject: *untuk*, *to*
    - ``pronoun``: stand for the speaker; ``backward``: end a description that does, too
    - ``article``: may stand before a description: *the minister, X*
    - ``someone``: begin a sentence about somebody without a name
    - ``person``: begin such a description
    - ``unnamed``: begin a description without a name, unless a comma and a name follow
    - ``preposition``: make what follows no subject
    - ``aside``: begin what may stand between a subject and its verb: *X yang hadir mengatakan*
    - ``keeping``: say that a sentence still speaks of the same person: *pihaknya*
    - ``relation``: make a name before which they stand somebody else's: *istri X*
    - ``stop``: end a subject without a name
    - ``function``: no part of a name, though a sentence begins with them
    """

    after: WordSet
    before: WordSet
    weak: WordSet
    passive: WordSet
    preposition: WordSet
    according: WordSet
    adverb: WordSet
    infinitive: WordSet
    pronoun: WordSet
    backward: WordSet
    relation: WordSet
    article: WordSet
    someone: WordSet
    person: WordSet
    unnamed: WordSet
    aside: WordSet
    keeping: WordSet
    stop: WordSet
    function: WordSet

    @property
    def max_silence(self) -> int:
        """Sentences without speech after which it is unsure whom a pronoun means.

        *He* is said of anybody; *katanya* only of who spoke.
        """
        return 1 if self.article else 5

    @cached_property
    def reporting(self) -> WordSet:
        """All words by which a sentence may report speech."""
        verbs = self.before | self.weak | self.passive | self.after
        return verbs | {"menurut", "menurutnya"}


@dataclass(frozen=True, slots=True)
class NameWords:
    """WordSet in and around names, lower-case.

    - ``title``: roles, ranks, honorifics, organisations and places, which end before a name begins
    - ``role``: those of them that are said of a person; ``honorific``: those before a name
    - ``open_organisation``: an organisation's own name follows: *PT*, *Universitas*
    - ``with_place``: roles after which the name of a place or company may come first
    - ``surname``: titles and places that are names, too
    - ``degree``: follow a name; ``given``: begin one; ``other``: days, months, media
    """

    title: WordSet
    role: WordSet
    honorific: WordSet
    place: WordSet
    open_organisation: WordSet
    surname: WordSet
    with_place: WordSet
    degree: WordSet
    given: WordSet
    other: WordSet


@cache
def speech_words(language: Language) -> SpeechWords:
    """Return the words of ``language``."""
    table = _table("words.tsv", 2)
    code = "id" if language is Language.INDONESIAN else "en"
    names = SpeechWords.__dataclass_fields__
    return SpeechWords(**{name: table.get(f"{name} {code}", frozenset()) for name in names})


@cache
def name_words() -> NameWords:
    """Return the words in and around names, of both languages."""
    table = _table("titles.tsv", 1)
    words = _table("words.tsv", 2)
    role = table["role"] | table["honorific"]
    return NameWords(
        title=role | table["org"] | table["openorg"] | table["place"],
        role=role,
        honorific=table["honorific"],
        place=table["place"],
        open_organisation=table["openorg"],
        surname=table["surname"],
        with_place=words["territory any"],
        degree=table["degree"],
        given=table["given"],
        other=words["calendar id"] | words["calendar en"] | words["media any"],
    )


@cache
def aliases() -> Mapping[str, tuple[str, ...]]:
    """Return the names by which people are known, and the words of their full names."""
    lines = (resources.files(__package__) / "aliases.tsv").read_text("utf-8").splitlines()
    return {alias: tuple(name.split()) for alias, name in (line.split("\t") for line in lines)}


def _table(name: str, columns: int) -> Mapping[str, WordSet]:
    """Return the words of a table by what its first ``columns`` say."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (resources.files(__package__) / name).read_text("utf-8").splitlines():
        *kind, words = line.split("\t")
        found[" ".join(kind[:columns])].update(words.split())
    return {kind: frozenset(words) for kind, words in found.items()}
