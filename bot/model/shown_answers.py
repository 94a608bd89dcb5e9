"""Answers as they were shown, for the buttons under them: of no person and no chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from index.types import ANY_ARTICLE, Filters, Language


class ShownQuote(NamedTuple):
    """A quote that was shown: ``article.text[start:end]``."""

    article_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """An answer with quotes that was shown, and what it takes to search and to show it again.

    ``question`` is as it was searched for, corrected, in ``language``; ``filters``, ``newest`` and
    ``about`` are as in ``bot.conversation.intents.Ask``. ``heading`` is what stood above the
    quotes: the question as it was repeated there, the corrected one and the note, each "" if it did
    not. ``conditions`` are the numbers and labels of the message's conditions.
    """

    id: int
    question: str
    language: Language
    quotes: tuple[ShownQuote, ...]
    at: datetime
    filters: Filters = ANY_ARTICLE
    newest: bool = False
    about: str = ""
    heading: tuple[str, str, str] = ("", "", "")
    conditions: tuple[tuple[int, str], ...] = ()
