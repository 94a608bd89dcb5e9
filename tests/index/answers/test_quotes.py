"""Quotes: verbatim, bounded, of different passages, with the query's words highlighted."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyzer_for
from index.answers.quotes import MAX_QUOTES, choose_quotes
from index.query.parser import parse_question
from index.text.passages import passages_of, sentences_of
from index.types import Article, Language, Quote, Span
from tests.index.builders import Junk, build_article, find

LONGEST_QUOTE = 400  # what the bot promises, whatever the modules say
WORDS = (
    "gempa Aceh mengirim F-16 anti-tank 14.000 Jum’at warga di yang Mbappé dikirim bukit".split()
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(
    lambda words: " ".join(words).capitalize() + "."
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
BODIES = st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS.map(Junk)), min_size=1, max_size=3)
COLLECTIONS = st.lists(BODIES, min_size=1, max_size=3).map(
    lambda bodies: [build_article(*body, id=number) for number, body in enumerate(bodies, 1)]
)
QUESTIONS = st.lists(
    st.sampled_from([*WORDS, "berapa", "siapa", "kapan", "entah"]), max_size=6
).map(" ".join)


def quotes_for(
    question: str, articles: Sequence[Article], language: Language = Language.INDONESIAN
) -> tuple[Quote, ...]:
    found = find(question, articles, language)
    return choose_quotes(found.query, found.ranked, found.weights)


def marked(quote: Quote) -> list[str]:
    return [quote.text[start:end] for start, end in quote.highlights]


# --- for whatever articles and questions


@given(COLLECTIONS, QUESTIONS)
def test_a_quote_is_the_articles_own_whole_sentences(
    articles: list[Article], question: str
) -> None:
    for quote in quotes_for(question, articles):
        sentences = sentences_of(quote.article, 0, len(quote.article.text))
        assert quote.text == quote.article.text[quote.start : quote.end] != ""
        assert quote.start in {sentence.start for sentence in sentences}
        assert quote.end in {sentence.end for sentence in sentences}


@given(COLLECTIONS, QUESTIONS)
def test_a_quote_is_bounded_and_there_are_at_most_three(
    articles: list[Article], question: str
) -> None:
    quotes = quotes_for(question, articles)
    assert len(quotes) <= MAX_QUOTES == 3
    assert all(len(quote.text) <= LONGEST_QUOTE for quote in quotes)


@given(COLLECTIONS, QUESTIONS)
def test_quotes_are_of_different_places_and_say_different_things(
    articles: list[Article], question: str
) -> None:
    quotes = quotes_for(question, articles)
    assert len({(quote.article.id, quote.context) for quote in quotes}) == len(quotes)
    assert len({quote.text for quote in quotes}) == len(quotes)


@given(COLLECTIONS, QUESTIONS)
def test_the_best_quote_comes_first(articles: list[Article], question: str) -> None:
    scores = [quote.score for quote in quotes_for(question, articles)]
    assert scores == sorted(scores, reverse=True)


@given(COLLECTIONS, QUESTIONS)
def test_the_context_holds_the_quote_and_is_a_passage(
    articles: list[Article], question: str
) -> None:
    for quote in quotes_for(question, articles):
        assert quote.context.start <= quote.start < quote.end <= quote.context.end
        passages = passages_of(quote.article)
        assert quote.context in [(passage.start, passage.end) for passage in passages]


@given(COLLECTIONS, QUESTIONS)
def test_highlights_are_sorted_apart_and_inside(articles: list[Article], question: str) -> None:
    for quote in quotes_for(question, articles):
        end = 0
        for highlight in quote.highlights:
            assert end <= highlight.start < highlight.end <= len(quote.text)
            end = highlight.end


@given(COLLECTIONS, QUESTIONS)
def test_exactly_the_words_of_the_query_are_highlighted(
    articles: list[Article], question: str
) -> None:
    """A word counts if one of its terms is a query term."""
    terms = set(parse_question(question, Language.INDONESIAN).terms)
    for quote in quotes_for(question, articles):
        located = analyzer_for(quote.article.language).located_terms(quote.text)
        asked = {(term.start, term.end) for term in located if term.text in terms}
        within = {
            (term.start, term.end)
            for term in located
            if any(start <= term.start and term.end <= end for start, end in quote.highlights)
        }
        assert within == asked
        assert all(
            any(start == highlight.start for start, _ in asked) for highlight in quote.highlights
        )


# --- in words


def test_a_matched_word_is_marked_in_whatever_form_it_stands() -> None:
    (quote,) = quotes_for(
        "Siapa mengirim surat?", [build_article("Surat dikirimkan oleh Ali. Pengirimnya pergi.")]
    )
    assert marked(quote) == ["Surat dikirimkan", "Pengirimnya"]


def test_neighbouring_matches_are_one_highlight() -> None:
    (quote,) = quotes_for("presiden joko widodo", [build_article("Presiden Joko Widodo tiba.")])
    assert quote.highlights == (Span(0, 20),)


def test_matches_that_other_words_part_are_two_highlights() -> None:
    (quote,) = quotes_for("gempa aceh", [build_article("Gempa di Aceh reda.")])
    assert marked(quote) == ["Gempa", "Aceh"]


def test_a_hyphened_word_is_marked_once() -> None:
    (quote,) = quotes_for("rudal anti-tank", [build_article("Ada rudal anti-tank di sana.")])
    assert marked(quote) == ["rudal anti-tank"]


def test_words_with_accents_and_curly_quotes_are_marked() -> None:
    articles = [build_article("Gol Mbappé pada Jum’at malam.")]
    assert marked(quotes_for("mbappe jum'at", articles)[0]) == ["Mbappé", "Jum’at"]


def test_the_sentences_that_answer_are_quoted_and_not_the_whole_passage() -> None:
    filler = "Pasar ramai sejak pagi dan harga beras turun lagi menjelang akhir pekan ini. "
    answer = "Bendera pusaka itu dijahit oleh Fatmawati di rumahnya."
    article = build_article(filler * 4 + answer + " " + filler.strip())
    (quote,) = quotes_for("Siapa yang menjahit bendera pusaka?", [article])
    assert answer in quote.text
    assert len(quote.text) < len(article.text)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Siapa peneliti danau Toba?", "Danau Toba diteliti oleh Reinout van Bemmelen."),
        ("Berapa dalam danau Toba?", "Danau Toba dalamnya 508 meter."),
        ("Di mana letak danau Toba?", "Danau Toba letaknya di Sumatera."),
    ],
)
def test_among_like_sentences_the_one_that_holds_the_kind_of_answer_is_first(
    question: str, answer: str
) -> None:
    around = "Orang banyak bercerita tentang hal lain yang tak ada hubungannya. " * 6
    articles = [
        build_article(around + "Danau Toba itu dalam letaknya diteliti lagi.", id=1),
        build_article(around + answer, id=2),
    ]
    assert answer in quotes_for(question, articles)[0].text


def test_near_copies_are_dropped() -> None:
    story = "Gempa besar melanda Aceh pada Minggu pagi, dan ribuan warga mengungsi ke bukit."
    articles = [
        build_article(story, id=1),
        build_article(story.replace("besar", "kuat"), id=2),
        build_article(story, id=3),
    ]
    assert len(quotes_for("gempa melanda Aceh", articles)) == 1


def test_different_stories_are_quoted_side_by_side() -> None:
    articles = [
        build_article("Gempa melanda Aceh dan ribuan warga mengungsi ke bukit-bukit.", id=1),
        build_article("Bantuan untuk korban gempa Aceh tiba dengan kapal dari Belawan.", id=2),
        build_article("Presiden meninjau lokasi gempa di Aceh bersama para menteri.", id=3),
        build_article("Pakar menjelaskan penyebab gempa Aceh: lempeng yang bergeser.", id=4),
    ]
    quotes = quotes_for("gempa Aceh", articles)
    assert len(quotes) == MAX_QUOTES
    assert len({quote.article.id for quote in quotes}) == MAX_QUOTES


def test_a_quote_that_says_much_less_than_the_first_is_not_shown() -> None:
    articles = [
        build_article("Gempa melanda Aceh pada Minggu pagi pukul 07.58.", id=1),
        build_article("Pagi itu pasar ramai.", id=2),
    ]
    (quote,) = quotes_for("gempa melanda Aceh Minggu pagi", articles)
    assert quote.article.id == 1


def test_equal_quotes_come_in_the_order_of_articles() -> None:
    texts = ["Gempa Aceh satu dua tiga empat.", "Gempa Aceh lima enam tujuh delapan."]
    articles = [
        build_article(text.ljust(40, "."), id=number)
        for number, text in zip((8, 3), texts, strict=True)
    ]
    assert [quote.article.id for quote in quotes_for("gempa Aceh", articles)] in ([3, 8], [8, 3])
    assert quotes_for("gempa Aceh", articles) == quotes_for("gempa Aceh", articles[::-1])


def test_junk_is_never_quoted() -> None:
    article = build_article("Gempa melanda Aceh.", Junk("BACA JUGA: Gempa Aceh."), "Air surut.")
    for quote in quotes_for("gempa Aceh", [article]):
        assert "BACA" not in article.text[quote.context.start : quote.context.end]


def test_an_english_article_is_quoted_by_its_own_stems() -> None:
    article = build_article("Astronauts landed on the Moon.", language=Language.ENGLISH)
    (quote,) = quotes_for("Who was landing on the moon?", [article], Language.ENGLISH)
    assert marked(quote) == ["landed", "Moon"]


def test_nothing_is_quoted_without_a_reading() -> None:
    assert quotes_for("banjir", [build_article("Gempa.")]) == ()
    assert quotes_for("gempa", []) == ()
