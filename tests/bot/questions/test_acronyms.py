"""A question with an acronym finds its expansion, and the reverse."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.evaluation.dataset import Question
from bot.evaluation.runner import ArticlesInMemory, Evaluator
from bot.questions.answering import QuestionAnswerer
from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.types import Article, Language, Query, SearchResult
from tests.index.builders import build_article, build_index

ID, EN = Language.INDONESIAN, Language.ENGLISH

WRITTEN_OUT = [
    build_article(
        "Presiden Amerika Serikat tiba di Kota Tuah pada 3 Mei 2031. Ia disambut ribuan warga.",
        id=1,
    ),
    build_article("Komisi Pemberantasan Korupsi dipimpin Raka Wijaya sejak tahun lalu.", id=2),
    build_article("The United Nations opened a school in Tuah on 7 June 2031.", id=3, language=EN),
    build_article("Dewan Perwakilan Rakyat Daerah Tuah dipimpin Sari Kencana.", id=4),
]
SHORT = [
    build_article("BMKG mencatat gempa Tuah berkekuatan 5,1 pada Selasa.", id=5),
    build_article("Utusan PBB untuk Tuah ialah Lina Hartono.", id=6),
    build_article("The EU paid 40 million for the bridge of Tuah.", id=7, language=EN),
]
DEFINING = [
    build_article(
        "Gerakan Rawa Lestari (GRL) membersihkan kali di Lembah Nila setiap hari Minggu.", id=8
    ),
    build_article("Ketua Gerakan Rawa Lestari, Dewi Larasati, menanam bakau.", id=9),
    build_article("Balai Arsip Desa Nila, atau dikenal juga BAD (Balai Arsip Desa), tutup.", id=10),
    build_article("Kepala BAD adalah Joko Prasetya.", id=11),
]
OTHERS = [
    build_article(f"Pasar nomor {n} ramai sejak pagi dan harga beras turun lagi.", id=n)
    for n in range(20, 40)
]
ARTICLES = [*WRITTEN_OUT, *SHORT, *DEFINING, *OTHERS]


class Counting(LocalEngine):
    """An engine that counts its searches."""

    searches = 0

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> SearchResult:
        self.searches += 1
        return await super().search(query, limit=limit, as_of=as_of, since=since)


def answering_from(articles: Sequence[Article]) -> QuestionAnswerer:
    engine = LocalEngine()
    engine.serve(build_index(articles))
    return QuestionAnswerer(engine, ArticlesInMemory(articles), lambda: None)


@pytest.fixture(scope="module")
def answering() -> QuestionAnswerer:
    return answering_from(ARTICLES)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Kapan presiden AS tiba di Kota Tuah?", "3 Mei 2031"),
        ("kapan presiden USA tiba di kota tuah", "3 Mei 2031"),
        ("Siapa yang memimpin KPK?", "Raka Wijaya"),
        ("When did the UN open a school in Tuah?", "7 June 2031"),
        ("Siapa yang memimpin DPRD Tuah?", "Sari Kencana"),
    ],
)
async def test_an_abbreviation_finds_what_is_written_out(
    answering: QuestionAnswerer, question: str, answer: str
) -> None:
    found = await answering.ask(question, reader_language=ID)
    assert found.quotes
    assert answer in found.quotes[0].text
    assert found.searched == ""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "Berapa kekuatan gempa Tuah menurut Badan Meteorologi, Klimatologi, dan Geofisika?",
            "5,1",
        ),
        ("Siapa utusan Perserikatan Bangsa-Bangsa untuk Tuah?", "Lina Hartono"),
        ("siapa utusan perserikatan bangsa-bangsa untuk tuah", "Lina Hartono"),
        ("How much did the European Union pay for the bridge of Tuah?", "40 million"),
    ],
)
async def test_a_long_form_finds_the_abbreviation(
    answering: QuestionAnswerer, question: str, answer: str
) -> None:
    found = await answering.ask(question, reader_language=ID)
    assert found.quotes
    assert answer in found.quotes[0].text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Siapa ketua GRL?", "Dewi Larasati"),
        ("siapa ketua grl", "Dewi Larasati"),
        ("Siapa kepala Balai Arsip Desa?", "Joko Prasetya"),
    ],
)
async def test_what_is_equal_is_learned_from_a_third_article(
    answering: QuestionAnswerer, question: str, answer: str
) -> None:
    found = await answering.ask(question, reader_language=ID)
    assert found.quotes
    assert answer in found.quotes[0].text
    assert answer not in DEFINING[0].text + DEFINING[2].text


async def test_nothing_is_learned_where_no_article_defines_it() -> None:
    answering = answering_from([*DEFINING[1::2], *OTHERS])
    assert not (await answering.ask("Siapa ketua GRL?", reader_language=ID)).quotes


async def test_the_other_form_is_highlighted() -> None:
    answering = answering_from(ARTICLES)
    (quote, *_) = (await answering.ask("Siapa pemimpin KPK?", reader_language=ID)).quotes
    marked = [quote.text[start:end] for start, end in quote.highlights]
    assert marked[0] == "Komisi Pemberantasan Korupsi dipimpin Raka Wijaya"


async def test_a_known_abbreviation_is_not_taken_for_a_misspelt_word() -> None:
    gempa = build_article(
        "Badan Meteorologi, Klimatologi, dan Geofisika mencatat gempa Tuah. Kata BMKX lain.", id=1
    )
    corrected = await answering_from([gempa, *OTHERS]).correct(
        parse_question("Apa kata BMKG tentang gempaa?", ID)
    )
    assert corrected.query.terms[1:] == ("bmkg", "gempa")


async def test_a_question_without_equal_forms_is_searched_for_once() -> None:
    engine = Counting()
    engine.serve(build_index(ARTICLES))
    answering = QuestionAnswerer(engine, ArticlesInMemory(ARTICLES), lambda: None)
    await answering.find(parse_question("Berapa harga beras di pasar?", ID))
    assert engine.searches == 1
    await answering.find(parse_question("Siapa ketua KPK?", ID))
    assert engine.searches == 3


async def test_a_hostile_article_teaches_nothing_that_breaks_the_search() -> None:
    hostile = [
        build_article(f"GRL ({'(' * n}Gerakan {'Rawa ' * n}(GRL) Lestari (GRL) (G R L)", id=n)
        for n in range(1, 30)
    ]
    retrieval = await answering_from(hostile).find(parse_question("Siapa ketua GRL?", ID))
    assert retrieval.ranking


async def test_an_evaluation_reads_equal_forms_as_answers_do() -> None:
    """With the relevant article removed, too."""
    evaluator = Evaluator(ID)
    await evaluator.load(ARTICLES)
    question = Question("q", "Kapan presiden AS tiba di Kota Tuah?", ("3 Mei 2031",), None)
    asked = await evaluator.ask(question, ["1"])
    assert asked.ranking[0].article_id == "1"
    assert asked.margin_without_relevant is not None
    assert asked.margin_without_relevant < asked.margin
