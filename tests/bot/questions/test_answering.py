"""Answers to questions: outcomes, language, quotes, corrections."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.answering import QuestionAnswerer
from bot.questions.finding import Scope
from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.types import Article, Filters, Language, Quote
from tests.cpu import cpu_seconds_below
from tests.index.builders import build_article, build_index

ID, EN = Language.INDONESIAN, Language.ENGLISH

ARTICLES = [
    build_article(
        "Gempa berkekuatan 9,1 melanda Aceh pada 26 Desember 2004 pukul 07.58. "
        "Tsunami menyusul setengah jam kemudian.",
        id=1,
        title="Tsunami Aceh",
        date=date(2014, 12, 26),
    ),
    build_article(
        "Bendera pusaka dijahit oleh Fatmawati di rumahnya. Suwiryo menyiapkan tiangnya.",
        id=2,
        title="Bendera pusaka",
    ),
    build_article("Danau Toba sedalam 508 meter terletak di Sumatera Utara.", id=3),
    build_article("Tim Berners-Lee proposed the web at CERN.", id=4, language=EN),
    build_article("Kereta cepat Whoosh melaju dari Halim ke Tegalluar.", id=5),
]


class RemovableArticles:
    """An ``ArticleLookup`` from which articles can be removed."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.kept = {article.id: article for article in articles}
        self.read: list[set[int]] = []

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        self.read.append(set(ids))
        return {number: self.kept[number] for number in ids if number in self.kept}

    async def latest(self, *, limit: int, filters: Filters) -> Sequence[Article]:
        since, until = filters.since or date.min, filters.until or date.max
        found = [
            each
            for each in self.kept.values()
            if since <= (each.date or date.min) <= until and filters.section in ("", each.section)
        ]
        found.sort(key=lambda each: (each.date or date.min, each.id), reverse=True)
        return found[:limit]

    async def at_address(self, address: str) -> Article | None:
        return next((each for each in self.kept.values() if each.url == address), None)

    async def matching(self, ids: Collection[int], filters: Filters) -> set[int]:
        return {number for number in ids if filters.source == self.kept[number].source}


def answering_from(
    articles: Sequence[Article], today: date | None = None
) -> tuple[QuestionAnswerer, RemovableArticles]:
    engine, shelf = LocalEngine(), RemovableArticles(articles)
    engine.serve(build_index(articles))
    return QuestionAnswerer(engine, shelf, lambda: today), shelf


@pytest.fixture(scope="module")
def answering() -> QuestionAnswerer:
    return answering_from(ARTICLES)[0]


def texts(answer: Answer) -> list[str]:
    return [quote.text for quote in answer.quotes]


# --- every outcome


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Kapan gempa melanda Aceh?", "26 Desember 2004"),
        ("Pukul berapa gempa melanda Aceh?", "07.58"),
        ("Siapa yang menjahit bendera pusaka?", "Fatmawati"),
        ("Berapa dalamnya danau Toba?", "508"),
        ("Di mana letak danau Toba?", "Sumatera"),
        ("BERAPA DALAMNYA DANAU TOBA?", "508"),
        ("danau toba", "508"),
        ("Who proposed the web at CERN?", "Tim Berners-Lee"),
    ],
)
async def test_a_question_that_the_articles_answer_is_answered_with_a_quote(
    answering: QuestionAnswerer, question: str, answer: str
) -> None:
    found = await answering.ask(question, reader_language=ID)
    assert found.outcome is AnswerOutcome.ANSWERED
    assert found.answered
    assert answer in found.quotes[0].text
    assert found.question == question
    assert found.took_ms >= 0


@pytest.mark.parametrize(
    "question",
    [
        "Siapa penemu mesin uap?",
        "Berapa harga beras di Surabaya minggu lalu?",
        "Siapa istri presiden Prancis yang lahir di Aceh?",
        "Who painted the ceiling of the chapel?",
        "xyzzy",
    ],
)
async def test_a_question_that_the_articles_do_not_answer_is_refused(
    answering: QuestionAnswerer, question: str
) -> None:
    found = await answering.ask(question, reader_language=ID)
    assert found.outcome is AnswerOutcome.REFUSED
    assert not found.answered
    assert found.quotes == ()


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("", AnswerOutcome.EMPTY),
        ("   \n", AnswerOutcome.EMPTY),
        ("?", AnswerOutcome.EMPTY),
        ("😀😀", AnswerOutcome.EMPTY),
        ("siapa?", AnswerOutcome.EMPTY),
        ("Apa itu?", AnswerOutcome.EMPTY),
    ],
)
async def test_a_message_that_asks_nothing_is_not_searched_for(
    message: str, outcome: AnswerOutcome
) -> None:
    answering, shelf = answering_from(ARTICLES)
    found = await answering.ask(message, reader_language=ID)
    assert found.outcome is outcome
    assert not found.answered
    assert found.quotes == ()
    assert shelf.read == []


async def test_without_articles_a_question_says_so() -> None:
    answering, _ = answering_from([])
    assert (
        await answering.ask("Kapan gempa?", reader_language=ID)
    ).outcome is AnswerOutcome.NO_ARTICLES


async def test_without_articles_what_asks_nothing_is_empty_still() -> None:
    answering, _ = answering_from([])
    assert (await answering.ask("?", reader_language=ID)).outcome is AnswerOutcome.EMPTY


# --- language


@pytest.mark.parametrize("reader", Language)
async def test_a_question_is_answered_in_its_own_language(
    answering: QuestionAnswerer, reader: Language
) -> None:
    indonesian = await answering.ask("Siapa yang menjahit bendera?", reader_language=reader)
    english = await answering.ask("Who proposed the web?", reader_language=reader)
    assert (indonesian.language, english.language) == (ID, EN)


@pytest.mark.parametrize("reader", Language)
@pytest.mark.parametrize("question", ["Danau Toba", "", "halo", "CERN 1989"])
async def test_a_question_that_does_not_tell_is_answered_in_the_readers_language(
    answering: QuestionAnswerer, reader: Language, question: str
) -> None:
    assert (await answering.ask(question, reader_language=reader)).language is reader


# --- what is quoted


async def test_quotes_are_the_stored_articles_own_words(answering: QuestionAnswerer) -> None:
    (quote, *_) = (await answering.ask("Siapa menjahit bendera?", reader_language=ID)).quotes
    assert isinstance(quote, Quote)
    assert quote.article is ARTICLES[1]
    assert quote.text == ARTICLES[1].text[quote.start : quote.end]
    assert "dijahit" in [quote.text[start:end] for start, end in quote.highlights]


async def test_articles_dated_later_are_not_quoted(answering: QuestionAnswerer) -> None:
    question = "Kapan gempa melanda Aceh?"
    before = await answering.ask(
        question, reader_language=ID, scope=Scope(as_of=date(2014, 12, 25))
    )
    after = await answering.ask(question, reader_language=ID, scope=Scope(as_of=date(2014, 12, 26)))
    assert 1 not in {quote.article.id for quote in before.quotes}
    assert after.answered


async def test_an_article_that_vanished_since_the_search_is_passed_over() -> None:
    """A reload may delete articles between the search and the reading."""
    answering, shelf = answering_from(ARTICLES)
    del shelf.kept[2]
    found = await answering.ask("Siapa yang menjahit bendera pusaka?", reader_language=ID)
    assert found.outcome is AnswerOutcome.REFUSED
    assert 2 in shelf.read[0]


async def test_where_every_article_vanished_the_question_is_refused() -> None:
    answering, shelf = answering_from(ARTICLES)
    shelf.kept.clear()
    found = await answering.ask("Kapan gempa melanda Aceh?", reader_language=ID)
    assert found.outcome is AnswerOutcome.REFUSED


async def test_an_article_that_changed_since_it_was_indexed_is_not_quoted_at_its_old_offsets() -> (
    None
):
    answering, shelf = answering_from(ARTICLES)
    before = "Ralat: judul berita ini diperbaiki. "
    shelf.kept[2] = build_article(before + ARTICLES[1].text, id=2, title="Bendera pusaka")
    found = await answering.ask("Siapa yang menjahit bendera pusaka?", reader_language=ID)
    assert 2 not in {quote.article.id for quote in found.quotes}


async def test_where_articles_changed_the_search_is_made_once_more() -> None:
    """By then the reload that changed them serves its index."""
    engine, old, new = LocalEngine(), ARTICLES[1], build_article("Bendera dijahit Ani.", id=2)
    engine.serve(build_index([old]))

    class Reloaded(RemovableArticles):
        async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
            engine.serve(build_index([new]))
            return await super().articles(ids)

    answering = QuestionAnswerer(engine, Reloaded([new]), lambda: None)
    found = await answering.ask("Siapa yang menjahit bendera?", reader_language=ID)
    assert texts(found) == ["Bendera dijahit Ani."]


async def test_the_next_best_article_answers_where_the_best_vanished() -> None:
    twin = build_article("Menurut sejarah bendera pusaka dijahit Fatmawati sendiri.", id=9)
    answering, shelf = answering_from([*ARTICLES, twin])
    question = "Siapa yang menjahit bendera pusaka?"
    assert (await answering.ask(question, reader_language=ID)).quotes[0].article.id == 2
    del shelf.kept[2]
    found = await answering.ask(question, reader_language=ID)
    assert [quote.article.id for quote in found.quotes] == [9]


async def test_articles_are_read_once_and_few_of_them() -> None:
    many = [build_article(f"Gempa nomor {number} melanda.", id=number) for number in range(1, 200)]
    answering, shelf = answering_from(many)
    await answering.ask("gempa", reader_language=ID)
    assert len(shelf.read) == 1
    assert len(shelf.read[0]) <= 20


# --- what is found, by itself


async def test_what_is_found_is_there_whether_or_not_it_would_be_quoted(
    answering: QuestionAnswerer,
) -> None:
    question = "Siapa istri presiden Prancis yang lahir di Aceh?"
    assert not (await answering.ask(question, reader_language=ID)).answered
    retrieval = await answering.find(parse_question(question, ID))
    assert [hit.passage.article_id for hit in retrieval.result.hits] == [1]
    assert [article for article, _ in retrieval.ranking] == [1]
    assert retrieval.chosen is not None
    assert retrieval.chosen.articles == [1]
    assert not retrieval.is_answered


async def test_what_is_found_on_a_day_is_what_was_known_then(answering: QuestionAnswerer) -> None:
    query = parse_question("gempa Aceh", ID)
    assert (await answering.find(query, scope=Scope(as_of=date(2000, 1, 1)))).ranking == []
    assert len((await answering.find(query, scope=Scope(as_of=date(2020, 1, 1)))).ranking) == 1


async def test_of_equal_news_the_newest_comes_first() -> None:
    old, new = (
        build_article("Gempa melanda Aceh lagi.", id=number, date=day)
        for number, day in ((1, date(2020, 1, 1)), (2, date(2026, 2, 1)))
    )
    query = parse_question("gempa Aceh", ID)

    async def best(today: date | None, as_of: date | None = None) -> int:
        retrieval = await answering_from([old, new], today)[0].find(query, scope=Scope(as_of=as_of))
        return retrieval.ranking[0][0]

    assert await best(date(2026, 2, 2)) == 2
    assert await best(None, as_of=date(2026, 2, 2)) == 2
    assert await best(date(2026, 2, 2), as_of=date(2020, 1, 2)) == 1


# --- refusals and confidence


async def test_a_refusal_names_the_nearest_articles(answering: QuestionAnswerer) -> None:
    found = await answering.ask("Siapa istri presiden Prancis di Aceh?", reader_language=ID)
    assert found.outcome is AnswerOutcome.REFUSED
    assert [article.id for article in found.nearest] == [1]
    assert (await answering.ask("xyzzy", reader_language=ID)).nearest == ()


async def test_every_answer_has_a_confidence(answering: QuestionAnswerer) -> None:
    sure = await answering.ask("Kapan gempa melanda Aceh?", reader_language=ID)
    unsure = await answering.ask("Siapa istri presiden Prancis di Aceh?", reader_language=ID)
    assert 0 < unsure.confidence < sure.confidence < 1
    assert (await answering.ask("halo", reader_language=ID)).confidence == 0


# --- spelling


@pytest.mark.parametrize(
    ("question", "answer", "searched"),
    [
        ("Siapa yang menjahit bendra pusaka?", "Fatmawati", "bendera pusaka?"),
        ("Apa yang dijahit Fatmawti?", "Fatmawati", "dijahit Fatmawati?"),
        ("apa yang dijahit ftamawati", "Fatmawati", "dijahit fatmawati"),
        ("Bearpa dalamnya danau Toba?", "508", "berapa dalamnya danau Toba?"),
        ("Siapa yang menyaipkan tiang bendera?", "Suwiryo", "menyiapkan tiang bendera?"),
        ("Who prooposed the web at CERN?", "Tim Berners-Lee", "Who proposed the web at CERN?"),
    ],
)
async def test_a_misspelt_question_is_answered_and_says_as_what(
    answering: QuestionAnswerer, question: str, answer: str, searched: str
) -> None:
    found = await answering.ask(question, reader_language=ID)
    assert found.answered
    assert answer in found.quotes[0].text
    assert found.searched.endswith(searched)
    assert found.question == question


@pytest.mark.parametrize(
    "question",
    ["Siapa yang menjahit bendera pusaka?", "kpn gempa melanda Aceh", "brp dalamnya danau toba"],
)
async def test_a_question_without_mistakes_is_not_respelt(
    answering: QuestionAnswerer, question: str
) -> None:
    found = await answering.ask(question, reader_language=ID)
    assert found.answered
    assert found.searched == ""


async def test_a_question_can_be_asked_as_it_is_typed(answering: QuestionAnswerer) -> None:
    question = "Di mana danu Tobaa?"
    assert (await answering.ask(question, reader_language=ID)).answered
    typed = await answering.ask(question, reader_language=ID, as_typed=True)
    assert typed.outcome is AnswerOutcome.REFUSED
    assert typed.searched == ""


async def test_a_correction_that_finds_nothing_is_not_mentioned(
    answering: QuestionAnswerer,
) -> None:
    found = await answering.ask("Siapa istri presiden Prancis di Acehh?", reader_language=ID)
    assert found.outcome is AnswerOutcome.REFUSED
    assert found.searched == ""


async def test_a_question_in_chat_spelling_is_indonesian(answering: QuestionAnswerer) -> None:
    found = await answering.ask("kpn gempa aceh", reader_language=EN)
    assert found.language is ID
    assert "2004" in found.quotes[0].text


async def test_where_no_passage_that_was_read_holds_the_word_its_stem_is_shown() -> None:
    answering, _ = answering_from(
        [*ARTICLES, build_article("Menyelami laut.", id=9, date=date(2030, 1, 1))]
    )
    asked = "Siapa yang menjahit bendera pusaka menyelamii?"
    found = await answering.ask(asked, reader_language=ID, scope=Scope(as_of=date(2020, 1, 1)))
    assert found.answered
    assert found.searched == "Siapa yang menjahit bendera pusaka selam?"


# --- whatever is sent


@pytest.mark.parametrize(
    "question",
    [
        "\0",
        "gempa\0Aceh",
        "\ud800 gempa",
        "😀" * 500,
        "متى وقع الزلزال في آتشيه؟",
        "\u202egempa \u200fAceh",
        "地震はいつ起きましたか",
        "' OR 1=1; --",
        "<b>gempa</b> & “Aceh”",
        "-" * 1000,
        "gempa " + "\u0301" * 1000,
    ],
)
async def test_any_text_has_an_outcome(answering: QuestionAnswerer, question: str) -> None:
    found = await answering.ask(question, reader_language=ID)
    assert found.outcome in {AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED, AnswerOutcome.EMPTY}
    assert found.answered == bool(found.quotes)


@given(question=st.text())
async def test_every_text_has_an_outcome(question: str) -> None:
    found = await answering_from(ARTICLES)[0].ask(question, reader_language=ID)
    assert found.answered == bool(found.quotes)


@pytest.mark.parametrize(
    "question",
    [
        "Kapan gempa melanda Aceh? " * 400,
        " ".join(f"kata{number}" for number in range(1_500)),
        "gempa-" * 1_700,
        "a" * 10_000,
        "?" * 10_000,
        "gempa " * 200_000,
        " " * 1_000_000 + "gempa",
    ],
    ids=lambda question: repr(question[:8]),
)
async def test_a_question_of_any_length_takes_no_longer(
    answering: QuestionAnswerer, question: str
) -> None:
    with cpu_seconds_below(1):
        found = await answering.ask(question, reader_language=ID)
    assert found.question == question


async def test_a_long_question_is_answered_by_its_beginning(answering: QuestionAnswerer) -> None:
    question = "Kapan gempa melanda Aceh? ".ljust(10_000)
    assert (await answering.ask(question, reader_language=ID)).answered


async def test_only_articles_of_a_source_are_searched() -> None:
    text = "Bendera pusaka dijahit Fatmawati."
    one, other = (
        replace(build_article(text, id=number), source=source)
        for number, source in ((1, "Tempo"), (2, "Kompas"))
    )
    answering, _ = answering_from([one, other])
    scope = Scope(Filters(source="Kompas"))
    found = await answering.ask("Siapa yang menjahit bendera?", reader_language=ID, scope=scope)
    assert {quote.article.id for quote in found.quotes} == {2}
