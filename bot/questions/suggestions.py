"""Suggest questions to new users: made from the newest articles, shown only if they are answered.

Candidates ask about speakers and the most frequent names of an article, those of the newest week
first; one is suggested if the bot answers it from that article.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from bot.questions.answering import QuestionAnswerer
from index.types import Article, Language

MAX_SUGGESTIONS = 3
_ARTICLES_TRIED = 15
_WEEK = timedelta(days=7)
_MAX_LENGTH = 60
"""Characters; a longer question does not fit a button on a phone."""

_NAME = r"(?:[A-Z][\w'’-]+)(?: (?:bin |of |van |de )?[A-Z][\w'’-]+){1,5}"
_SPEAKER = {
    Language.INDONESIAN: re.compile(rf"\b(?:kata|ujar|tutur|ungkap) ({_NAME})"),
    Language.ENGLISH: re.compile(rf"\bsaid ({_NAME})|({_NAME}) said\b"),
}
_ASK_SPEAKER = {
    Language.INDONESIAN: "Apa kata {name}?",
    Language.ENGLISH: "What did {name} say?",
}
_ASK_TOPIC = {
    Language.INDONESIAN: "Ada kabar apa soal {name}?",
    Language.ENGLISH: "What is there about {name}?",
}
_NAMES = re.compile(_NAME)


def candidate_questions(article: Article) -> Iterator[str]:
    """Yield questions that ``article`` may answer, in its language, likelier ones first."""
    body = [article.text[start:end] for start, end in article.body]
    speakers = (
        next(filter(None, found.groups()))
        for paragraph in body
        for found in _SPEAKER[article.language].finditer(paragraph)
    )
    names = (name for paragraph in body for name in _NAMES.findall(paragraph))
    topics = Counter(name for name in names if not name.isupper())  # a dateline
    yield from _filled(_ASK_SPEAKER[article.language], dict.fromkeys(speakers))
    yield from _filled(_ASK_TOPIC[article.language], [name for name, _ in topics.most_common(3)])


def _filled(template: str, names: Iterable[str]) -> Iterator[str]:
    questions = (template.format(name=name) for name in names)
    return (question for question in questions if len(question) <= _MAX_LENGTH)


class NewestArticles(Protocol):
    """Supplies the newest articles."""

    async def latest(self, *, limit: int, offset: int = 0) -> Sequence[Article]:
        """Return articles, newest first."""


class QuestionSuggestions:
    """Finds questions that the bot answers."""

    def __init__(self, library: NewestArticles, answering: QuestionAnswerer) -> None:
        self._library = library
        self._answering = answering
        self._found: dict[Language, tuple[Sequence[Article], tuple[str, ...]]] = {}

    async def questions(self, language: Language) -> tuple[str, ...]:
        """Return at most ``MAX_SUGGESTIONS``, each of another article, ``language``'s first.

        They are looked for anew when other articles are the newest.
        """
        newest = await self._library.latest(limit=_ARTICLES_TRIED)
        known, questions = self._found.get(language, ((), ()))
        if known != newest:
            questions = await self._questions(_in_order(newest, language))
            self._found[language] = (newest, questions)
        return questions

    async def _questions(self, articles: Iterable[Article]) -> tuple[str, ...]:
        found: list[str] = []
        for article in articles:
            question = await self._answered_question(article)
            if question is not None and question not in found:
                found.append(question)
            if len(found) == MAX_SUGGESTIONS:
                break
        return tuple(found)

    async def _answered_question(self, article: Article) -> str | None:
        for question in candidate_questions(article):
            answer = await self._answering.ask(question, reader_language=article.language)
            if answer.quotes and answer.quotes[0].article.id == article.id:
                return question
        return None


def _in_order(articles: Sequence[Article], language: Language) -> list[Article]:
    """Return ``language``'s articles first, of these the ones of the newest article's week."""
    since = max((article.date for article in articles if article.date), default=date.max) - _WEEK

    def is_late(article: Article) -> tuple[bool, bool]:
        return article.language is not language, article.date is None or article.date <= since

    return sorted(articles, key=is_late)
