"""The figures say of each candidate what a person would see in it, whatever else is there."""

import datetime

import numpy as np
import pytest

from index.answers.reader.figures import MAX_CANDIDATES, Candidates, figures
from index.answers.reader.gathering import Found
from index.answers.reader.question import read_question
from index.inverted.sentence_builder import table_of
from index.query.parser import parse_question
from index.types import Article, Language
from tests.index.builders import build_article

LANDSLIDE = build_article(
    "Hujan turun di Garut sejak Senin malam.",
    "Longsor menewaskan 12 orang di Desa Sukamaju. Korban dibawa ke rumah sakit.",
    "Namun warga menolak pindah karena tidak punya lahan lain.",
    id=1,
    title="Longsor di Garut",
    date=datetime.date(2024, 3, 5),
)
MARKET = build_article("Harga cabai naik di pasar. Pedagang mengeluh.", id=2, title="Harga cabai")


def read(text: str, *articles: Article, today: int = 0) -> Candidates:
    query = parse_question(text, Language.INDONESIAN)
    numbers = np.arange(len(articles))
    found = Found(
        articles=numbers,
        hit_articles=numbers,
        hit_scores=np.ones(len(articles), np.float32),
        mean_article=20.0,
        mean_passage=10.0,
        day=today,
    )
    asked = read_question(query, dict.fromkeys(query.terms, 2.0))
    return figures(asked, table_of(articles), found)


def of(name: str, candidates: Candidates) -> list[float]:
    return list(map(float, candidates.figures[name]))


def test_candidates_are_the_sentences_without_the_title() -> None:
    candidates = read("berapa korban longsor?", LANDSLIDE)
    assert candidates.sentences.tolist() == [1, 2, 3, 4]
    assert candidates.articles.tolist() == [0, 0, 0, 0]


def test_every_figure_has_a_finite_value_for_each_candidate() -> None:
    candidates = read("berapa korban longsor?", LANDSLIDE, MARKET)
    for name, values in candidates.figures.items():
        assert values.dtype == np.float32, name
        assert values.shape == candidates.sentences.shape, name
        assert np.isfinite(values).all(), name


def test_the_names_are_the_same_for_any_question() -> None:
    one = read("berapa korban longsor?", LANDSLIDE)
    other = read("kenapa harga cabai naik?", MARKET)
    assert list(one.figures) == list(other.figures)


def test_coverage_is_the_share_of_the_question_that_a_sentence_says() -> None:
    candidates = read("longsor menewaskan siapa?", LANDSLIDE)
    assert of("cov", candidates) == [0.0, 1.0, 0.0, 0.0]


def test_words_for_the_same_thing_count_in_part() -> None:
    candidates = read("siapa meninggal karena longsor?", LANDSLIDE)
    exact, soft = of("cov", candidates)[1], of("soft", candidates)[1]
    assert exact < soft < 1.0


def test_the_neighbours_and_the_title_are_seen() -> None:
    candidates = read("longsor menewaskan siapa?", LANDSLIDE)
    assert of("prev", candidates) == [0.0, 0.0, 1.0, 0.0]
    assert of("next", candidates) == [1.0, 0.0, 0.0, 0.0]
    assert of("title", candidates) == [0.5] * 4


def test_neighbours_of_another_article_are_not_seen() -> None:
    candidates = read("harga cabai naik?", LANDSLIDE, MARKET)
    assert of("next", candidates)[:4] == [0.0] * 4


def test_what_is_wanted_stands_near_the_questions_words() -> None:
    candidates = read("berapa orang tewas akibat longsor?", LANDSLIDE)
    assert int(np.argmax(candidates.figures["wanted_near"])) == 1
    assert of("wanted", candidates)[1] == 1.0


def test_a_number_of_the_question_is_no_answer() -> None:
    candidates = read("berapa dari 12 orang selamat?", LANDSLIDE)
    assert of("n_number", candidates)[1] == 0.0


def test_a_sentence_that_begins_with_a_pronoun_and_one_that_gives_a_cause() -> None:
    candidates = read("kenapa warga menolak pindah?", LANDSLIDE)
    assert of("pronoun", candidates) == [0.0, 0.0, 0.0, 1.0]
    assert of("n_cause", candidates) == [0.0, 0.0, 0.0, 1.0]


def test_the_articles_date_says_a_date_of_the_question() -> None:
    said = read("longsor Maret 2024?", LANDSLIDE)
    other = read("longsor April 2023?", LANDSLIDE)
    assert of("date", said)[0] == pytest.approx(2 / 3)
    assert of("date", other)[0] == 0.0


def test_age_counts_from_today() -> None:
    day = datetime.date(2024, 3, 5).toordinal()
    assert of("age", read("longsor?", LANDSLIDE, today=day))[0] == 0.0
    assert of("age", read("longsor?", LANDSLIDE, today=day + 9))[0] == pytest.approx(np.log(10.0))


def test_of_many_sentences_the_likeliest_are_looked_at() -> None:
    paragraphs = [f"Kalimat nomor {number} tentang hal lain." for number in range(60)]
    long = build_article(*paragraphs, "Longsor menewaskan 12 orang.", title="Kabar")
    candidates = read("longsor menewaskan siapa?", long)
    assert len(candidates.sentences) == MAX_CANDIDATES
    assert int(candidates.sentences[-1]) == 61


def test_an_article_without_sentences_has_no_candidates() -> None:
    candidates = read("longsor?", build_article(title="Longsor"))
    assert not len(candidates.sentences)
