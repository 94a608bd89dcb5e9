import pytest
from hypothesis import given

from handlers.render.markup import (
    Markup,
    bold,
    is_web_address,
    joined,
    link,
    plain,
    quotation,
    without_tags,
)
from tests.handlers.samples import any_text, urls
from tests.tdlib import tdlib_parse


@given(any_text)
def test_foreign_text_never_becomes_markup(text: str) -> None:
    markup = plain(text)
    shown, entities = tdlib_parse(markup.html, "HTML")
    assert entities == []
    assert len(shown.encode("utf-16-le")) // 2 == markup.units
    assert without_tags(markup) == shown


@given(any_text, urls)
def test_what_is_counted_is_what_telegram_counts(text: str, url: str) -> None:
    content = plain(text)
    markup = joined("\n", [quotation(content + bold(content)), link(content, url)])
    shown, entities = tdlib_parse(markup.html, "HTML")
    assert len(shown.encode("utf-16-le")) // 2 == markup.units
    assert len(entities) <= markup.entities


def test_nothing_stays_nothing() -> None:
    assert bold(Markup()) == Markup()
    assert link(Markup(), "https://example.org") == Markup()
    assert joined(", ", [Markup(), plain("a"), Markup(), plain("b")]).html == "a, b"


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.org", "ftp://example.org/", "javascript:alert(1)", "https://"),
        *("https://exa mple.org/", "https://example.org/\nx", "https://[::1/", "tg://user?id=1"),
        *("https://example.org/\u202egpj", "https://example.org/" + "a" * 2000),
    ],
)
def test_what_is_no_plain_web_address_is_not_linked(url: str) -> None:
    assert not is_web_address(url)
    assert link(plain("judul"), url) == plain("judul")


def test_an_address_cannot_break_out_of_its_quotes() -> None:
    markup = link(plain("<judul>"), "https://example.org/?a=\"1\"&b='2'")
    shown, entities = tdlib_parse(markup.html, "HTML")
    assert shown == "<judul>"
    assert [entity["url"] for entity in entities] == ["https://example.org/?a=\"1\"&b='2'"]
