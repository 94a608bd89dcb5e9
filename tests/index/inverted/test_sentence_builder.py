"""The sentences of a segment are those of its articles, word by word."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyzer_for
from index.analysis.tokenizer import words
from index.answers.reader.sentences import ENGLISH, QUOTED, SentenceTable
from index.answers.reader.words import hashed, word_reader
from index.inverted import sentence_builder
from index.inverted.sentence_builder import SentenceBuilder, table_of
from index.text.passages import passages_of, sentences_of
from index.types import Article, Language, Span
from tests.index.builders import Junk, build_article, build_segment

LONG = "Gempa besar melanda Aceh pagi itu. Warga kota mengungsi ke bukit-bukit. " * 20
ARTICLES = [
    build_article(LONG, Junk("IKLAN"), "“Kami selamat,” kata Ani.", id=7, title="Duka di Aceh"),
    build_article(Junk("Gempa"), id=2, title="Tanpa isi"),
    build_article("The waves in the U.S. hit.", "It did.", id=5, language=Language.ENGLISH),
    build_article(id=3),
]


def sentences(article: Article) -> list[Span]:
    passages = passages_of(article)
    return [span for one in passages for span in sentences_of(article, one.start, one.end)]


def read(text: str, language: Language) -> list[tuple[int, int, int]]:
    found = map(word_reader(language).read, words(text))
    return [(term, word.form & 0xFFFF, word.bits) for word in found for term in word.terms]


def assert_holds(table: SentenceTable, articles: Sequence[Article]) -> None:
    assert table.ids.tolist() == sorted(article.id for article in articles)
    for number, article in enumerate(sorted(articles, key=lambda article: article.id)):
        first, last = table.articles[number : number + 2]
        spans = [Span(0, 0), *sentences(article)]
        starts, ends = table.starts[first:last].tolist(), table.ends[first:last].tolist()
        assert list(map(Span, starts, ends)) == spans
        texts = [article.title, *(article.text[start:end] for start, end in spans[1:])]
        for row, text in enumerate(texts, start=first):
            part = slice(table.firsts[row], table.firsts[row + 1])
            columns = (table.terms[part], table.forms[part], table.bits[part])
            found = zip(*(column.tolist() for column in columns), strict=True)
            assert list(found) == read(text, article.language)
            assert table.is_current(row, article.text) == (row > first or not article.title)
        terms = analyzer_for(article.language).terms
        assert table.sizes[number] == sum(len(terms(text)) for text in texts)


def test_every_sentence_and_word_is_kept_by_ascending_article() -> None:
    table = build_segment(ARTICLES).sentences
    assert_holds(table, ARTICLES)
    assert table.passages[table.articles[:-1]].tolist() == [-1] * 4
    last = table.articles[4] - 1
    assert table.passages[last] == len(passages_of(ARTICLES[0])) - 1
    assert table.marks[last] == QUOTED
    assert (table.marks & QUOTED).sum() == 1
    assert table.is_english.tolist() == [False, False, True, False]
    assert ((table.marks & ENGLISH) > 0).sum() == table.articles[3] - table.articles[2]


def test_the_number_of_batches_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_builder, "_BATCH_WORDS", 10)
    assert_holds(build_segment(ARTICLES).sentences, ARTICLES)
    assert_holds(table_of(ARTICLES), ARTICLES)


TEXTS = st.lists(st.text("aB1 .!?\n-'“é", max_size=60), max_size=4)


@given(st.dictionaries(st.integers(1, 9), TEXTS, max_size=4))
def test_any_text_is_kept(texts: dict[int, list[str]]) -> None:
    articles = [
        build_article(*filter(str.strip, several), id=number) for number, several in texts.items()
    ]
    assert_holds(build_segment(articles).sentences, articles)


def test_passages_have_the_terms_of_their_title_and_sentences() -> None:
    numbers: dict[str, int] = {}
    builder = SentenceBuilder(lambda term: numbers.setdefault(term, len(numbers)))
    for article in ARTICLES:
        builder.add(article, passages_of(article))
    found = builder.flush()
    expected = [
        terms(article.title) + terms(article.text[passage.start : passage.end])
        for article in ARTICLES
        for terms in [analyzer_for(article.language).terms]
        for passage in passages_of(article)
    ]
    assert found.lengths.tolist() == list(map(len, expected))
    assert found.numbers.tolist() == [numbers[term] for terms in expected for term in terms]


def test_a_term_is_known_by_the_hash_of_its_letters() -> None:
    table = build_segment([build_article("Gempa.", id=1)]).sentences
    assert table.terms.tolist() == [hashed("gempa")]


def test_articles_are_taken_in_any_order() -> None:
    table = build_segment(ARTICLES).sentences
    taken = table.take(np.array([3, 0, 1]))
    assert taken.ids.tolist() == [7, 2, 3]
    assert taken.sizes.tolist() == table.sizes[[3, 0, 1]].tolist()
    back = taken.take(np.array([1, 2, 0]))
    assert np.array_equal(back.terms, table.take(np.array([0, 1, 3])).terms)
    assert len(table.take(np.zeros(0, np.int64))) == 0
