"""The quote of an alert."""

import pytest
from hypothesis import given

from index.errors import BadTopic
from index.topics import Topic, best_quote, parse
from index.types import Article, Language
from tests.index.builders import Junk, build_article
from tests.index.topics.strategies import articles, topics

LONG = "Warga di kota itu sudah lama menunggu kabar dari keluarga mereka di desa. " * 8


def evenly(_stem: str) -> float:
    return 1.0


def quoted(topic: str, article: Article) -> tuple[str, list[str]]:
    """Return the quote and its highlighted words."""
    quote = best_quote(parse(topic), article, evenly)
    return quote.text, [quote.text[start:end] for start, end in quote.highlights]


def test_the_sentence_with_the_topics_words_is_quoted_with_them_highlighted() -> None:
    article = build_article("Banjir surut. " + LONG, "Rusia menyerang Kyiv. " + LONG)
    text, highlighted = quoted("serang kyiv", article)
    assert text.startswith("Rusia menyerang Kyiv.")
    assert highlighted == ["menyerang Kyiv"]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    article = build_article("Presiden datang. " + LONG, LONG, "Javelin datang. " + LONG)
    idf = {"presiden": 1.0, "javelin": 9.0}
    quote = best_quote(parse("presiden javelin"), article, idf.__getitem__)
    assert "Javelin datang." in quote.text


def test_what_is_excluded_or_asked_of_the_source_is_not_highlighted() -> None:
    article = build_article("Rudal Tempo jatuh.", source="Tempo")
    assert quoted("rudal sumber:tempo -(jatuh banjir)", article)[1] == ["Rudal"]


def test_words_that_only_the_title_has_leave_the_beginning_without_highlights() -> None:
    article = build_article(Junk("Politik"), "Satu. Dua. Tiga. Empat. " + LONG, title="Javelin")
    assert quoted("judul:javelin", article) == ("Satu. Dua. Tiga.", [])


def test_a_beginning_of_long_sentences_is_cut_between_them() -> None:
    sentence = "Kata " * 60 + "akhir."
    assert quoted("judul:javelin", build_article(f"{sentence} {sentence}", title="Javelin")) == (
        sentence,
        [],
    )


def test_an_article_without_body_cannot_be_quoted() -> None:
    with pytest.raises(ValueError, match="no body"):
        best_quote(parse("javelin"), build_article(title="Javelin"), evenly)


def test_a_topic_that_says_nothing_in_the_articles_language_still_has_a_quote() -> None:
    article = build_article("NATO came.", language=Language.ENGLISH)
    assert best_quote(Topic(parse("-(a b) c").root), article, evenly).text == "NATO came."


@given(topics, articles())
def test_a_quote_is_the_articles_own_words(topic: Topic, article: Article) -> None:
    try:
        parse(str(topic))
        quote = best_quote(topic, article, evenly)
    except (BadTopic, ValueError):
        return
    assert quote.article is article
    assert any(start <= quote.start <= quote.end <= end for start, end in article.body) or (
        quote.start >= article.body[0].start
    )
    ends = [0, *(place for span in quote.highlights for place in span)]
    assert ends == sorted(ends)
    assert ends[-1] <= len(quote.text)
