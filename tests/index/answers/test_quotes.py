"""Quotes: verbatim, bounded, of different places, with the query's words highlighted."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.runner import ArticlesInMemory
from bot.questions.answering import QuestionAnswerer
from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.text.sentences import split_sentences
from index.types import Article, Language, Quote, Span
from tests.index.builders import Junk, build_article, build_index

MAX_FIRST, MAX_ALL, MAX_QUOTES = 200, 450, 3  # what the bot promises, whatever the modules say
WORDS = (
    "gempa Aceh mengirim F-16 anti-tank 14.000 Jum’at warga di yang Mbappé dikirim bukit".split()
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(
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
    question: str,
    articles: Sequence[Article],
    language: Language = Language.INDONESIAN,
    *,
    later: Sequence[Article] | None = None,
) -> tuple[Quote, ...]:
    """Return the best quotes, nothing refused; ``later`` are the articles when they are quoted."""
    engine = LocalEngine()
    engine.serve(build_index(articles))
    answering = QuestionAnswerer(engine, ArticlesInMemory(articles), lambda: date(2030, 1, 1))
    retrieval = asyncio.run(answering.find(parse_question(question, language)))
    texts = {article.id: article for article in (articles if later is None else later)}
    return retrieval.chosen.quotes(texts) if retrieval.chosen else ()


def marked(quote: Quote) -> list[str]:
    return [quote.text[start:end] for start, end in quote.highlights]


# --- for whatever articles and questions


@given(COLLECTIONS, QUESTIONS)
def test_quotes_are_verbatim_short_and_few(articles: list[Article], question: str) -> None:
    quotes = quotes_for(question, articles)
    assert len(quotes) <= MAX_QUOTES
    assert sum(len(quote.text) for quote in quotes) <= MAX_ALL
    assert all(0 < len(quote.text) <= MAX_FIRST for quote in quotes)
    scores = [quote.score for quote in quotes]
    assert scores == sorted(scores, reverse=True)


@given(COLLECTIONS, QUESTIONS)
def test_a_quote_is_of_whole_sentences_or_says_that_it_is_cut(
    articles: list[Article], question: str
) -> None:
    for quote in quotes_for(question, articles):
        whole = quote.sentences or Span(quote.start, quote.end)
        sentences = split_sentences(quote.article.text, *whole)
        assert (sentences[0].start, sentences[-1].end) == whole
        left_out = (
            quote.article.text[whole.start : quote.start],
            quote.article.text[quote.end : whole.end],
        )
        assert quote.is_cut == tuple(any(map(str.isalnum, part)) for part in left_out)
        assert any(
            start <= quote.start < quote.end <= end for start, end in quote.article.body
        ) or (not any(quote.is_cut))


@given(COLLECTIONS, QUESTIONS)
def test_the_context_is_what_stands_around_and_not_the_quote_again(
    articles: list[Article], question: str
) -> None:
    for quote in quotes_for(question, articles):
        text = quote.article.text
        assert quote.context.start <= quote.start < quote.end <= quote.context.end
        assert quote.before == text[quote.context.start : quote.start].strip()
        assert quote.after == text[quote.end : quote.context.end].strip()


@given(COLLECTIONS, QUESTIONS)
def test_quotes_overlap_nowhere_and_highlights_are_sorted_and_inside(
    articles: list[Article], question: str
) -> None:
    quotes = quotes_for(question, articles)
    for number, quote in enumerate(quotes):
        for other in quotes[:number]:
            apart = quote.end <= other.start or other.end <= quote.start
            assert apart or quote.article is not other.article
        end = 0
        for highlight in quote.highlights:
            assert end <= highlight.start < highlight.end <= len(quote.text)
            end = highlight.end


# --- in words


def test_a_matched_word_is_marked_in_whatever_form_it_stands() -> None:
    article = build_article("Surat dikirimkan kemarin. Pengirimnya sudah pergi jauh.")
    (quote,) = quotes_for("Kenapa mengirim surat?", [article])
    assert marked(quote)[0] == "Surat dikirimkan"


def test_neighbouring_matches_are_one_highlight() -> None:
    (quote,) = quotes_for("presiden joko widodo", [build_article("Presiden Joko Widodo tiba.")])
    assert quote.highlights == (Span(0, 20),)


def test_a_hyphened_word_is_marked_once() -> None:
    (quote,) = quotes_for("rudal anti-tank", [build_article("Ada rudal anti-tank di sana.")])
    assert marked(quote) == ["rudal anti-tank"]


def test_words_with_accents_and_curly_quotes_are_marked() -> None:
    articles = [build_article("Gol Mbappé pada Jum’at malam.")]
    assert marked(quotes_for("mbappe jum'at", articles)[0]) == ["Mbappé", "Jum’at"]


def test_the_sentence_that_answers_is_quoted_and_not_the_whole_passage() -> None:
    filler = "Pasar ramai sejak pagi dan harga beras turun lagi menjelang akhir pekan ini. "
    answer = "Bendera pusaka itu dijahit oleh Fatmawati di rumahnya."
    article = build_article(filler * 4 + answer + " " + filler.strip())
    quote = quotes_for("Siapa yang menjahit bendera pusaka?", [article])[0]
    assert answer in quote.text
    assert "Pasar ramai" in quote.before + quote.after


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
    assert len({quote.article.id for quote in quotes}) == len(quotes) > 1


def test_a_quote_that_says_much_less_than_the_first_is_not_shown() -> None:
    articles = [
        build_article("Gempa melanda Aceh pada Minggu pagi pukul 07.58.", id=1),
        build_article("Pasar ramai dan pagi itu harga beras turun lagi.", id=2),
    ]
    (quote,) = quotes_for("gempa melanda Aceh Minggu pagi", articles)
    assert quote.article.id == 1


def test_junk_is_never_quoted() -> None:
    article = build_article("Gempa melanda Aceh.", Junk("BACA JUGA: Gempa Aceh."), "Air surut.")
    for quote in quotes_for("gempa Aceh", [article]):
        assert "BACA" not in quote.text


def test_an_english_article_is_quoted_by_its_own_stems() -> None:
    article = build_article("Astronauts landed on the Moon.", language=Language.ENGLISH)
    (quote,) = quotes_for("Who was landing on the moon?", [article], Language.ENGLISH)
    assert {"landed", "Moon"} <= set(marked(quote))


def test_a_sentence_that_needs_the_one_before_brings_it_along() -> None:
    article = build_article(
        "Sari Kencana memimpin pabrik gula. Ia mogok makan karena upah belum dibayar."
    )
    quote = quotes_for("Kenapa mogok makan karena upah?", [article])[0]
    assert quote.text.startswith("Sari Kencana")
    assert "mogok makan" in quote.text


DATELINES = [
    ("JAKARTA — Gunung itu meletus dahsyat pada 1883 dan menewaskan warga.", "Gunung itu"),
    ("Jakarta, CNN Indonesia -- Gunung itu meletus dahsyat pada 1883.", "Gunung itu"),
    ("MAGELANG, KOMPAS.com - Gunung itu meletus dahsyat pada 1883.", "Gunung itu"),
    ("WASHINGTON (AP) — Gunung itu meletus dahsyat pada 1883.", "Gunung itu"),
]


@pytest.mark.parametrize(("text", "begin"), DATELINES)
def test_a_quote_and_its_context_begin_after_the_dateline(text: str, begin: str) -> None:
    article = build_article(f"{text} Warga lari ke bukit-bukit sekitar.")
    (quote, *_) = quotes_for("kapan gunung meletus?", [article])
    assert quote.text.startswith(begin)
    assert quote.before == ""
    assert quote.is_cut == (False, False)
    for other in quotes_for("ke mana warga lari?", [article]):
        assert not other.before.startswith(text.split(maxsplit=1)[0])


def test_a_long_sentence_before_a_quote_is_context_and_one_after_it_is_not() -> None:
    long = "Pasar itu buka tiap hari dan ramai" + " sekali sejak pagi" * 19 + "."
    assert 350 < len(long) <= 400
    others = [
        build_article("Bantuan untuk korban gempa Aceh tiba dengan kapal dari Belawan.", id=2),
        build_article("Presiden meninjau lokasi gempa di Aceh bersama para menteri.", id=3),
    ]
    before = build_article(f"{long} Budi melihat gempa melanda Aceh pagi itu.", id=1)
    after = build_article(f"Budi melihat gempa melanda Aceh pagi itu. {long}", id=1)
    quoted = {each.article.id: each for each in quotes_for("Budi melihat gempa", [before, *others])}
    assert quoted[1].before == long
    quoted = {each.article.id: each for each in quotes_for("Budi melihat gempa", [after, *others])}
    assert quoted[1].after == ""


def test_the_contexts_of_two_quotes_of_an_article_have_nothing_in_common() -> None:
    article = build_article(
        "Pasar itu buka tiap hari kecuali Minggu dan hari raya. Gempa besar melanda Aceh pagi itu. "
        "Ombak datang tidak lama sesudahnya dengan kuat. Gempa Aceh terasa sampai Medan dan Padang."
        " Kantor pos tutup selama seminggu penuh."
    )
    first, second = quotes_for("gempa Aceh", [article])[:2]
    unfolded = [*first.before.split(". "), *first.after.split(". ")]
    again = f"{second.before} {second.text} {second.after}"
    assert all(part not in again for part in unfolded if part)
    assert first.text not in again


def test_only_signs_that_are_left_out_are_no_cut() -> None:
    text = "Gempa melanda Aceh" + " dan warga lari" * 12 + "."
    (quote,) = quotes_for("gempa Aceh", [build_article(text)])
    assert len(quote.text) <= MAX_FIRST
    whole = quote.sentences or Span(quote.start, quote.end)
    assert quote.is_cut[1] == any(map(str.isalnum, quote.article.text[quote.end : whole.end]))


def test_nothing_is_quoted_without_a_reading() -> None:
    assert quotes_for("banjir", [build_article("Gempa.")]) == ()
    assert quotes_for("gempa", []) == ()


def test_what_changed_since_it_was_indexed_is_not_quoted() -> None:
    article = build_article("Gempa melanda Aceh. Warga mengungsi ke bukit.")
    changed = replace(article, text=article.text.replace("melanda", "menimpa"))
    assert quotes_for("gempa melanda Aceh", [article])
    assert quotes_for("gempa melanda Aceh", [article], later=[changed]) == ()
    assert quotes_for("gempa melanda Aceh", [article], later=[]) == ()


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Siapa penjahit bendera?", "Bendera dijahit oleh Fatmawati.", "Fatmawati"),
        ("Siapa penulis lagu?", "Lagu ditulis Wage Rudolf Soepratman.", "Wage Rudolf Soepratman"),
        ("Kapan gempa Aceh?", "Gempa Aceh terjadi Minggu, 26 Mei 2004.", "Minggu, 26 Mei 2004"),
        ("Berapa korban letusan?", "Korban letusan itu 36.417 orang.", "36.417"),
        ("Who invented the Web?", "The Web was invented by British Tim Bee.", "Tim Bee"),
    ],
)
def test_the_answer_itself_is_marked_where_it_can_be_told(
    question: str, text: str, answer: str
) -> None:
    language = Language.ENGLISH if "Web" in question else Language.INDONESIAN
    quote = quotes_for(question, [build_article(text, language=language)], language)[0]
    assert any(answer in words for words in marked(quote))


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("Berapa korban gempa 2004?", "Korban gempa 2004 banyak sekali.", "banyak"),
        ("Di mana gempa?", "Gempa terjadi pada 2004 di Aceh.", "2004"),
        ("Siapa istri Joko?", "Istri Joko hadir pada 2004.", "2004"),
    ],
)
def test_what_is_not_of_the_kind_asked_for_is_not_marked(
    question: str, text: str, other: str
) -> None:
    quote = quotes_for(question, [build_article(text)])[0]
    assert other not in " ".join(marked(quote))


@pytest.mark.parametrize(
    "text",
    [
        'Gunung itu meletus pada 1883. , " Warga lari.',
        "Gunung itu meletus pada 1883.\n\n?????? ????\n\nWarga lari.",
    ],
)
def test_signs_alone_are_never_quoted(text: str) -> None:
    for quote in quotes_for("kapan gunung meletus dan warga lari?", [build_article(text)]):
        assert any(character.isalnum() for character in quote.text)


@pytest.mark.parametrize("signs", [", ", "”\n", ": ", "... ", ") "])
def test_a_quote_begins_without_the_signs_of_what_stands_before_it(signs: str) -> None:
    article = build_article(f"{signs}Gunung Tuah meletus dahsyat pada 1883 dan menewaskan warga.")
    (quote, *_) = quotes_for("kapan gunung Tuah meletus?", [article])
    assert quote.text.startswith("Gunung Tuah")
    assert quote.context is None or quote.context.start <= quote.start
