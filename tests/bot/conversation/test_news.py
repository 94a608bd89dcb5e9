"""Which messages ask for a list of news, which for the newest about a subject, and which neither.

The table has a message, the intent (``list`` with a count, ``newest``, ``ask``), the days, and the
question.
"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.intents import Ask, Impossible, ImpossibleDays, Intent, ListNews
from bot.conversation.news import language_of_news
from bot.conversation.understanding import Situation, understand
from bot.questions.language import language_of
from index.types import Filters, Language

NOW = datetime(2022, 6, 2, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
"""A Thursday."""
_TABLE = Path(__file__).with_name("news.tsv")
CASES = [
    tuple(line.split("\t"))
    for line in _TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def understood(message: str) -> Intent:
    language = language_of(message) or Language.INDONESIAN
    return understand(message, Situation(language=language, now=NOW))


def described(intent: Intent) -> tuple[str, str, str]:
    match intent:
        case ListNews(filters, count):
            return (f"list {count}" if count else "list"), days(filters), ""
        case Ask(question, filters=filters, newest=newest):
            return "newest" if newest else "ask", days(filters), question
        case other:
            return type(other).__name__, "-", ""


def days(filters: Filters) -> str:
    since, until = filters.since, filters.until
    return f"{since or ''}..{until or ''}" if since or until else "-"


@pytest.mark.parametrize(("message", "intent", "when", "question"), CASES)
def test_what_is_asked_for(message: str, intent: str, when: str, question: str) -> None:
    assert described(understood(message)) == (intent, when, question)


def test_days_that_cannot_be_are_said() -> None:
    assert understood("berita besok") == ImpossibleDays(Impossible.FUTURE, "besok")
    assert understood("news on 31 February") == ImpossibleDays(
        Impossible.NO_SUCH_DAY, "31 February"
    )


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("berita terbaru", Language.INDONESIAN),
        ("persib kemarin", Language.INDONESIAN),
        ("any news?", Language.ENGLISH),
        ("Ukraine yesterday", Language.ENGLISH),
        ("berita today", None),
        ("ebola", None),
    ],
)
def test_words_for_news_and_days_tell_the_language(message: str, language: Language | None) -> None:
    assert language_of_news(message) is language


def test_a_source_alone_lists_its_articles() -> None:
    intent = understood("source:kompas")
    assert isinstance(intent, ListNews)
    assert intent.filters == Filters(source="kompas")
