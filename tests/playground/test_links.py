"""Addresses become links exactly if TDLib makes links of them."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.links import mentioned_user, normalize_link
from tests.tdlib import tdlib_parse

PARTS = (
    *("http://", "https://", "HTTP://", "ftp://", "tg://", "tg:", "ton://", "mailto:", "//", "/"),
    *("a.b", "Ex.Com", "localhost", ".", "..", "é.id", "1.2.3.4", "%41.b", "%zz.b"),
    *("user@", "u:p@", ":80", ":080", ":0", ":99999", ":x", ":", "?q=1", "#x", "?", " ", "\n", "@"),
    *("resolve", "user?id=7", "user?id=0", "id=7", "&", "http", "_", "'", "a b", "|"),
)


def links_of(address: str) -> list[dict[str, object]]:
    _, entities = tdlib_parse(f'<a href="{html.escape(address)}">.</a>', "HTML")
    return entities


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map("".join))
def test_addresses_are_taken_and_written_as_tdlib_does(address: str) -> None:
    span: dict[str, object] = {"offset": 0, "length": 1}
    user, link = mentioned_user(address), normalize_link(address)
    if user is not None:
        expected = [{"type": "text_mention", "user": {"id": user}} | span]
    else:
        expected = [{"type": "text_link", "url": link} | span] if link else []
    assert links_of(address) == expected


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("contoh.id", "http://contoh.id/"),
        ("https://Contoh.ID/A b?c=d", "https://contoh.id/A%20b?c=d"),
        ("https://contoh.id?x", "https://contoh.id/?x"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("http://[::1]:8081/x", "http://[::1]:8081/x"),
        ("http://[x]/", ""),
        ("contoh", ""),
        ("/x", ""),
        ("tg://a.b", ""),
        ("javascript:alert(1)", ""),
        ("http://contoh.id:99999", ""),
    ],
)
def test_an_address_is_written_in_full_or_is_none(address: str, written: str) -> None:
    assert normalize_link(address) == written
