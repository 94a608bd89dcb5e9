"""Whether a topic matches an article."""

import pytest

from index.topics import Trial, matches, parse, try_topic
from index.types import Article, Language
from tests.index.builders import Junk, build_article

ENGLISH, INDONESIAN = Language.ENGLISH, Language.INDONESIAN

ABOUT = [
    ("ukraina nato", "NATO membantu Ukraina.", True),
    ("ukraina nato", "NATO membantu Polandia.", False),
    ("serang", "Pasukan itu menyerang, dan serangannya gagal.", True),
    ("menyerang", "Serangan itu gagal.", True),
    ("serang", "Ia berseru.", False),
    ("mbappe", "Mbappé mencetak gol.", True),
    ("JUM’AT", "Rapat digelar Jumat.", True),
    ("perang di ukraina", "Perang Ukraina berlanjut.", True),
    ("erdogan OR zelensky", "Zelensky datang.", True),
    ("erdogan OR zelensky", "Biden datang.", False),
    ("presiden (erdogan OR zelensky)", "Presiden Erdogan datang.", True),
    ("presiden (erdogan OR zelensky)", "Erdogan datang.", False),
    ("piala -bola", "Piala bulu tangkis.", True),
    ("piala -bola", "Piala sepak bola.", False),
    ('piala -"sepak bola"', "Piala bola sepak takraw.", True),
    ('piala -"sepak bola"', "Piala sepak bola.", False),
    ("piala -(bola basket)", "Piala bola voli.", True),
    ("piala -(bola basket)", "Piala bola basket.", False),
    ("piala -(bola OR basket)", "Piala basket.", False),
    ("piala (bola OR -basket)", "Piala voli.", True),
    ("piala (bola OR -basket)", "Piala basket.", False),
    ("piala (bola OR -basket)", "Piala bola basket.", True),
    ("piala -(-bola)", "Piala bola.", True),
    ("piala -(-bola)", "Piala voli.", False),
    ("nato OR yang", "Orang yang datang.", False),
    ("piala OR (yang -bola)", "Orang yang datang.", False),
    ("nato -yang", "NATO yang datang.", True),
    ('"rudal javelin"', "Rudal Javelin dikirim.", True),
    ('"rudal javelin"', "Javelin, rudal itu, dikirim.", False),
    ('"rudal javelin"', "Rudal buatan Javelin dikirim.", False),
    ('"rudal javelin"', "Rudal dari Javelin dikirim.", False),
    ('"rudal dari javelin"', "Rudal dari Javelin dikirim.", True),
    ('"rudal dari javelin"', "Rudal untuk Javelin dikirim.", True),
    ('"rudal dari javelin"', "Rudal Javelin dikirim.", False),
    ('"dari rudal javelin di"', "Rudal Javelin dikirim.", True),
    ('"mengirim rudal"', "Pengiriman rudal dimulai.", True),
    ('"rudal rudal"', "Rudal.", False),
    ('"rudal rudal"', "Rudal, rudal.", True),
    ('"satu dua tiga"', "Dua tiga satu dua tiga.", True),
    ('"satu dua tiga"', "Satu dua, lalu dua tiga.", False),
    ('"satu dua di empat"', "Satu dua ke empat.", True),
    ('"satu dua di empat"', "Satu dua empat.", False),
    ("covid-19", "Kasus COVID-19 naik.", True),
    ("covid-19", "Kasus Covid 19 naik.", True),
    ("covid-19", "Covid naik 19 kasus.", False),
    ("ukraina", "Perang Rusia-Ukraina berlanjut.", True),
    ('"perang rusia"', "Perang Rusia-Ukraina berlanjut.", True),
    ("anak-anak", "Anak-anaknya bermain.", True),
    ("anak-anak", "Anak itu bermain.", False),
    ("F-16", "Dua F-16 jatuh.", True),
    ("Rp3.000", "Harganya Rp3.000.", True),
    ("3,5", "Naik 3,5 persen.", True),
    ("3,5", "Naik 3 sampai 5 persen.", False),
    ("US", "Tentara US datang.", True),
    ("US tentara", "Tentara datang.", False),
]

ABOUT_IN_ENGLISH = [
    ("election", "Two elections were held.", True),
    ("running", "He runs.", True),
    ("election", "The electorate votes.", False),
    ("war ukraine", "The war in Ukraine goes on.", True),
    ('"bank of america"', "The Bank of America opened.", True),
    ('"bank of america"', "The bank in America opened.", True),
    ('"bank of america"', "The bank America opened.", False),
    ("cup -football", "The football cup.", False),
    ("anti-tank", "Anti tank missiles.", True),
    ("missile (javelin OR stinger)", "Stinger missiles.", True),
    ("IT", "The IT department.", True),
    ("IT department", "It is the department.", False),
]


@pytest.mark.parametrize(("topic", "text", "expected"), ABOUT)
def test_an_indonesian_article_matches(topic: str, text: str, expected: bool) -> None:
    assert matches(parse(topic), build_article(text)) is expected


@pytest.mark.parametrize(("topic", "text", "expected"), ABOUT_IN_ENGLISH)
def test_an_english_article_matches(topic: str, text: str, expected: bool) -> None:
    assert matches(parse(topic), build_article(text, language=ENGLISH)) is expected


def test_words_are_looked_for_in_the_title_and_in_all_of_the_body() -> None:
    article = build_article("Rudal jatuh.", "Warga lari.", title="Serangan di Kyiv")
    assert matches(parse("kyiv rudal warga"), article)


def test_what_the_page_left_around_the_article_does_not_count() -> None:
    assert not matches(parse("javelin"), build_article("Rudal.", Junk("Baca juga: Javelin")))


def test_a_phrase_does_not_reach_over_paragraphs_or_out_of_the_title() -> None:
    article = build_article("Ada rudal", "Javelin itu", title="Kirim")
    assert not matches(parse('"rudal javelin"'), article)
    assert not matches(parse('"kirim ada rudal"'), article)


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("judul:kyiv", True),
        ("judul:rudal", False),
        ("rudal judul:kyiv", True),
        ('judul:"serang kyiv"', True),
        ("judul:(kyiv OR rudal)", True),
        ("judul:(kyiv rudal)", False),
        ("rudal -judul:rudal", True),
        ("rudal judul:-kyiv", False),
        ("sumber:antara", True),
        ("source:Antara.", True),
        ('sumber:"kantor berita antara"', True),
        ("sumber:kyiv", False),
        ("judul:(kyiv sumber:antara)", True),
        ("rudal -sumber:antara", False),
        ("kantor", False),
    ],
)
def test_a_field_is_looked_at_alone(topic: str, expected: bool) -> None:
    """The words of a source's name are never stop words."""
    article = build_article("Rudal.", title="Serang Kyiv", source="Kantor Berita ANTARA")
    assert matches(parse(topic), article) is expected


def test_a_topic_speaks_the_language_of_each_article() -> None:
    topic = parse("running")
    assert matches(topic, build_article("He runs.", language=ENGLISH))
    assert not matches(topic, build_article("He runs.", language=INDONESIAN))


def numbered(*texts: str) -> list[Article]:
    return [build_article(text, id=number) for number, text in enumerate(texts, start=7)]


def test_a_trial_says_how_many_would_have_matched() -> None:
    tried = try_topic(parse("rudal"), iter(numbered("Rudal.", "Banjir.", "Rudal lagi.", "Rudal.")))
    assert tried == Trial(articles=4, matched=(7, 9, 10))
    assert tried.share == 0.75


def test_a_trial_without_articles_has_no_share() -> None:
    assert try_topic(parse("rudal"), []).share == 0.0
