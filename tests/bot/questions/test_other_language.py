"""Questions about articles in the other language: found, said by nothing else, and refused."""

from datetime import date

import pytest

from bot.questions.answer import Answer
from bot.questions.answering import QuestionAnswerer
from index.types import Language
from tests.bot.questions.test_answering import answering_from
from tests.index.builders import build_article

ID, EN = Language.INDONESIAN, Language.ENGLISH

INDONESIAN = [
    build_article(
        "IHSG anjlok 3,2 persen pada penutupan perdagangan karena investor asing menjual saham. "
        "Analis Mirae menilai pelemahan rupiah ikut menekan bursa.",
        id=1,
        title="IHSG anjlok, investor asing jual saham",
        date=date(2025, 3, 18),
    ),
    build_article(
        "Komisi Pemberantasan Korupsi menangkap bupati Kolaka dalam operasi tangkap tangan. "
        "Penyidik menyita uang Rp 2 miliar dari rumah dinas bupati.",
        id=2,
        title="KPK tangkap bupati Kolaka",
    ),
    build_article(
        "Banjir bandang menewaskan 12 orang di Demak. Sebanyak 400 rumah terendam.",
        id=3,
        title="Banjir bandang di Demak",
    ),
    build_article(
        "Timnas Jerman mengalahkan Jepang 2-1 di Piala Dunia. Gol dicetak Musiala.",
        id=4,
        title="Jerman kalahkan Jepang",
    ),
]
ENGLISH = [
    build_article(
        "Voyager is a space probe that NASA launched in 1977. It left the solar system in 2012.",
        id=11,
        title="Voyager leaves the solar system",
        language=EN,
    ),
    build_article(
        "Apple will announce its earnings on 30 October. Analysts expect higher iPhone sales.",
        id=12,
        title="Apple to announce earnings on 30 October",
        language=EN,
    ),
    build_article(
        "The Dutch government fell after the far-right party left the coalition over migration.",
        id=13,
        title="Dutch government collapses",
        language=EN,
    ),
]


@pytest.fixture(scope="module")
def answering() -> QuestionAnswerer:
    return answering_from([*INDONESIAN, *ENGLISH])[0]


async def ask(answering: QuestionAnswerer, question: str, reader: Language = ID) -> Answer:
    return await answering.ask(question, reader_language=reader)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("why did IHSG drop?", "investor asing"),
        ("who was arrested by the anti-graft agency?", "bupati Kolaka"),
        ("how many people died in the flash flood?", "12 orang"),
        ("who did Germany beat at the World Cup?", "Jepang"),
        ("how much money was seized from the regent's house", "Rp 2 miliar"),
        ("apa itu voyager", "space probe"),
        ("kapan earnings Apple diumumkan", "30 October"),
        ("kenapa pemerintah belanda jatuh", "migration"),
    ],
)
async def test_articles_in_the_other_language_answer(
    answering: QuestionAnswerer, question: str, answer: str
) -> None:
    found = await ask(answering, question)
    assert answer in found.quotes[0].text
    assert found.is_in_other_language
    assert found.quotes[0].highlights
    assert not found.searched


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("brp house yang terendam flood di demak", "400 rumah"),
        ("berapa money yang disita dari rumah bupati", "Rp 2 miliar"),
    ],
)
async def test_words_of_the_other_language_within_a_question_are_understood(
    answering: QuestionAnswerer, question: str, answer: str
) -> None:
    found = await ask(answering, question)
    assert answer in found.quotes[0].text
    assert not found.searched


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ihsg anjlok kenapa", "investor asing"),
        ("when did NASA launch Voyager?", "1977"),
        ("siapa yang ditangkap KPK?", "bupati Kolaka"),
    ],
)
async def test_articles_in_the_language_of_the_question_answer_as_before(
    answering: QuestionAnswerer, question: str, answer: str
) -> None:
    found = await ask(answering, question)
    assert answer in found.quotes[0].text
    assert not found.is_in_other_language


@pytest.mark.parametrize(
    "question",
    [
        "why did the price of rice drop?",
        "who was arrested in the murder of the governor?",
        "when will the volcano erupt",
        "who won the badminton final?",
        "siapa presiden baru meksiko",
        "kenapa harga tiket konser naik",
        "berapa gaji pemain basket",
    ],
)
async def test_what_no_article_tells_is_refused_in_either_language(
    answering: QuestionAnswerer, question: str
) -> None:
    assert not (await ask(answering, question)).answered


async def test_the_reply_is_in_the_language_of_the_question(answering: QuestionAnswerer) -> None:
    assert (await ask(answering, "why did IHSG drop?", ID)).language is EN
    assert (await ask(answering, "apa itu voyager", EN)).language is ID


async def test_words_of_the_glossary_are_not_corrected(answering: QuestionAnswerer) -> None:
    """*investors* stands nowhere in English; it is no misspelt *investor*."""
    found = await ask(answering, "did foreign investors sell shares")
    assert "investor asing" in found.quotes[0].text
    assert not found.searched


@pytest.mark.parametrize(("english", "first"), [(date(2022, 6, 7), 21), (date(2026, 5, 20), 22)])
async def test_news_of_years_ago_gives_way_to_news_in_the_other_language(
    english: date, first: int
) -> None:
    articles = [
        build_article(
            "Harga minyak turun 6 persen pada Kamis setelah kesepakatan damai.",
            id=21,
            title="Harga minyak turun 6 persen",
            date=date(2026, 5, 28),
        ),
        build_article(
            "Oil prices fell 3 percent on Tuesday after the talks.",
            id=22,
            title="Oil prices fall 3 percent",
            language=EN,
            date=english,
        ),
    ]
    answering, _ = answering_from(articles, date(2026, 5, 29))
    answer = await ask(answering, "how much did oil prices fall?", EN)
    assert answer.quotes[0].article.id == first
