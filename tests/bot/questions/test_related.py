"""Related questions are answered by the same articles, by other sentences than those quoted."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.evaluation.runner import ArticlesInMemory
from bot.questions.answer import Answer
from bot.questions.answering import QuestionAnswerer
from bot.questions.related import MAX_RELATED, RelatedQuestions
from bot.questions.related_candidates import related_candidates
from index.inverted.local_engine import LocalEngine
from index.types import Article, Language
from tests.index.builders import build_article, build_index

ID, EN = Language.INDONESIAN, Language.ENGLISH

HARBOUR = build_article(
    "Kementerian Perhubungan menutup dermaga Elang pada Senin (2/2/2026) karena tiangnya retak "
    "sepanjang 40 meter. Bupati Raka Wijaya meminta nelayan bersabar kepada Kementerian "
    "Perhubungan. “Nelayan akan mendapat ganti "
    "rugi sebelum dermaga Elang dibuka lagi,” kata Raka Wijaya. Ketua koperasi Sari Kencana belum "
    "puas. “Uangnya tidak cukup untuk sebulan di dermaga Elang,” ujar Sari Kencana. Kapal besar "
    "kini bersandar di Teluk Pari.",
    title="Kementerian Perhubungan Menutup Dermaga Elang",
    id=1,
)
RICE = build_article(
    "Harga beras naik menjadi Rp16.000 per kilogram. Pedagang menyalahkan hama wereng.",
    title="Harga Beras Naik",
    id=2,
)
DAM = build_article(
    "Engineers found cracks in the Harrow Dam on Monday. The cracks are as wide as a hand. Divers "
    "came from the coast with lamps and cameras. The road along the river was closed. "
    "“We will lower the lake by two metres before Friday,” said Lina Hartono, who leads the crew. "
    "Mayor Joe Tully asked people to stay. "
    "“Nobody below the Harrow Dam has to leave tonight,” said Joe Tully.",
    title="Cracks Found in the Harrow Dam",
    id=3,
    language=EN,
)
ARTICLES = [HARBOUR, RICE, DAM]


def harbour_answers(articles: Sequence[Article] = ARTICLES) -> tuple[QuestionAnswerer, LocalEngine]:
    engine = LocalEngine()
    engine.serve(build_index(articles))
    return QuestionAnswerer(engine, ArticlesInMemory(articles), lambda: None), engine


async def answer_to(question: str, language: Language) -> tuple[Answer, RelatedQuestions]:
    answerer, engine = harbour_answers()
    return await answerer.ask(question, reader_language=language), RelatedQuestions(engine)


async def test_the_questions_are_answered_by_the_same_article() -> None:
    answerer, _ = harbour_answers()
    answer, related = await answer_to("berapa meter tiang dermaga elang retak?", ID)
    assert answer.quotes
    questions = await related.of(answer)
    assert 0 < len(questions) <= MAX_RELATED
    for question in questions:
        further = await answerer.ask(question, reader_language=ID)
        assert HARBOUR.id in {quote.article.id for quote in further.quotes}
        shown = {(quote.start, quote.end) for quote in answer.quotes}
        assert further.quotes[0].start not in {start for start, _ in shown}


async def test_what_was_asked_is_not_asked_again() -> None:
    answer, related = await answer_to("apa kata Raka Wijaya soal dermaga Elang?", ID)
    questions = await related.of(answer)
    assert not any("Apa kata Raka Wijaya" in question for question in questions)


async def test_they_are_in_the_language_of_the_answer_or_there_are_none() -> None:
    answer, related = await answer_to("when were cracks found in the Harrow Dam?", EN)
    questions = await related.of(answer)
    assert all(question.startswith(("What ", "Why ", "When ")) for question in questions)
    assert questions
    assert await related.of(replace(answer, language=ID)) == ()


async def test_a_refusal_has_none() -> None:
    answer, related = await answer_to("siapa presiden Wakanda?", ID)
    assert not answer.quotes
    assert await related.of(answer) == ()


async def test_what_is_known_is_not_looked_for_again_and_nobody_waits() -> None:
    answer, related = await answer_to("berapa meter tiang dermaga elang retak?", ID)
    first, second = await asyncio.gather(related.of(answer), related.of(answer))
    assert first
    assert second == ()
    assert await related.of(answer) == first


def test_candidates_name_people_who_are_quoted_and_what_the_headline_says() -> None:
    def idf(_: str) -> float:
        return 6.0

    questions = [each.question for each in related_candidates(HARBOUR, idf)]
    assert "Kenapa Kementerian Perhubungan menutup dermaga Elang?" in questions
    assert "Kapan Kementerian Perhubungan menutup dermaga Elang?" in questions
    said = [question for question in questions if question.startswith("Apa kata")]
    assert {question.split(" soal ")[0] for question in said} == {
        "Apa kata Raka Wijaya",
        "Apa kata Sari Kencana",
    }
    assert related_candidates(RICE, idf) == []


def test_english_headlines_are_asked_in_their_base_form() -> None:
    article = build_article(
        "The Fed raised rates on Wednesday because prices rose. Members of the Fed "
        "met for two days.",
        title="Fed Raises Rates Again",
        language=EN,
    )
    questions = [each.question for each in related_candidates(article, lambda _: 6.0)]
    assert questions == ["Why did Fed raise rates again?", "When did Fed raise rates again?"]


async def test_while_many_are_answered_only_what_is_known_is_offered() -> None:
    answer, related = await answer_to("berapa meter tiang dermaga elang retak?", ID)
    related.is_busy = lambda: True
    assert await related.of(answer) == ()
    related.is_busy = lambda: False
    found = await related.of(answer)
    assert found
    related.is_busy = lambda: True
    assert await related.of(answer) == found
