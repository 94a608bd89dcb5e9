"""Entities detected in plain text, and those that Telegram drops silently."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import (
    MarkedRange,
    detected_entities,
    nesting_errors,
    unit_offsets,
    utf16_length,
)
from bot.playground.formatting import clean, trim
from bot.playground.markup import parse_html
from tests.playground.test_markup import nested
from tests.tdlib import detected_entities as found_by_tdlib
from tests.tdlib import execute

FRAGMENTS = (
    *("/start", "/ask", "/ask@kutip_bot", "/ask@ab", "/tanya_", "/é", "//", "/a/b", "/A1", "/"),
    *("@kutip_bot", "@abc", "@abcd", "@kütip", "@@", "x@kutip_bot", "@", "@" + "a" * 33),
    *("/" + "b" * 64, "/" + "b" * 65, " ", "\n", "a", "é", "😀", "_", "-", ".", "!", "(", "<", ">"),
)
PLAIN = st.text(st.sampled_from("a é😀\n\r\t\x01\u2028\u202e\u0333\u030a\u000bz"), max_size=20)


def as_tdlib(text: str, entities: list[MarkedRange]) -> dict[str, Any]:
    spans = [
        {
            "@type": "textEntity",
            "offset": each.offset,
            "length": each.length,
            "type": {"@type": "textEntityTypeBold"},
        }
        for each in entities
    ]
    return {"@type": "formattedText", "text": text, "entities": spans}


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join))
def test_commands_and_mentions_are_found_where_tdlib_finds_them(text: str) -> None:
    kinds = {"bot_command", "mention"}
    expected = [each for each in found_by_tdlib(text) if each["type"] in kinds]
    assert [each.as_json() for each in detected_entities(text)] == expected


def test_a_link_is_found_without_the_full_stop_behind_it() -> None:
    found = detected_entities("Lihat https://contoh.id/a?b=c.")
    assert [(each.type, each.offset, each.length) for each in found] == [("url", 6, 23)]


@given(nested)
def test_markup_without_an_oddity_is_kept_whole_by_telegram(source: str) -> None:
    text, entities = parse_html(source)
    parsed = execute(
        {
            "@type": "parseTextEntities",
            "text": source,
            "parse_mode": {"@type": "textParseModeHTML"},
        }
    )
    kept = execute({"@type": "parseMarkdown", "text": parsed})
    if text.strip() and not list(nesting_errors(entities)):
        assert _covered(kept) == _covered(parsed)


def _covered(formatted: dict[str, Any]) -> set[tuple[int, str]]:
    return {
        (unit, str(each["type"]))
        for each in formatted["entities"]
        for unit in range(each["offset"], each["offset"] + each["length"])
    }


def test_spans_that_cross_are_odd() -> None:
    crossing = [MarkedRange("bold", 0, 3), MarkedRange("italic", 2, 3)]
    assert list(nesting_errors(crossing)) == ["italic at 2 crosses bold at 0"]


def test_a_quotation_in_a_quotation_is_odd() -> None:
    _, entities = parse_html("<blockquote>a<blockquote>b</blockquote></blockquote>")
    assert list(nesting_errors(entities)) == ["blockquote at 1 is nested in blockquote at 0"]


def test_style_around_code_is_odd_because_it_is_lost() -> None:
    _, entities = parse_html("<b>a<code>b</code></b>")
    assert list(nesting_errors(entities)) == ["code at 1 interrupts bold at 0"]


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[MarkedRange]]:
    text = draw(PLAIN)
    places = unit_offsets(text)
    ends = sorted(draw(st.lists(st.sampled_from(places), min_size=2, max_size=2)))
    return text, [MarkedRange("bold", ends[0], ends[1] - ends[0])] if ends[0] < ends[1] else []


@given(marked())
def test_characters_are_removed_and_blanked_as_tdlib_does(given_text: Any) -> None:
    text, entities = given_text
    expected = execute({"@type": "parseMarkdown", "text": as_tdlib(text, entities)})
    cleaned, moved = clean(text, entities)
    if cleaned.strip():
        assert cleaned == expected["text"]
        spans = [(each["offset"], each["length"]) for each in expected["entities"]]
        assert [(each.offset, each.length) for each in moved if each.length] == spans


@given(marked())
def test_trimming_leaves_no_white_space_and_no_blank_entity(given_text: Any) -> None:
    text, entities = clean(*given_text)
    trimmed, fitted = trim(text, entities)
    assert trimmed == text.strip(" \n")
    units = trimmed.encode("utf-16-le")
    for each in fitted:
        covered = units[each.offset * 2 : each.end * 2].decode("utf-16-le")
        assert covered.strip(" \n")
        assert covered[0] not in " \n"


def test_utf16_length_counts_what_lies_beyond_the_first_plane_twice() -> None:
    assert utf16_length("aé😀") == 4
