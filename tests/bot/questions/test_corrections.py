"""Corrections must not make a question that the articles do not speak of one that they do.

The tables can be extended by anybody: a collection of one article, and questions on other things.
"""

from pathlib import Path

import pytest

from bot.questions.answering import QuestionAnswerer
from index.query.spelling import is_certain, may_be_name
from index.types import Language
from tests.bot.questions.test_answering import answering_from
from tests.index.builders import build_article

ID, EN = Language.INDONESIAN, Language.ENGLISH
HERE = Path(__file__).parent

OFF_TOPIC = [
    "Bagaimana cara memasak rendang?",
    "Siapa penemu telepon?",
    "Berapa harga beras hari ini?",
    "Siapa yang membuka jembatan itu?",
    "Kapan candi Prambanan dibangun?",
    "Siapa pelatih timnas sepak bola?",
    "Bagaimana cuaca besok di Medan?",
    "apa resep sambal terasi",
    "Kapan Marie Curie lahir?",
    "Bagaimana membuat kue lapis?",
    "Who opened the bridge?",
    "What is the price of rice?",
    "How do I cook rendang?",
    "Who painted the Mona Lisa?",
    "When was the temple built?",
    "How does photosynthesis work?",
    "Which planet has the most moons?",
    "how to train a puppy",
    "What did the court decide about the mine?",
    "Who discovered penicillin?",
]
MISSPELT = [
    (ID, "Berapa biaya bendugan yang dibangun sejak 2018?", "1,6 triliun"),
    (ID, "Siapa yang menekan tombol penutup terowongna?", "Ratna"),
    (ID, "Berapa kelurga menolak pindah?", "37 keluarga"),
    (ID, "Siapa bupati Kanawe?", "Harun"),
    (EN, "Who began the campagin?", "Tomas Ferrin"),
    (EN, "When was the railway lien opened to carry fish and timber?", "1911"),
    (EN, "How many residnts cast a ballot?", "14,200"),
]


@pytest.fixture(scope="module", params=Language)
def one_article(request: pytest.FixtureRequest) -> QuestionAnswerer:
    return answerer(request.param)


def answerer(language: Language) -> QuestionAnswerer:
    title, _, text = (HERE / f"off_topic_article_{language}.txt").read_text("utf-8").partition("\n")
    return answering_from([build_article(text.strip(), title=title, id=1, language=language)])[0]


@pytest.mark.parametrize("question", OFF_TOPIC)
async def test_what_the_article_does_not_speak_of_is_not_answered_through_a_correction(
    one_article: QuestionAnswerer, question: str
) -> None:
    answer = await one_article.ask(question, reader_language=ID)
    assert (answer.answered, answer.searched) == (False, "")


@pytest.mark.parametrize(("language", "question", "held"), MISSPELT)
async def test_what_it_speaks_of_is_found_although_misspelt(
    language: Language, question: str, held: str
) -> None:
    answer = await answerer(language).ask(question, reader_language=language)
    assert held in " ".join(quote.text for quote in answer.quotes)
    assert answer.searched


@pytest.mark.parametrize(
    ("typed", "meant", "certain", "name"),
    [
        ("gunumg", "gunung", True, True),
        ("yagn", "yang", True, True),
        ("krakatu", "krakatau", True, True),
        ("tobaa", "toba", True, True),
        ("beras", "keras", False, False),
        ("masak", "masuk", False, False),
        ("bridg", "bring", False, False),
        ("jembatan", "jabatan", False, False),
        ("rendang", "rencana", False, False),
        ("marina", "medina", False, False),
        ("zelenskiyi", "zelensky", False, True),
        ("ukarno", "sukarno", False, True),
    ],
)
def test_few_corrections_are_certain_and_fewer_are_made_of_names(
    typed: str, meant: str, *, certain: bool, name: bool
) -> None:
    assert (is_certain(typed, meant), may_be_name(typed, meant)) == (certain, name)
