"""What a topic consists of, and its one canonical spelling. Reads no text and sees no article.

::

    topic   = part OR part OR …         one of them        (also ATAU)
    part    = term term …               all of them        (AND and DAN change nothing)
    term    = -term | field:term | word | "a phrase" | (topic)
    field   = judul, title | sumber, source
"""

from dataclasses import dataclass
from enum import StrEnum

from index.types import Language

LONGEST = 200
"""Characters of a topic, as written and as printed."""
MOST_WORDS = 20
"""Words of a topic, those of its phrases included."""
DEEPEST = 8
"""Parentheses, minus signs and fields that may stand inside each other."""

EITHER = frozenset({"OR", "ATAU"})
BOTH = frozenset({"AND", "DAN"})


class Field(StrEnum):
    """A part of an article that a topic may ask for by name; the value is how it is printed."""

    TITLE = "judul"
    SOURCE = "sumber"


ENGLISH = {Field.TITLE: "title", Field.SOURCE: "source"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written; it matches by its stem."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"' if self.text in EITHER | BOTH else self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words that must follow each other."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f'"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class All:
    """Two or more parts that must all match; none of them is an ``All``."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " ".join(_within(part, Either) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """Two or more parts of which one must match; none of them is an ``Either``."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Without:
    """A part that must not match."""

    part: "Node"

    def __str__(self) -> str:
        return f"-{_within(self.part, Either, All, Without)}"


@dataclass(frozen=True, slots=True)
class Within:
    """A part that must match in one field of the article; the innermost field counts."""

    field: Field
    part: "Node"

    def __str__(self) -> str:
        return f"{self.field.value}:{_within(self.part, Either, All)}"


Node = Word | Phrase | All | Either | Without | Within


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; ``str(topic)`` is its canonical spelling, and parsing that gives the topic again."""

    root: Node

    def __str__(self) -> str:
        return str(self.root)

    @property
    def folded(self) -> str:
        """Equal for topics that differ only in small and capital letters."""
        return str(self).replace(" OR ", " | ").casefold()

    def written(self, language: Language) -> str:
        """The topic as a reader of ``language`` would write it; understood as the same."""
        spelling = str(self)
        if language is Language.ENGLISH:
            for field, name in ENGLISH.items():  # no word has a colon but within a number
                spelling = spelling.replace(f"{field.value}:", f"{name}:")
        return spelling


def all_of(parts: list[Node]) -> Node:
    """The parts as one node, nested ones taken in and repetitions left out."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, All) else [part])]
    distinct = tuple(dict.fromkeys(flat))
    return All(distinct) if len(distinct) > 1 else distinct[0]


def either_of(parts: list[Node]) -> Node:
    """As ``all_of``, for parts of which one must match."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, Either) else [part])]
    distinct = tuple(dict.fromkeys(flat))
    return Either(distinct) if len(distinct) > 1 else distinct[0]


def asks_for_something(node: Node) -> bool:
    """Whether an article must hold something to match, not only lack something."""
    match node:
        case All(parts):
            return any(map(asks_for_something, parts))
        case Either(parts):
            return all(map(asks_for_something, parts))
        case Within(_, part):
            return asks_for_something(part)
        case Without():
            return False
    return True


def _within(node: Node, *bracketed: type) -> str:
    return f"({node})" if isinstance(node, bracketed) else str(node)
