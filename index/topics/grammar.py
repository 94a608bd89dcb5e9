"""What a topic consists of, and its one canonical spelling. Reads no text and sees no article."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST = 200
"""Characters of a topic, as written and as printed."""
MOST_WORDS = 20
"""Words of a topic, those of its phrases included."""


class Field(StrEnum):
    """A part of an article that a topic may ask for by name."""

    TITLE = "judul"
    SOURCE = "sumber"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written; it matches by its stem."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words that must follow each other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Two or more parts that must all match."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Two or more parts of which one must match."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """A part that must not match."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Within:
    """A part that must match in one field of the article."""

    field: Field
    part: "Node"


Node = Word | Phrase | All | Either | Without | Within


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; ``str(topic)`` is its canonical spelling, and parsing that gives the topic again."""

    root: Node

    def __str__(self) -> str:
        raise NotImplementedError
