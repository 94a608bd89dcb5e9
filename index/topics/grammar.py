"""The syntax tree of a topic, and its canonical text.

::

    topic   = part OR part OR …         one of them    (also ATAU, a comma, a semicolon, |)
    part    = term term …               all of them    (AND and DAN change nothing)
    term    = -term | field:term | word | "a phrase" | (topic)     (- is also NOT and TANPA)
    field   = judul, title | sumber, source
"""

from dataclasses import dataclass
from enum import StrEnum

from index.types import Language

MAX_LENGTH = 200
"""Characters of a topic, as written and in canonical text."""
MAX_WORDS = 20
"""Words of a topic, those of its phrases included."""
MAX_DEPTH = 8
"""Nested parentheses, minus signs and fields."""

EITHER = frozenset({"or", "atau"})
BOTH = frozenset({"and", "dan"})
NOT = frozenset({"NOT", "WITHOUT", "TANPA"})
"""In capitals only: *kopi tanpa gula* is a topic of its own."""


class Field(StrEnum):
    """A field of an article; the value is its canonical name in topics."""

    TITLE = "judul"
    SOURCE = "sumber"


ENGLISH = {Field.TITLE: "title", Field.SOURCE: "source"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written; it matches by its stem."""

    text: str

    def __str__(self) -> str:
        is_operator = self.text.lower() in EITHER | BOTH or self.text in NOT
        return f'"{self.text}"' if is_operator else self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more consecutive words."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f'"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class All:
    """Two or more parts that must all match, none itself an ``All``."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " ".join(_within(part, Either) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """Two or more parts of which one must match, none itself an ``Either``."""

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
    """A topic; ``str(topic)`` is its canonical text, which parses to an equal topic."""

    root: Node

    def __str__(self) -> str:
        return str(self.root)

    @property
    def folded(self) -> str:
        """The canonical text without case; ``OR`` stays distinct from a word *or*."""
        return str(self).replace(" OR ", " | ").casefold()

    def localized_text(self, language: Language) -> str:
        """Return the text with field names in ``language``; it parses to an equal topic."""
        text = str(self)
        if language is Language.ENGLISH:
            for field, name in ENGLISH.items():  # words have no colons, except in numbers
                text = text.replace(f"{field.value}:", f"{name}:")
        return text


def all_of(parts: list[Node]) -> Node:
    """Return the parts as one node, flattened and without repetitions."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, All) else [part])]
    distinct = tuple(dict.fromkeys(flat))
    return All(distinct) if len(distinct) > 1 else distinct[0]


def either_of(parts: list[Node]) -> Node:
    """Do as ``all_of`` for parts of which one must match."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, Either) else [part])]
    distinct = tuple(dict.fromkeys(flat))
    return Either(distinct) if len(distinct) > 1 else distinct[0]


def asks_for_something(node: Node) -> bool:
    """Whether the node requires an article to contain something, not only to lack something."""
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
