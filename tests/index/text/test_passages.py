"""An article's passages cover its body and nothing else."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import passages
from index.text.passages import MAX_PASSAGE, MIN_PASSAGE, is_current, passages_of, sentences_of
from index.types import Article, Span
from tests.index.builders import Junk, build_article, thorough

SENTENCES = st.sampled_from(
    [
        "Gempa melanda Aceh.",
        "Ribuan orang mengungsi ke bukit-bukit di sekitar kota sesudah air laut surut.",
        "“Kami lari,” kata seorang warga, “dan tidak menoleh lagi.”",
        "tanpa titik " * 50,
        "x" * 900,
    ]
).map(str.strip)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=12).map(" ".join)
ARTICLES = st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS.map(Junk)), max_size=8).map(
    lambda paragraphs: build_article(*paragraphs, id=7)
)


def texts(article: Article) -> list[str]:
    return [article.text[passage.start : passage.end] for passage in passages_of(article)]


def sentence(number: int, characters: int) -> str:
    """A sentence of exactly so many characters."""
    words = f"Kalimat {number}"
    return (
        words
        + " x" * ((characters - len(words) - 1) // 2)
        + "." * (1 + (characters - len(words) - 1) % 2)
    )


@given(ARTICLES)
def test_passages_cover_the_body_in_order(article: Article) -> None:
    """Every character of the body that is no white space lies in exactly one passage."""
    covered = [0] * len(article.text)
    end = 0
    for passage in passages_of(article):
        assert passage.article_id == article.id
        assert end <= passage.start < passage.end
        end = passage.end
        for place in range(passage.start, passage.end):
            covered[place] += 1
    body = [place for start, stop in article.body for place in range(start, stop)]
    assert all(covered[place] == 1 for place in body if not article.text[place].isspace())


@given(ARTICLES)
def test_passages_never_cross_boilerplate(article: Article) -> None:
    body = {place for start, stop in article.body for place in range(start, stop)}
    for passage in passages_of(article):
        outside = set(range(passage.start, passage.end)) - body
        assert not any(article.text[place].strip() for place in outside)


@given(ARTICLES)
def test_passages_are_bounded(article: Article) -> None:
    assert all(len(text) <= MAX_PASSAGE for text in texts(article))
    assert MIN_PASSAGE < MAX_PASSAGE


@given(ARTICLES)
def test_passages_hold_whole_sentences(article: Article) -> None:
    starts = {span.start for span in sentences_of(article, 0, len(article.text))}
    ends = {span.end for span in sentences_of(article, 0, len(article.text))}
    for passage in passages_of(article):
        assert passage.start in starts
        assert passage.end in ends


@given(ARTICLES)
def test_the_sentences_of_the_passages_are_those_of_the_article(article: Article) -> None:
    in_passages = [
        span
        for passage in passages_of(article)
        for span in sentences_of(article, passage.start, passage.end)
    ]
    assert in_passages == sentences_of(article, 0, len(article.text))


@given(ARTICLES)
def test_sentences_stay_inside_paragraphs(article: Article) -> None:
    for span in sentences_of(article, 0, len(article.text)):
        assert any(start <= span.start and span.end <= end for start, end in article.body)


def test_a_paragraph_of_good_length_is_a_passage() -> None:
    length = (MIN_PASSAGE + MAX_PASSAGE) // 2
    paragraphs = [sentence(number, length) for number in range(3)]
    assert texts(build_article(*paragraphs)) == paragraphs


def test_short_paragraphs_are_joined_up_to_the_minimum() -> None:
    paragraphs = [sentence(number, MIN_PASSAGE // 2 - 1) for number in range(4)]
    joined = texts(build_article(*paragraphs))
    assert len(joined) < len(paragraphs)
    assert "\n\n".join(joined) == "\n\n".join(paragraphs)
    assert all(len(text) >= MIN_PASSAGE for text in joined[:-1])


def test_a_short_paragraph_is_not_joined_into_too_long_a_passage() -> None:
    short, long = (
        sentence(1, MIN_PASSAGE - 10),
        sentence(2, MAX_PASSAGE // 2) + " " + sentence(3, MAX_PASSAGE // 2 - 20),
    )
    assert texts(build_article(short, long)) == [short, long]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    sentences = [sentence(number, 100) for number in range(20)]
    parts = texts(build_article(" ".join(sentences)))
    assert len(parts) >= 2000 / MAX_PASSAGE
    assert " ".join(parts) == " ".join(sentences)
    assert all(part.endswith(".") for part in parts)


def test_boilerplate_between_short_paragraphs_separates_them() -> None:
    assert texts(build_article("Gempa melanda Aceh.", Junk("BACA JUGA"), "Air surut.")) == [
        "Gempa melanda Aceh.",
        "Air surut.",
    ]


@pytest.mark.parametrize("paragraphs", [(), (Junk("BACA JUGA"),)])
def test_an_article_without_a_body_has_no_passage(paragraphs: tuple[str, ...]) -> None:
    assert passages_of(build_article(*paragraphs)) == []


def test_sentences_are_cut_to_what_was_asked_for() -> None:
    article = build_article("Gempa melanda Aceh. Air surut.", Junk("BACA JUGA"), "Warga lari.")
    assert sentences_of(article, 6, 13) == [Span(6, 13)]
    assert sentences_of(article, 20, len(article.text)) == [Span(20, 30), Span(43, 54)]
    assert sentences_of(article, 31, 42) == []


@given(ARTICLES)
def test_a_passage_is_current_in_the_article_that_it_was_cut_from(article: Article) -> None:
    assert all(is_current(passage, article) for passage in passages_of(article))


@pytest.mark.parametrize("text", ["Gempa melanda Acih.", "Ada gempa di Aceh..", "Gempa", "\ud800"])
def test_a_passage_whose_words_changed_is_not_current(text: str) -> None:
    (passage,) = passages_of(build_article("Gempa melanda Aceh."))
    assert not is_current(passage, build_article(text))


def test_a_passage_is_current_if_something_else_changed() -> None:
    (passage,) = passages_of(build_article("Gempa melanda Aceh."))
    assert is_current(passage, build_article("Gempa melanda Aceh.", "Air surut.", title="Baru"))


@pytest.mark.parametrize(("length", "number"), [(100, 25), (150, 25), (300, 25), (60, 40)])
def test_a_long_paragraph_is_cut_into_parts_of_like_length(length: int, number: int) -> None:
    sentences = " ".join(("kata " * length)[: length - 1] + "." for _ in range(number))
    parts = texts(build_article(sentences.replace(" .", "a.").replace(". k", ". K")))
    assert len(parts) > 1
    assert max(map(len, parts)) - min(map(len, parts)) <= length + 10


BLANKS = ["\n", "\t", "\u00a0", "\u2003", "\u3000", "\x1c"]
ANY_TEXT = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.tuples(st.sampled_from([" ", *BLANKS]), st.integers(300, 1200)).map(
            lambda repeated: repeated[0] * repeated[1]
        ),
        st.tuples(st.sampled_from('aÅ.!?…"”([0-😀\u0301\u202e'), st.integers(1, 900)).map(
            lambda repeated: repeated[0] * repeated[1]
        ),
        SENTENCES,
    ),
    max_size=12,
).map("".join)


def check_cover(article: Article) -> None:
    """Assert that the passages hold the body's characters, each once, and are bounded."""
    spans = [(passage.start, passage.end) for passage in passages_of(article)]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(end - start <= MAX_PASSAGE for start, end in spans)
    covered = {place for start, end in spans for place in range(start, end)}
    body = {place for start, end in article.body for place in range(start, end)}
    assert {place for place in body if not article.text[place].isspace()} <= covered


@thorough
@given(st.lists(ANY_TEXT, max_size=3))
def test_passages_of_any_text_at_all_cover_its_body(paragraphs: list[str]) -> None:
    check_cover(build_article(*paragraphs))


@pytest.mark.parametrize(
    "paragraph",
    [
        "text" + " " * 2500 + "text",
        " " * 2500,
        "Satu. " + "\u00a0" * 5000 + "Dua.",
        "Kata lagi. " * 80 + " " * 950 + "Kata lagi. " * 80,
        "A. " * 2000 + " " * 1200 + "B. " * 2000,
        "x" * 5000,
        "." * 5000,
        "\u0301" * 5000,
    ],
    ids=lambda paragraph: f"{paragraph[:6]!r} {len(paragraph)}",
)
def test_passages_of_odd_paragraphs_cover_them(paragraph: str) -> None:
    check_cover(build_article(paragraph, "Gempa melanda Aceh."))


@pytest.mark.parametrize("gap", ["", " " * 1500])
def test_the_work_for_a_long_paragraph_does_not_grow_with_its_parts(
    gap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    real = passages._parts

    def counted(sentences: Sequence[Span], count: int) -> list[Span]:
        tries.append(count)
        return real(sentences, count)

    monkeypatch.setattr(passages, "_parts", counted)
    article = build_article(("Kata lagi di sini. " * 30_000 + gap) * 2)
    assert len(passages_of(article)) > 1000
    assert len(tries) <= 2 * passages._MAX_TRIES
