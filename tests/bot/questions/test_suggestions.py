"""Questions suggested from the newest articles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.evaluation.runner import ArticlesInMemory
from bot.questions.answering import QuestionAnswerer
from bot.questions.suggestions import MAX_SUGGESTIONS, QuestionSuggestions, candidate_questions
from index.inverted.local_engine import LocalEngine
from index.types import Article, Language
from tests.bot.questions.test_answering import answering_from
from tests.index.builders import build_article, build_index

ID, EN = Language.INDONESIAN, Language.ENGLISH

SPEAKERS = [
    build_article(
        f"Jembatan nomor {number} selesai dibangun, kata {name} di lokasi. Warga menyambutnya.",
        id=number,
    )
    for number, name in enumerate(["Raka Wijaya", "Sari Kencana", "Lina Hartono", "Joko Tuah"], 1)
]
ENGLISH = build_article("The bridge is open, said Dewi Larasati on Monday.", id=9, language=EN)


class Newest:
    """Articles, newest first."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles

    async def latest(self, *, limit: int, offset: int = 0) -> Sequence[Article]:
        return self.articles[offset : offset + limit]


async def suggested(articles: Sequence[Article], language: Language) -> tuple[str, ...]:
    engine = LocalEngine()
    engine.serve(build_index(articles))
    answerer = QuestionAnswerer(engine, ArticlesInMemory(articles), lambda: None)
    return await QuestionSuggestions(Newest(articles), answerer).questions(language)


@pytest.mark.parametrize(
    ("article", "questions"),
    [
        (SPEAKERS[0], ["Apa kata Raka Wijaya?", "Ada kabar apa soal Raka Wijaya?"]),
        (ENGLISH, ["What did Dewi Larasati say?", "What is there about Dewi Larasati?"]),
        (build_article("harga beras turun lagi."), []),
        (build_article(f"kata {'Panjang' * 10} {'Sekali' * 10}."), []),
    ],
)
def test_candidates_ask_about_speakers_then_about_names(
    article: Article, questions: list[str]
) -> None:
    assert list(candidate_questions(article)) == questions


async def test_each_suggestion_is_of_another_article_and_answered_from_it() -> None:
    found = await suggested(SPEAKERS, ID)
    assert found == ("Apa kata Raka Wijaya?", "Apa kata Sari Kencana?", "Apa kata Lina Hartono?")
    assert len(found) == MAX_SUGGESTIONS


async def test_the_asked_for_language_comes_first() -> None:
    found = await suggested([*SPEAKERS[:1], ENGLISH], EN)
    assert found == ("What did Dewi Larasati say?", "Apa kata Raka Wijaya?")


async def test_nothing_is_suggested_that_is_not_answered_from_the_article() -> None:
    older, newer = SPEAKERS[0], build_article("Hujan turun, kata Raka Wijaya.", id=7)
    found = await suggested([newer, older], ID)
    assert "Apa kata Raka Wijaya?" in found
    assert len(set(found)) == len(found)
    answerer = answering_from([newer, older])[0]
    answers = [await answerer.ask(question, reader_language=ID) for question in found]
    first = [answer.quotes[0].article.id for answer in answers]
    assert len(set(first)) == len(first)
    assert await suggested([], ID) == ()


async def test_articles_of_the_newest_week_are_asked_about_first() -> None:
    undated, older, newest, same_week = (
        SPEAKERS[0],
        replace(SPEAKERS[1], date=date(2026, 5, 22)),
        replace(SPEAKERS[2], date=date(2026, 5, 29)),
        replace(SPEAKERS[3], date=date(2026, 5, 23)),
    )
    found = await suggested([undated, older, newest, same_week], ID)
    assert found[:2] == ("Apa kata Lina Hartono?", "Apa kata Joko Tuah?")
    assert len(found) == MAX_SUGGESTIONS


async def test_suggestions_are_looked_for_anew_only_for_other_articles() -> None:
    answerer, lookup = answering_from(SPEAKERS)
    newest = Newest(SPEAKERS[:1])
    suggestions = QuestionSuggestions(newest, answerer)
    first = await suggestions.questions(ID)
    lookup.read.clear()
    assert await suggestions.questions(ID) == first
    assert lookup.read == []
    newest.articles = SPEAKERS[1:2]
    assert await suggestions.questions(ID) == ("Apa kata Sari Kencana?",)
