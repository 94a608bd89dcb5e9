"""What a quotation is about depends on where each word of the topic is said, in either language."""

import math
from dataclasses import replace

import pytest

from bot.quotations.relevance import RELEVANT, read_topic, relevance
from index.types import Article, Language, Span
from tests.bot.samples import make_article

WORDS = "Perluasan NATO ke timur adalah kesalahan besar"
ARTICLE = make_article(
    "a.txt",
    f"Rusia menanggapi rencana itu. “{WORDS},” kata Sergei Lavrov di kantor Pajak. "
    "Ukraina belum menjawab.",
    "Lavrov Kecam Aliansi",
)


def score(
    topic: str,
    language: Language = Language.INDONESIAN,
    article: Article = ARTICLE,
    *,
    around: bool = True,
) -> float:
    start = article.text.index("Perluasan")
    said = Span(start, start + len(WORDS))
    sentence = Span(start - 1, article.text.index(". Ukraina") + 1)
    words = read_topic(topic, language, lambda _: 1.0)
    return relevance(article, said, sentence, words, around=around)


@pytest.mark.parametrize(
    ("topic", "is_about"),
    [
        ("NATO", True),
        ("perluasan NATO", True),
        ("kesalahan", True),
        ("pajak", False),
        ("Ukraina", True),
        ("aliansi", True),
        ("beras", False),
        ("NATO beras gempa", False),
    ],
)
def test_what_is_said_around_the_words_counts_too(topic: str, is_about: bool) -> None:
    assert (score(topic) >= RELEVANT) is is_about


def test_what_is_said_counts_more_than_what_stands_beside_it() -> None:
    told = speaking("Sergei Lavrov terkait pajak")
    assert score("NATO") == 1.0 > score("pajak", article=told) > score("aliansi") - 0.01
    assert score("pajak", article=told, around=False) == 0.0


@pytest.mark.parametrize(
    "speaker",
    [
        "Sergei Lavrov saat ditemui di kantor Direktorat Jenderal Pajak (DJP), Moskwa",
        "Dirjen Pajak Sergei Lavrov",
        "Sergei Lavrov usai rapat di Gedung Pajak, Jumat",
    ],
)
def test_where_and_by_whom_it_was_said_is_no_topic(speaker: str) -> None:
    assert score("pajak", article=speaking(speaker)) < RELEVANT


@pytest.mark.parametrize(
    "before",
    [
        "Ditemui di kantor Direktorat Jenderal Pajak, Lavrov menanggapi rencana itu.",
        "Lavrov tiba di Masjid Salahuddin, Kantor Pusat Direktorat Jenderal Pajak (DJP), Moskwa.",
        "“Saya tidak tahu,” kata Lavrov saat ditemui di kantor Direktorat Jenderal Pajak (DJP).",
    ],
)
def test_where_the_sentence_before_was_said_is_no_topic(before: str) -> None:
    text = ARTICLE.text.replace("Rusia menanggapi rencana itu.", before)
    assert score("pajak", article=replace(ARTICLE, text=text)) < RELEVANT


def test_a_place_that_begins_before_what_is_read_is_no_topic_either() -> None:
    before = f"Ia ada di kantor Direktorat Jenderal Pajak (DJP), Moskwa. {'Lalu ia pergi. ' * 17}"
    text = ARTICLE.text.replace("Rusia menanggapi rencana itu.", before)
    assert score("pajak", article=replace(ARTICLE, text=text)) < RELEVANT


def test_what_the_speaker_was_asked_about_is_a_topic() -> None:
    for told in ("menanggapi kenaikan pajak", "di kantornya, soal pajak", "mengenai pajak"):
        assert score("pajak", article=speaking(f"Sergei Lavrov {told}")) >= RELEVANT


def speaking(speaker: str) -> Article:
    """The article with another attribution behind the words."""
    text = ARTICLE.text.replace("Sergei Lavrov di kantor Pajak", speaker)
    return replace(ARTICLE, text=text)


def test_a_topic_of_the_other_language() -> None:
    assert score("mistake", Language.ENGLISH) == 1.0
    english = replace(ARTICLE, language=Language.ENGLISH)
    assert score("NATO", article=english) == 1.0


def test_a_topic_of_stop_words_is_none() -> None:
    assert read_topic("yang itu", Language.INDONESIAN, lambda _: 1.0) == []
    assert math.isclose(score("yang itu"), 0.0)
