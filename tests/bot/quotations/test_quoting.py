"""A quotation is shown as the sentences it is in, with the words said highlighted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.quotations import StoredQuotation
from bot.quotations.quoting import (
    MAX_QUOTE,
    has_words_beside,
    is_current,
    quote_of,
    words_of,
)
from index.types import Article
from tests.bot.samples import make_article

BEFORE, AFTER = "Rusia menanggapi rencana itu.", "Ukraina belum menjawab."
SAID = "Itu kesalahan besar. Kami menolaknya,"
ARTICLE = make_article("a.txt", f"{BEFORE} “{SAID}” kata Sergei Lavrov. {AFTER}")


def quotation(words: str, article: Article = ARTICLE) -> StoredQuotation:
    start = article.text.index(words)
    return StoredQuotation(article.id, start, start + len(words), "Sergei Lavrov", "sergei lavrov")


def test_the_sentences_are_quoted_and_the_words_said_highlighted() -> None:
    quote = quote_of(quotation(SAID), ARTICLE, 0.8)
    assert quote.text == f"“{SAID}” kata Sergei Lavrov."
    assert [quote.text[start:end] for start, end in quote.highlights] == [SAID]
    assert (quote.before, quote.after) == (BEFORE, AFTER)
    assert quote.is_cut == (False, False)
    assert words_of(quotation(SAID), ARTICLE) == "Itu kesalahan besar. Kami menolaknya"


def test_words_that_nobody_is_known_to_have_said_are_told_from_those_of_others() -> None:
    quote = quote_of(quotation(SAID), ARTICLE, 0.8)
    assert has_words_beside(quote, [])
    assert not has_words_beside(quote, [quotation(SAID)])
    other = make_article("b.txt", f"{BEFORE} Ia menyebutnya “kesalahan besar”. {AFTER}")
    assert not has_words_beside(quote_of(quotation("kesalahan", other), other, 0.8), [])


def test_a_long_statement_is_cut_after_a_word() -> None:
    words = "panjang sekali " * 80
    article = make_article("b.txt", f"“{words},” kata Sergei Lavrov.")
    quote = quote_of(quotation(words, article), article, 1.0)
    assert len(quote.text) <= MAX_QUOTE
    assert quote.text.startswith("“panjang")
    assert quote.text.endswith(("panjang", "sekali"))
    assert quote.is_cut == (False, True)


@pytest.mark.parametrize(("start", "end"), [(0, 5), (3, 3), (5, 2), (10, 10**9), (8, 20)])
def test_what_stands_in_no_quotation_marks_is_not_current(start: int, end: int) -> None:
    assert not is_current(StoredQuotation(1, start, end, "x", "x"), ARTICLE)


def test_words_in_quotation_marks_are_current() -> None:
    assert is_current(quotation(SAID), ARTICLE)


@given(st.data())
def test_whatever_is_stored_a_quote_is_the_articles_own_characters(data: st.DataObject) -> None:
    size = len(ARTICLE.text)
    start = data.draw(st.integers(1, size - 1))
    end = data.draw(st.integers(start + 1, size))
    quote = quote_of(StoredQuotation(1, start, end, "x", "x"), ARTICLE, 1.0)
    assert 0 <= quote.start < quote.end <= size
    assert all(0 <= span.start < span.end <= len(quote.text) for span in quote.highlights)
    assert quote.context.start <= quote.start < quote.end <= quote.context.end
