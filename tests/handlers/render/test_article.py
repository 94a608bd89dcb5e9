import pytest
from hypothesis import given

from bot.model.interface_language import InterfaceLanguage
from bot.model.shown_answers import ShownQuote
from bot.texts import texts_for
from handlers.callback_data.articles import (
    ListLatest,
    ReadArticle,
    TurnArticlePage,
    TurnQuotePage,
)
from handlers.render.article import PAGE_UNITS, paged, render_article, render_latest
from handlers.render.characters import units
from index.types import Article, Quote, Span
from tests.handlers.samples import articles, make_article
from tests.tdlib import tdlib_parse

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


@given(articles())
def test_every_page_of_any_article_is_one_message_that_telegram_takes(article: Article) -> None:
    for page in range(min(len(paged(article)), 5)):
        shown, entities = tdlib_parse(render_article(article, page, ENGLISH).html, "HTML")
        assert 0 < len(shown.encode("utf-16-le")) // 2 <= 4096
        assert shown.strip()
        assert len(entities) <= 100


@given(articles(), articles())
def test_a_list_of_any_articles_is_one_message_that_telegram_takes(
    first: Article, second: Article
) -> None:
    reply = render_latest([first, second] * 4, 0, 8, ENGLISH)
    shown, entities = tdlib_parse(reply.html, "HTML")
    assert len(shown.encode("utf-16-le")) // 2 <= 4096
    assert len(entities) <= 100


@given(articles())
def test_the_pages_hold_the_body_and_nothing_twice(article: Article) -> None:
    pieces = [piece for page in paged(article) for piece in page]
    body = article.body or (Span(0, len(article.text)),)
    assert "".join(article.text[a:b] for a, b in pieces) == "".join(
        article.text[a:b] for a, b in body
    )
    for page in paged(article):
        assert sum(units(article.text[a:b]) for a, b in page) <= PAGE_UNITS


def test_pages_end_with_paragraphs() -> None:
    text = "\n\n".join(f"{n} " + "kata " * 200 for n in range(6))
    pages = [[text[a:b][0] for a, b in page] for page in paged(make_article(text))]
    assert pages == [["0", "1"], ["2", "3"], ["4", "5"]]


def test_a_paragraph_longer_than_a_page_is_cut_between_words() -> None:
    text = "panjang " * 1000
    pages = paged(make_article(text))
    assert len(pages) == 3
    assert all(text[a:b].endswith("panjang ") for page in pages for a, b in page if a < b)


def test_the_first_page_says_what_is_known_and_the_last_who_wrote_it() -> None:
    article = make_article(
        "kata " * 500 + "\n\n" + "lagi " * 500, place="Jakarta", credits="(ANT/Budi)"
    )
    first = render_article(article, 0, ENGLISH)
    last = render_article(article, 1, ENGLISH)
    assert "Jembatan Baru</b>\nJanuary 21, 2022 · Harian Contoh · Jakarta" in first.html
    assert first.html.endswith("Page 1 of 2")
    assert "Harian Contoh" not in last.html
    assert "<i>(ANT/Budi)</i>" in last.html
    assert "ANT" not in first.html


def test_buttons_lead_to_the_neighbouring_pages() -> None:
    article = make_article("\n\n".join(["kata " * 500] * 3))
    turns = [
        [(b.label, b.payload) for row in render_article(article, n, ENGLISH).keyboard for b in row]
        for n in range(3)
    ]
    assert turns == [
        [("2 »", TurnArticlePage(7, 1))],
        [("« 1", TurnArticlePage(7, 0)), ("3 »", TurnArticlePage(7, 2))],
        [("« 2", TurnArticlePage(7, 1))],
    ]


def test_an_article_opens_on_the_page_of_a_quote_which_is_bold_there() -> None:
    text = "kata " * 500 + "\n\n" + "Warga <senang>. " * 3 + "lagi " * 500
    article = make_article(text, url="https://example.org/a")
    at = text.index("Warga <senang>. Warga")
    quote = ShownQuote.of(Quote(article, at, at + 15, (), Span(at, at + 15), 1.0))
    reply = render_article(article, None, ENGLISH, quote=quote)
    assert "Page 2 of 2" in reply.html
    assert "\n\n<b>Warga &lt;senang&gt;.</b> Warga &lt;senang&gt;. " in reply.html
    assert 'href="https://example.org/a#:~:text=Warga%20%3Csenang"' in reply.html
    (back,) = [button for row in reply.keyboard for button in row]
    assert back.payload == TurnQuotePage(0, *quote)
    first = render_article(article, 0, ENGLISH, quote=quote)
    assert "Page 1 of 2" in first.html
    assert ENGLISH.answers.quote_moved not in first.html


def test_a_quote_over_two_pages_is_bold_on_both() -> None:
    text = "kata " * 555 + "\n\n" + "lagi " * 500
    article = make_article(text)
    quote = ShownQuote(7, 2760, 2790, 0)
    assert "<b>" in render_article(article, None, ENGLISH, quote=quote).html.split("\n\n", 1)[1]
    assert "<b>" in render_article(article, 1, ENGLISH, quote=quote).html.split("\n\n", 1)[1]


def test_a_quote_that_is_no_longer_there_is_said_to_be_gone_once() -> None:
    quote = ShownQuote(7, 0, 10, 1)
    opened = render_article(make_article(), None, ENGLISH, quote=quote).html
    assert opened.startswith(f"<i>{ENGLISH.answers.quote_moved}</i>\n\n<b>Jembatan Baru")
    turned = render_article(make_article(), 0, ENGLISH, quote=quote).html
    assert ENGLISH.answers.quote_moved not in turned


@pytest.mark.parametrize(("page", "shown"), [(-1, "Page 1"), (99, "Page 2")])
def test_a_page_that_is_not_there_becomes_the_nearest(page: int, shown: str) -> None:
    article = make_article("kata " * 500 + "\n\n" + "lagi " * 500)
    assert shown in render_article(article, page, ENGLISH).html


def test_a_short_article_has_neither_pages_nor_buttons() -> None:
    reply = render_article(make_article(), 0, ENGLISH)
    assert reply.keyboard == ()
    assert "Page" not in reply.html


def test_the_newest_articles_are_listed_under_the_numbers_that_open_them() -> None:
    listed = [make_article(id=n, title=f"Judul {n}") for n in (12, 11)]
    reply = render_latest(listed, 0, 2, ENGLISH)
    assert "<b>12</b>  Judul 12 · Harian Contoh · January 21, 2022\n<b>11</b>" in reply.html
    assert "1–2 of 2" in reply.html
    assert [b.payload for row in reply.keyboard for b in row] == [ReadArticle(12), ReadArticle(11)]


def test_a_long_list_is_turned_like_pages() -> None:
    listed = [make_article(id=n) for n in range(20, 12, -1)]
    turns = [
        [b.payload for row in render_latest(listed, n, 24, ENGLISH).keyboard for b in row][8:]
        for n in (0, 8, 16)
    ]
    assert turns == [[ListLatest(8)], [ListLatest(0), ListLatest(16)], [ListLatest(8)]]


@pytest.mark.parametrize(
    ("section", "url", "shown"),
    [
        ("Bola", "", "Sports"),
        ("Infografis", "https://sport.warta.example/a/b", "Infografis"),
        ("", "https://sport.warta.example/a/b", "Sports"),
        ("<b>Aneka & lain</b>", "", "<b>Aneka & lain</b>"),
    ],
)
def test_a_section_is_named_in_the_reader_s_language_or_as_its_source_does(
    section: str, url: str, shown: str
) -> None:
    reply = render_article(make_article("Isi.", section=section, url=url), 0, ENGLISH)
    lines = tdlib_parse(reply.html, "HTML")[0].split("\n")
    assert lines[1].split(" · ") == ["January 21, 2022", "Harian Contoh", shown]


def test_without_a_section_nothing_is_named() -> None:
    reply = render_article(make_article("Isi."), 0, ENGLISH)
    assert tdlib_parse(reply.html, "HTML")[0].split("\n")[1].count(" · ") == 1
