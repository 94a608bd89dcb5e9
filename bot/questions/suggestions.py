"""Suggest questions to new users: made from the newest articles, shown only if they are answered.

First are asked about those names that several articles have. Other articles come first each day.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Protocol

from bot.questions.answering import QuestionAnswerer
from bot.questions.candidates import Candidate, body_questions, title_questions
from index.query.term_weights import TermWeights
from index.types import Article, Idf, Language

MAX_SUGGESTIONS = 3
_ARTICLES_READ = 60
_ARTICLES_TRIED = 15
_QUESTIONS_TRIED = 4
_DAILY_STEP = 17
"""Articles by which each day begins further on; of few divisors, so that all have their turn."""
_WEEK = timedelta(days=7)


class NewestArticles(Protocol):
    """Supplies the newest articles."""

    async def latest(self, *, limit: int, offset: int = 0) -> Sequence[Article]:
        """Return articles, newest first."""


class QuestionSuggestions:
    """Finds questions that the bot answers."""

    def __init__(
        self,
        library: NewestArticles,
        answering: QuestionAnswerer,
        weights: TermWeights,
        today: Callable[[], date],
    ) -> None:
        self._library = library
        self._answering = answering
        self._weights = weights
        self._today = today
        self._found: dict[Language, tuple[date, Sequence[Article], tuple[str, ...]]] = {}

    async def questions(self, language: Language) -> tuple[str, ...]:
        """Return at most ``MAX_SUGGESTIONS`` in ``language``, each of another article.

        They are looked for anew each day and when other articles are the newest.
        """
        newest = await self._library.latest(limit=_ARTICLES_READ)
        today = self._today()
        day, known, questions = self._found.get(language, (date.min, (), ()))
        if (day, known) != (today, newest):
            questions = await self._questions(_in_order(newest, language, today), language)
            self._found[language] = (today, newest, questions)
        return questions

    async def _questions(self, articles: Sequence[Article], language: Language) -> tuple[str, ...]:
        """Return questions about what several articles name, else one's title, else its text."""
        tried = await self._weights.decide(partial(_candidates, articles, language), in_thread=True)
        since = _week_before(articles)
        found: dict[int, str] = {}
        for candidates in tried:
            for question in (each.question for each in candidates[:_QUESTIONS_TRIED]):
                if len(found) == MAX_SUGGESTIONS:
                    return tuple(found.values())
                answering = await self._answering_article(question, language)
                if answering is None or answering.id in found or question in found.values():
                    continue
                if answering.date is None or answering.date > since or answering in articles:
                    found[answering.id] = question
                    break
        return tuple(found.values())

    async def _answering_article(self, question: str, language: Language) -> Article | None:
        """Return the article that is quoted first; None if none is."""
        answer = await self._answering.ask(question, reader_language=language)
        return answer.quotes[0].article if answer.quotes else None


def _candidates(
    articles: Sequence[Article], language: Language, idf: Idf
) -> Sequence[Sequence[Candidate]]:
    by_title = [[*title_questions(each, language, idf)] for each in articles]
    talked_of = [[each for each in its if _is_in_several(each, articles)] for its in by_title]
    by_body = [[*body_questions(each, language)] for each in articles[:_ARTICLES_TRIED]]
    return [*talked_of, *by_title[:_ARTICLES_TRIED], *by_body]


def _is_in_several(candidate: Candidate, articles: Iterable[Article]) -> bool:
    return sum(candidate.about in article.text for article in articles) > 1


def _week_before(articles: Iterable[Article]) -> date:
    """Return the day a week before the newest article's."""
    return max((article.date for article in articles if article.date), default=date.max) - _WEEK


def _in_order(articles: Sequence[Article], language: Language, today: date) -> list[Article]:
    """Return ``language``'s articles first, of these the ones of the newest article's week.

    These begin with another one each day.
    """
    since = _week_before(articles)

    def is_late(article: Article) -> tuple[bool, bool]:
        return article.language is not language, article.date is None or article.date <= since

    ordered = sorted(articles, key=is_late)
    first = sum(is_late(article) == is_late(ordered[0]) for article in ordered)
    start = today.toordinal() * _DAILY_STEP % first if first > MAX_SUGGESTIONS else 0
    return [*ordered[start:first], *ordered[:start], *ordered[first:]]
