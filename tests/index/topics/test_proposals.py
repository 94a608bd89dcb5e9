"""Topics suggested for a question or an article."""

import pytest

from index.query.subject import subject_of
from index.topics import in_title, matches, narrowed, parse, topic_about, widened
from index.types import Language
from tests.index.builders import build_article

RARE = {"javelin": 9.0, "kyiv": 8.0, "stinger": 7.0, "hatta": 6.0}


def idf(stem: str) -> float:
    return 10.0 if stem == "\0" else RARE.get(stem, 2.0)


def proposed(question: str, language: Language = Language.INDONESIAN) -> str | None:
    topic = topic_about(subject_of(question, language, idf))
    return None if topic is None else str(topic)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Siapa presiden Ukraina?", "Ukraina"),
        ("siapa yang mengirim javelin ke kyiv", "javelin kyiv"),
        ("Berapa rudal Javelin yang dikirim ke Kyiv?", "Javelin Kyiv"),
        ("kapan harga bbm naik", "bbm"),
        ("berapa harga tiket konser di jakarta", "tiket jakarta"),
        ("kapan gaji 13 cair", '"gaji 13" OR "gaji ke-13"'),
        ("kapan gaji ke-13 cair", '"gaji 13" OR "gaji ke-13"'),
        ("kapan deadpool 2 tayang", '"deadpool 2"'),
        ("gaji pensiunan kpan cairnya", "gaji pensiunan"),
        ("kasih tau saya kalau ada berita soal rupiah tembus 18000", "rupiah"),
        ("Berapa F-16 yang jatuh?", "F-16"),
        ("siapa itu?", None),
        ("???", None),
    ],
)
def test_a_question_becomes_a_topic_of_its_subject(question: str, topic: str | None) -> None:
    assert proposed(question) == topic


def test_an_english_question_does_too() -> None:
    assert proposed("When did the Javelin reach Kyiv?", Language.ENGLISH) == "Javelin Kyiv"


def test_words_that_are_operators_are_quoted() -> None:
    assert str(topic_about(["ATAU"])) == '"ATAU"'


def test_words_that_would_make_too_long_a_topic_are_not_proposed() -> None:
    assert proposed("x" * 300) is None


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("gaji pensiunan kpan cairnya", "Gaji Pensiunan Naik Mulai Januari"),
        ("kapan gaji 13 cair", "Gaji ke-13 Cair Juni"),
        ("kapan gaji ke 13 cair", "Gaji 13 ASN Cair Juni"),
        ("ada kabar persibnya gak", "Persib Menang Lagi"),
        ("gempanya di mana aja", "Gempa Guncang Cianjur"),
        ("tolong kabarin soal kenaikan harga beras dong", "Harga Beras Turun di Pasar Induk"),
    ],
)
def test_the_topic_of_a_question_matches_news_about_it(question: str, title: str) -> None:
    topic = topic_about(subject_of(question, Language.INDONESIAN, idf))
    assert topic is not None
    assert matches(topic, build_article("Demikian disampaikan.", title=title))


@pytest.mark.parametrize(
    ("written", "wider", "titled"),
    [
        ("gaji pensiunan", ["gaji", "pensiunan"], "judul:(gaji pensiunan)"),
        ("ebola", [], "judul:ebola"),
        ('"gaji 13" OR "gaji ke-13"', [], 'judul:("gaji 13" OR "gaji ke-13")'),
        ("banjir -rob", ["banjir"], "judul:(banjir -rob)"),
        ("judul:banjir", [], None),
    ],
)
def test_wider_topics_and_one_of_titles(written: str, wider: list[str], titled: str | None) -> None:
    assert list(map(str, widened(parse(written)))) == wider
    named = in_title(parse(written))
    assert (None if named is None else str(named)) == titled


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
