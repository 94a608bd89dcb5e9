"""The exchanges in a chat, as far as later messages refer to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from index.types import Article, Language


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message that was answered or listed something, as far as later ones refer to it.

    ``question`` is as it was searched for, ``subject`` its words that a follow-up is about, ""
    if it has none; ``articles`` are the ids of those shown, in order; ``reply_id`` is the message
    that answers it, and ``question_id`` the one that asks it: the same if a button did.
    ``conditions`` are those of a list, as they were written. ``answer_id`` is that of the answer
    as it was shown, 0 if it has no quotes.
    """

    question: str
    subject: str
    language: Language
    articles: tuple[int, ...]
    at: datetime
    reply_id: int = 0
    question_id: int = 0
    conditions: str = ""
    answer_id: int = 0

    @classmethod
    def of_list(
        cls, articles: Iterable[Article], language: Language, at: datetime, conditions: str = ""
    ) -> Self:
        """Return the exchange of a list of articles that no question asked for."""
        ids = tuple(article.id for article in articles)
        return cls("", "", language, ids, at, conditions=conditions)

    @property
    def is_list(self) -> bool:
        """Whether articles were listed, for no question."""
        return not self.question

    @property
    def is_of_alerts(self) -> bool:
        """Whether alerts about its subject were asked for: nothing was found for it."""
        return bool(self.subject) and self.question == self.subject and not self.articles


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person in a chat, or in one forum topic of it: ``thread_id`` is 0 outside of topics."""

    chat_id: int
    reader_id: int
    thread_id: int = 0
