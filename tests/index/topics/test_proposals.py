"""Topics suggested for a question or an article."""

import pytest

from index.query.parser import parse_question
from index.topics import matches, narrowed, parse, topic_for
from index.types import Language
from tests.index.builders import build_article

RARE = {"javelin": 9.0, "kyiv": 8.0, "stinger": 7.0, "hatta": 6.0}


def idf(stem: str) -> float:
    return RARE.get(stem, 2.0)


def proposed(question: str, language: Language = Language.INDONESIAN) -> str | None:
    topic = topic_for(parse_question(question, language), idf)
    return None if topic is None else str(topic)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Siapa presiden Ukraina?", "presiden Ukraina"),
        ("siapa yang mengirim javelin ke kyiv", "javelin kyiv"),
        ("Berapa rudal Javelin yang dikirim ke Kyiv?", "Javelin Kyiv"),
        ("kapan harga bbm naik", "harga bbm naik"),
        ("berapa harga tiket konser di jakarta", "harga tiket konser"),
        ("Kapan Hatta, Budi, Stinger, dan Kyiv bertemu?", "Hatta Stinger Kyiv"),
        ("Apakah ATAU itu?", '"ATAU"'),
        ("Berapa F-16 yang jatuh?", "F-16 jatuh"),
        ("siapa itu?", None),
        ("???", None),
    ],
)
def test_a_question_becomes_a_topic_of_its_weighty_words(question: str, topic: str | None) -> None:
    assert proposed(question) == topic


def test_an_english_question_does_too() -> None:
    assert proposed("When did the Javelin reach Kyiv?", Language.ENGLISH) == "Javelin Kyiv"


def test_words_that_would_make_too_long_a_topic_are_not_proposed() -> None:
    assert proposed("x" * 300) is None


ARTICLE = build_article(
    "Javelin dikirim ke Kyiv. Javelin itu mahal. Stinger juga.",
    "Rudal tiba pada 2022. Stinger F-16.",
    title="Rudal Stinger untuk Kyiv",
)


def test_a_topic_is_narrowed_by_what_the_article_says_most_tellingly() -> None:
    found = narrowed(parse("rudal"), ARTICLE, idf)
    assert [str(topic) for topic in found.requiring] == [
        "rudal Stinger",
        "rudal Kyiv",
        "rudal Javelin",
    ]
    assert [str(topic) for topic in found.excluding] == [
        "rudal -Stinger",
        "rudal -Kyiv",
        "rudal -Javelin",
    ]


@pytest.mark.parametrize("written", ["rudal", "rudal OR banjir", "judul:rudal", "rudal -banjir"])
def test_narrower_topics_match_the_article_or_do_not(written: str) -> None:
    found = narrowed(parse(written), ARTICLE, idf)
    assert len(found.requiring) == len(found.excluding) == 3
    assert all(matches(topic, ARTICLE) for topic in found.requiring)
    assert not any(matches(topic, ARTICLE) for topic in found.excluding)


def test_words_that_the_topic_has_are_not_proposed_again() -> None:
    found = narrowed(parse("judul:stinger kyiv"), ARTICLE, idf)
    assert all("Stinger" not in str(topic) for topic in found.requiring)


def test_a_topic_that_would_grow_too_long_is_not_narrowed() -> None:
    full = parse(" ".join(f"kata{number}" for number in range(20)))
    found = narrowed(full, ARTICLE, idf)
    assert (found.requiring, found.excluding) == ((), ())


def test_an_article_of_the_topics_words_only_has_nothing_to_add() -> None:
    found = narrowed(parse("rudal"), build_article("Rudal itu 2022."), idf)
    assert (found.requiring, found.excluding) == ((), ())
