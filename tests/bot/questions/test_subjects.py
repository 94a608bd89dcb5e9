"""Questions that ask for nothing but a subject, and those that ask for the newest about it."""

from datetime import date, timedelta

import pytest

from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.answering import QuestionAnswerer
from bot.questions.finding import Scope
from index.types import Article, Filters, Language
from tests.bot.questions.test_answering import answering_from
from tests.index.builders import build_article

ID = Language.INDONESIAN
TODAY = date(2026, 5, 29)

OLD, NEW, PYRAMIDS, MATCH = (
    build_article(
        "Gempa berkekuatan 5,2 mengguncang Kota Melati. Tidak ada korban.",
        id=1,
        title="Gempa guncang Melati",
        date=TODAY - timedelta(days=20),
    ),
    build_article(
        "Gempa berkekuatan 4,6 terjadi di Teluk Biru. Pusatnya di laut.",
        id=2,
        title="Gempa di Teluk Biru",
        date=TODAY - timedelta(days=1),
    ),
    build_article(
        "Piramida Hitam diteliti lagi. Batunya disusun rapi. Gempa tidak meruntuhkannya.",
        id=3,
        title="Rahasia Piramida Hitam",
        date=TODAY,
    ),
    build_article(
        "Persib Bandung menang atas Melati FC dengan skor 3-1. Pelatih puas.",
        id=4,
        title="Persib menang lagi",
        date=TODAY - timedelta(days=3),
    ),
)


async def ask(
    question: str, articles: list[Article], *, newest: bool = False, about: str = ""
) -> Answer:
    answering, _ = answering_from(articles, TODAY)
    return await answering.ask(
        question, reader_language=ID, newest=newest, scope=Scope(about=about)
    )


@pytest.mark.parametrize("question", ["persib gimana", "kabar persib", "persib", "soal persib?"])
async def test_an_article_about_the_subject_answers_an_overview(question: str) -> None:
    answer = await ask(question, [OLD, NEW, PYRAMIDS, MATCH])
    assert [quote.article.id for quote in answer.quotes] == [4]


async def test_an_article_that_only_mentions_the_subject_does_not() -> None:
    assert (await ask("kabar gempa", [PYRAMIDS])).outcome is AnswerOutcome.REFUSED


async def test_the_newest_article_about_the_subject_comes_first() -> None:
    answer = await ask("gempa", [OLD, NEW, PYRAMIDS, MATCH], newest=True)
    assert answer.quotes[0].article.id == 2
    assert 3 not in {quote.article.id for quote in answer.quotes}


async def test_the_newest_is_found_however_old_it_is() -> None:
    assert (await ask("gempa", [OLD, PYRAMIDS], newest=True)).quotes[0].article.id == 1


async def test_where_nothing_is_about_the_subject_the_newest_is_refused() -> None:
    answer = await ask("gempa", [PYRAMIDS, MATCH], newest=True)
    assert answer.outcome is AnswerOutcome.REFUSED


async def test_only_articles_of_the_days_asked_for_are_quoted() -> None:
    answering, _ = answering_from([OLD, NEW], TODAY)
    week = Scope(Filters(since=TODAY - timedelta(days=30), until=TODAY - timedelta(days=10)))
    answer = await answering.ask("kabar gempa", reader_language=ID, scope=week)
    assert {quote.article.id for quote in answer.quotes} == {1}


@pytest.mark.parametrize(
    ("filters", "since"),
    [
        (Filters(), None),
        (Filters(until=TODAY), date.min),
        (Filters(since=TODAY, until=TODAY), TODAY),
    ],
)
def test_a_last_day_leaves_out_what_has_no_date(filters: Filters, since: date | None) -> None:
    assert Scope(filters).since == since


@pytest.fixture(scope="module")
def among_many() -> QuestionAnswerer:
    """Two articles among a thousand others: in so many, two words in one sentence may be chance."""
    others = [
        build_article(f"Warga desa ke-{number} menanam padi.", id=number, title="Padi ditanam")
        for number in range(10, 1011)
    ]
    rupiah = build_article(
        "Rupiah melemah karena modal asing keluar. Bank sentral menahan bunga.",
        id=5,
        title="Rupiah melemah lagi",
    )
    return answering_from([*others, rupiah, MATCH], TODAY)[0]


@pytest.mark.parametrize(
    ("question", "article"), [("kenapa rupiah melemah", 5), ("persib itu apa", 4)]
)
async def test_a_short_question_that_a_headline_says_whole_is_answered(
    among_many: QuestionAnswerer, question: str, article: int
) -> None:
    answer = await among_many.ask(question, reader_language=ID)
    assert answer.quotes[0].article.id == article


@pytest.mark.parametrize("question", ["kenapa bank menanam padi", "kenapa skor melemah"])
async def test_a_short_question_whose_words_only_different_articles_say_is_refused(
    among_many: QuestionAnswerer, question: str
) -> None:
    answer = await among_many.ask(question, reader_language=ID)
    assert answer.outcome is AnswerOutcome.REFUSED


async def test_the_newest_is_about_the_named_words_of_the_question_only() -> None:
    asked = "gempa merusak 18 rumah"
    told = await ask(asked, [OLD, NEW, PYRAMIDS, MATCH], newest=True, about="gempa")
    assert told.quotes[0].article.id == NEW.id
