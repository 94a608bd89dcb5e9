"""The answer to a question as plain data."""

from dataclasses import dataclass
from enum import StrEnum

from index.text.text_fragment import at_quote
from index.types import Article, Language, Quote, Span


class AnswerOutcome(StrEnum):
    """The outcome of a question."""

    ANSWERED = "answered"
    REFUSED = "refused"  # the articles do not support an answer
    EMPTY = "empty"  # nothing to search for in the message
    NO_ARTICLES = "no_articles"  # nothing is loaded yet


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Quotes of what a person said; none if they are not quoted on what is asked.

    ``corrected`` is the person's name as it was read if it was misspelt, else "".
    """

    speaker: str
    quotes: tuple[Quote, ...] = ()
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question as plain data; ``quotes`` are best first, at most three.

    ``searched`` is the corrected question, "" if nothing was corrected. ``confidence`` is the
    probability that the articles answer, 0 if nothing was searched. Of a refusal, ``missing`` are
    the words and names of its subject that no article has, ``about`` is what the ``nearest`` are
    about, "" if nothing is near, and ``closest`` what of them comes closest to an answer. ``days``
    is on how many days articles of those found began with what is asked about.
    ``speaker`` is the person whose own words are asked for, "" if nobody's are; the quotes are
    such words if it ``is_spoken``; the person ``is_quoted_elsewhere`` on it if these are not.
    ``has_more`` is whether there may be further quotes.
    """

    question: str
    language: Language  # the language to reply in
    outcome: AnswerOutcome
    quotes: tuple[Quote, ...] = ()
    took_ms: float = 0.0
    searched: str = ""
    confidence: float = 0.0
    nearest: tuple[Article, ...] = ()
    missing: tuple[str, ...] = ()
    about: str = ""
    closest: Quote | None = None
    days: int = 0
    speaker: str = ""
    is_spoken: bool = False
    is_quoted_elsewhere: bool = False
    has_more: bool = False

    @property
    def answered(self) -> bool:
        """Whether quotes are shown."""
        return self.outcome is AnswerOutcome.ANSWERED

    @property
    def is_in_other_language(self) -> bool:
        """Whether all articles quoted are in another language than the reply."""
        languages = {quote.article.language for quote in self.quotes}
        return bool(languages) and self.language not in languages

    @property
    def text_key(self) -> str:
        """The key of the text to show without quotes; it may name what is missing or near."""
        if self.outcome not in {AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED}:
            return self.outcome.value
        if self.missing:
            return "refused_beside" if self.about else "refused_missing"
        if self.closest:
            return "refused_closest"
        return "refused_about" if self.about else "refused"


def page_at(article: Article, quote: Span) -> str:
    """Return the address of an article's page at a quote of it; "" if it has none."""
    return at_quote(article.url, article.text, quote, article.title)
