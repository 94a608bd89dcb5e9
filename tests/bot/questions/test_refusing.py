"""Refusals name what no article has, and the articles that come near."""

import pytest

from bot.conversation.refusals import text_without_quotes
from bot.model.interface_language import InterfaceLanguage
from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.refusing import closest_quote
from bot.texts import texts_for
from index.query.parser import parse_question
from index.types import Language
from tests.bot.questions.test_answering import answering_from
from tests.index.builders import build_article

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)

ARTICLES = [
    build_article(
        "Wabah ebola di Kongo meluas ke tiga provinsi. Kementerian Kesehatan mengirim vaksin.",
        id=1,
        title="Wabah Ebola Meluas",
    ),
    build_article(
        "Persib berlatih di Lembang sepanjang pekan. Pelatih menyiapkan tiga pemain muda.",
        id=2,
        title="Persib Berlatih di Lembang",
    ),
    build_article(
        "Harga cabai naik di pasar induk. " + "Pedagang mengeluh sepi pembeli. " * 40
        + "Di luar pasar, seorang pendukung Persib menjual topi.",
        id=3,
        title="Harga Cabai Naik",
    ),
    build_article(
        "Gempa mengguncang Cianjur. Ratusan rumah rusak dan warga mengungsi ke tenda.",
        id=4,
        title="Gempa Cianjur",
    ),
    build_article(
        "Komisi Pemberantasan Korupsi menahan seorang bupati. Ia diduga menerima suap.",
        id=5,
        title="Komisi Pemberantasan Korupsi Menahan Bupati",
    ),
    build_article(
        "The ferry carries a library to the islands. Children read on board.",
        id=6,
        title="Harbour town opens a library on a ship",
        language=Language.ENGLISH,
    ),
]  # fmt: skip


async def asked(question: str) -> Answer:
    answering, _ = answering_from(ARTICLES)
    return await answering.ask(question, reader_language=Language.INDONESIAN)


@pytest.mark.parametrize(
    ("question", "missing", "about", "nearest"),
    [
        ("siapa penemu mesin uap", "mesin uap", "", []),
        ("kapan danantara dibentuk?", "danantara", "", []),
        ("apa kata Blinken tentang NATO?", "Blinken NATO", "", []),
        ("siapa presiden pertama di Kongo?", "", "Kongo", [1]),
        ("apa kata Blinken tentang ebola?", "Blinken", "ebola", [1]),
        ("berapa harga tiket persib?", "tiket", "persib", [2]),
        ("kapan kpk didirikan di Jakarta?", "Jakarta", "kpk", [5]),
        ("who built the ferry in Port Alder?", "Port Alder", "ferry", [6]),
        ("who invented the steam engine?", "steam engine", "", []),
        ("Siapa yang membawa Persib ke Ujung Kulon?", "Ujung Kulon", "Persib", [2]),
        ("siapa menteri yang membawa ebola ke Ujung Kulon?", "Ujung Kulon", "ebola", [1]),
        ("kapan danantara diperiksa?", "danantara", "", []),
        ("berapa totalnya?", "", "", []),
    ],
)
async def test_a_refusal_names_what_is_missing_and_what_is_near(
    question: str, missing: str, about: str, nearest: list[int]
) -> None:
    answer = await asked(question)
    assert answer.outcome is AnswerOutcome.REFUSED
    assert (" ".join(answer.missing), answer.about) == (missing, about)
    assert [article.id for article in answer.nearest] == nearest


async def test_an_article_that_only_mentions_the_subject_is_not_near() -> None:
    answer = await asked("siapa pemilik persib sekarang?")
    assert [article.id for article in answer.nearest] == [2]


@pytest.mark.parametrize(
    ("missing", "about", "text"),
    [
        (("ebola",), "", "Belum ada artikel tentang ebola."),
        (("Blinken", "NATO"), "", "Belum ada artikel tentang Blinken atau NATO."),
        (
            ("Paris",),
            "Prabowo",
            "Ada artikel tentang Prabowo, tapi belum ada yang menyebut Paris. Yang paling dekat:",
        ),
        ((), "ebola", "Ada artikel tentang ebola, tapi tidak menjawab itu. Yang paling dekat:"),
        ((), "", INDONESIAN.conversation.refused),
        (("x" * 200,), "", f"Belum ada artikel tentang {'x' * 60}…."),
        (("a\nb",), "", "Belum ada artikel tentang a b."),
    ],
)
def test_the_text_says_what_is_missing(missing: tuple[str, ...], about: str, text: str) -> None:
    answer = Answer("?", Language.INDONESIAN, AnswerOutcome.REFUSED, missing=missing, about=about)
    assert text_without_quotes(answer, INDONESIAN) == text


@pytest.mark.parametrize(
    ("question", "closest"),
    [
        (
            "siapa pelatih persib musim ini",
            "Pelatih Persib musim ini puas. Hujan turun sejak sore.",
        ),
        ("berapa harga tiket persib musim depan di kandang", None),
    ],
)
async def test_what_says_most_of_the_question_comes_closest(
    question: str, closest: str | None
) -> None:
    article = build_article(
        "Persib menang 3-1 di kandang. Pelatih Persib musim ini puas. Hujan turun sejak sore.",
        id=1,
        title="Persib menang",
    )
    answering, _ = answering_from([article])
    found = await answering.find(parse_question(question, Language.INDONESIAN))
    quote = closest_quote([found], [article])
    assert (quote.text if quote else None) == closest
    assert closest_quote([found], []) is None
