"""The parser of Telegram's HTML agrees with Telegram's own, TDLib."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.markup import MarkupError, parse_html
from tests.tdlib import TdlibError, tdlib_parse

PREFIX = "Can't parse entities: "

FRAGMENTS = (
    *("<b>", "</b>", "<strong>", "</strong>", "<B>", "</B >", "<b a=1>", "<b a", "<b/>", "< b>"),
    *("<i>", "</i>", "<em>", "</em>", "<u>", "</u>", "<ins>", "</ins>", "<S>", "</s>"),
    *("<strike>", "</strike>", "<del>", "</del>", "<tg-spoiler>", "</tg-spoiler>"),
    *('<span class="tg-spoiler">', "<span>", "</span>", "<code>", "</code>", "<pre>", "</pre>"),
    *('<pre><code class="language-py">', "</code></pre>", "<code class=language-x>"),
    *("<blockquote>", "</blockquote>", "<blockquote expandable>", '<blockquote expandable="">'),
    *('<a href="http://a.b/c?d=e&amp;f">', "</a>", "<a>", "<a href=x.y>", "<a href='t.me'>"),
    *('<a href="tg://user?id=123">', '<a href="foo">', '<a href="http://[::1]/">'),
    *('<tg-emoji emoji-id="12">', "<tg-emoji>", "</tg-emoji>", "<p>", "<br/>", "</>", "<", "</"),
    *("&lt;", "&gt", "&amp;", "&quot;", "&#65;", "&#x1F600;", "&#0;", "&nbsp;", "&#xD800;", "&#"),
    *("&", ">", "=", "='", '"', "/", "class", "expandable", " ", "\n", "\t", "\r", "x.com"),
    *("a", "é", "😀", "👨‍👩‍👧", "中", "\0"),
)
PAIRS = (
    *(("<b>", "</b>"), ("<strong>", "</strong>"), ("<i>", "</i>"), ("<em>", "</>")),
    *(("<u>", "</u>"), ("<s>", "</s>"), ("<code>", "</code>"), ("<pre>", "</pre>")),
    *(('<pre><code class="language-py">', "</code></pre>"), ("<tg-spoiler>", "</tg-spoiler>")),
    *(('<code class="language-py">', "</code>"), ("<blockquote>", "</blockquote>")),
    *(("<blockquote expandable>", "</blockquote>"), ('<a href="http://a.b">', "</a>")),
    *(("<a>", "</a>"), ('<tg-emoji emoji-id="5">', "</tg-emoji>")),
)

soup = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)
words = st.sampled_from(["a", "😀", " ", "&lt;", "\n", "x.com", "&#233;", "kata"])
nested = st.recursive(
    words,
    lambda inner: st.tuples(st.sampled_from(PAIRS), st.lists(inner, max_size=3)).map(
        lambda made: made[0][0] + "".join(made[1]) + made[0][1]
    ),
    max_leaves=12,
)

Reading = tuple[str, list[dict[str, Any]]] | str


def ours(source: str) -> Reading:
    try:
        text, entities = parse_html(source)
    except MarkupError as error:
        return str(error)
    return text, _sorted([entity.as_json() for entity in entities])


def theirs(source: str) -> Reading:
    try:
        text, entities = tdlib_parse(source, "HTML")
    except TdlibError as error:
        return str(error).removeprefix(PREFIX)
    return text, _sorted(entities)


def _sorted(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """TDLib gives no order to quotations of both kinds over one span; all else is in order."""
    kinds = {"expandable_blockquote": "blockquote"}
    order = [kinds.get(each["type"], each["type"]) for each in entities]
    spans = [(each["offset"], -each["length"]) for each in entities]
    assert spans == sorted(spans)
    return [
        entity
        for *_, entity in sorted(
            zip(spans, order, map(str, entities), entities, strict=True), key=lambda row: row[:3]
        )
    ]


@given(soup | st.text(max_size=40))
def test_any_text_is_read_or_refused_as_tdlib_does_in_the_same_words(source: str) -> None:
    assert ours(source) == theirs(source)


@given(nested)
def test_nested_tags_make_the_entities_that_tdlib_makes(source: str) -> None:
    assert ours(source) == theirs(source)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é<x", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b a", 'Unclosed start tag "b" at byte offset 0'),
        ("<b a=", 'Unclosed start tag "b" at byte offset 0'),
        ("<b a='x", "Unclosed start tag at byte offset 0"),
        ("<b =x>y</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<b\0>x", "Unclosed start tag at byte offset 0"),
        (
            "&#xD83D;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_errors_are_worded_as_by_telegram(source: str, complaint: str) -> None:
    assert ours(source) == theirs(source) == complaint


def test_offsets_count_utf16_units() -> None:
    text, entities = parse_html("😀<b>é😀</b>")
    assert text == "😀é😀"
    assert [(each.offset, each.length) for each in entities] == [(2, 3)]


def test_code_with_a_language_inside_pre_is_one_entity() -> None:
    _, entities = parse_html('<pre><code class="language-python">x</code></pre>')
    assert [each.as_json() for each in entities] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]


@pytest.mark.parametrize(
    ("source", "text"), [("&#x1F600", "😀"), ("&#0000065;", "A"), ("&#00000065;", "&#00000065;")]
)
def test_a_reference_has_at_most_nine_characters(source: str, text: str) -> None:
    assert ours(source) == theirs(source) == (text, [])


def test_an_address_that_is_none_makes_no_link() -> None:
    assert parse_html('<a href="/relative">x</a>') == ("x", [])
