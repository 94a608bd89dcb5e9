"""Questions suggested from the newest articles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.evaluation.runner import ArticlesInMemory
from bot.questions.answering import QuestionAnswerer
from bot.questions.candidates import body_questions, title_questions
from bot.questions.suggestions import MAX_SUGGESTIONS, QuestionSuggestions
from index.inverted.local_engine import LocalEngine
from index.types import Article, Language
from tests.bot.questions.test_answering import answering_from
from tests.index.builders import build_article, build_index
from tests.index.known_idf import weights_of

ID, EN = Language.INDONESIAN, Language.ENGLISH

NAMES = ["Raka Wijaya", "Sari Kencana", "Lina Hartono", "Joko Tuah"]
SPEAKERS = [
    build_article(
        f"Jembatan nomor {number} selesai dibangun, kata {name} di lokasi. Warga menyambutnya.",
        id=number,
    )
    for number, name in enumerate(NAMES, 1)
]
ENGLISH = build_article("The bridge is open, said Dewi Larasati on Monday.", id=9, language=EN)


class Newest:
    """Articles, newest first."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles

    async def latest(self, *, limit: int, offset: int = 0) -> Sequence[Article]:
        return self.articles[offset : offset + limit]


TODAY = date(2026, 5, 29)


def same_idf(stem: str) -> float:
    return 9.0 if stem == "\0" else 6.0


async def suggested(
    articles: Sequence[Article], language: Language, today: date = TODAY
) -> tuple[str, ...]:
    engine = LocalEngine()
    engine.serve(build_index(articles))
    answerer = QuestionAnswerer(engine, ArticlesInMemory(articles), lambda: None)
    suggestions = QuestionSuggestions(
        Newest(articles), answerer, weights_of(same_idf), lambda: today
    )
    return await suggestions.questions(language)


@pytest.mark.parametrize(
    ("article", "questions"),
    [
        (SPEAKERS[0], ["Apa kata Raka Wijaya?", "Ada kabar apa soal Raka Wijaya?"]),
        (ENGLISH, ["What did Dewi Larasati say?", "What is there about Dewi Larasati?"]),
        (build_article("harga beras turun lagi."), []),
        (build_article(f"kata {'Panjang' * 10} {'Sekali' * 10}."), []),
        (build_article("Semua siap, kata Komisaris Perluasan Uni Eropa."), []),
        (
            build_article("Semua siap, kata Komisaris Raka Wijaya."),
            ["Apa kata Raka Wijaya?", "Ada kabar apa soal Raka Wijaya?"],
        ),
    ],
)
def test_candidates_ask_about_speakers_then_about_names(
    article: Article, questions: list[str]
) -> None:
    assert [each.question for each in body_questions(article, article.language)] == questions


@pytest.mark.parametrize(
    ("title", "text", "language", "questions"),
    [
        ("IHSG Anjlok 3 Persen", "IHSG turun. IHSG lesu.", ID,
         ["Kenapa IHSG anjlok?", "Ada kabar apa soal IHSG?"]),
        ("Harga Sawit Petani Turun Lagi", "Kini harga sawit petani turun. Sawit petani murah.", ID,
         ["Kenapa harga sawit petani turun?", "Ada kabar apa soal sawit petani?"]),
        ("Wabah Ebola Meluas", "Kasus Ebola naik. Vaksin Ebola diuji.", ID,
         ["Ada kabar apa soal Ebola?"]),
        ("Purbaya Siapkan Aturan", "Sah, ujar Purbaya Sadewa. Kata Purbaya Sadewa, siap.", ID,
         ["Apa kata Purbaya Sadewa?", "Ada kabar apa soal Purbaya Sadewa?"]),
        ("Purbaya Siapkan Aturan", "Sah, ujar Purbaya Sadewa. Kata Purbaya Sadewa, siap.", EN,
         ["What did Purbaya Sadewa say?", "What is there about Purbaya Sadewa?"]),
        ("Rapat Komisi Uni Eropa", "Rapat Komisi Uni Eropa. Kata Komisi Uni Eropa.", EN,
         []),
        ("Fall of the Berlin Wall", "It was the Berlin Wall. The Wall fell. The Wall was long, "
         "wall by wall. Under the Berlin Wall.", EN, ["What is there about the Berlin Wall?"]),
        ("Wall comes down in Hamburg", "Wall by the sea. Wall and more. A wall is long.", EN,
         []),
        ("First Moon landing", "They saw the Moon. They reached the Moon. Then home.", EN,
         ["What is there about the Moon?"]),
        ("Ebola spreads", "Ebola is back. They fear Ebola.", EN, ["What is there about Ebola?"]),
        ("Stocks fell sharply", "Stocks fell on Monday. Traders sold stocks.", EN,
         ["Why did stocks fall?"]),
    ],
)  # fmt: skip
def test_titles_are_asked_about_in_the_readers_language(
    title: str, text: str, language: Language, questions: list[str]
) -> None:
    written = ID if language is ID or title.startswith(("Purbaya", "Rapat")) else EN
    article = build_article(text, title=title, language=written)
    found = title_questions(article, language, same_idf)
    assert [each.question for each in found] == questions


async def test_each_day_begins_with_other_articles() -> None:
    days = [TODAY.replace(day=day) for day in range(1, 5)]
    found = {await suggested(SPEAKERS, ID, day) for day in days}
    assert len(found) == len(days)
    assert {len(each) for each in found} == {MAX_SUGGESTIONS}


async def test_each_suggestion_is_of_another_article_and_answered_from_it() -> None:
    found = await suggested(SPEAKERS, ID)
    assert set(found) < {f"Apa kata {name}?" for name in NAMES}
    assert len(found) == MAX_SUGGESTIONS


async def test_the_asked_for_language_comes_first() -> None:
    found = await suggested([*SPEAKERS[:1], ENGLISH], EN)
    assert found == ("What did Dewi Larasati say?", "What did Raka Wijaya say?")


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
    suggestions = QuestionSuggestions(newest, answerer, weights_of(same_idf), lambda: TODAY)
    first = await suggestions.questions(ID)
    lookup.read.clear()
    assert await suggestions.questions(ID) == first
    assert lookup.read == []
    newest.articles = SPEAKERS[1:2]
    assert await suggestions.questions(ID) == ("Apa kata Sari Kencana?",)
