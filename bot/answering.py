"""A question becomes an answer: analysed, searched, decided on, quoted.

Knows no chat, no markup and no SQL.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.types import Language, Quote


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    REFUSED = "refused"  # the articles do not support an answer
    GREETING = "greeting"
    THANKS = "thanks"
    EMPTY = "empty"  # nothing to search for in the message
    NO_ARTICLES = "no_articles"  # nothing is loaded yet


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question as plain data; ``quotes`` are best first, at most three."""

    question: str
    language: Language  # the language to reply in
    outcome: Outcome
    quotes: tuple[Quote, ...] = ()
    took_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether quotes are shown."""
        return self.outcome is Outcome.ANSWERED


class Answering:
    """Answers questions from the engine's hits and the stored articles' texts."""

    async def ask(
        self, question: str, *, reader_language: Language, as_of: date | None = None
    ) -> Answer:
        """The answer to ``question``, which may be any text of any length.

        Replies in the question's language where it can be told, else in ``reader_language``.
        """
