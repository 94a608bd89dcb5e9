"""Whether answers helped, by those who asked: of no person, no chat and no hour."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from index.types import Language


class RatedQuote(NamedTuple):
    """A quote that was shown with the answer, and the article that it is from."""

    article_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A rating: the answer's number, the local day, and what was asked and shown.

    ``question`` is without what could identify a person.
    """

    answer_id: int
    day: date
    helpful: bool
    question: str
    language: Language
    quotes: tuple[RatedQuote, ...]
