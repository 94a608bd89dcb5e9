"""Lists that go on from the last list keep its days, its section and its source."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.intents import ListNews
from bot.conversation.relisting import excepting
from bot.conversation.understanding import Situation, understand
from bot.model.conversation import Exchange
from index.text.sections import sections
from index.types import Filters, Language

NOW = datetime(2026, 5, 29, 16, tzinfo=ZoneInfo("Asia/Jakarta"))
TODAY = date(2026, 5, 29)
YESTERDAY = TODAY - timedelta(1)
DAY_27 = date(2026, 5, 27)


def after(
    conditions: str,
    message: str,
    *,
    minutes: int = 1,
    without: frozenset[int] = frozenset(),
) -> ListNews:
    listed = Exchange(
        "", "", Language.INDONESIAN, (1, 2), NOW - timedelta(minutes=minutes), conditions=conditions
    )
    situation = Situation(
        language=Language.INDONESIAN,
        now=NOW,
        history=(listed,),
        without=without,
    )
    intent = understand(message, situation)
    assert isinstance(intent, ListNews)
    return intent


@pytest.mark.parametrize(
    ("conditions", "message", "filters"),
    [
        ("hari ini", "yang politik saja", Filters(TODAY, TODAY, "", "politics")),
        ("hari ini", "kalau bola?", Filters(TODAY, TODAY, "", "sports")),
        ("today", "what about politics?", Filters(TODAY, TODAY, "", "politics")),
        ("bola, hari ini", "kemarin?", Filters(YESTERDAY, YESTERDAY, "", "sports")),
        ("bola, hari ini", "yang ekonomi aja", Filters(TODAY, TODAY, "", "economy")),
        ("bola, kemarin", "yang ekonomi aja", Filters(YESTERDAY, YESTERDAY, "", "economy")),
        ("", "yang politik saja", Filters(section="politics")),
        ("hari ini", "kemarin?", Filters(YESTERDAY, YESTERDAY)),
        ("source:kompas", "yang politik saja", Filters(source="kompas", section="politics")),
        ("kesehatan, kemarin", "bukan, yang tanggal 27 mei", Filters(DAY_27, DAY_27, "", "health")),
        ("kesehatan, kemarin", "yang tanggal 27 mei", Filters(DAY_27, DAY_27, "", "health")),
        (
            "kesehatan, kemarin",
            "bukan kemarin, tanggal 27 mei",
            Filters(DAY_27, DAY_27, "", "health"),
        ),
        ("kesehatan, kemarin", "eh maksudnya 27 mei", Filters(DAY_27, DAY_27, "", "health")),
        ("kesehatan, kemarin", "maksudku 27 mei", Filters(DAY_27, DAY_27, "", "health")),
        ("health, yesterday", "not yesterday, May 27", Filters(DAY_27, DAY_27, "", "health")),
        ("health, yesterday", "no, May 27", Filters(DAY_27, DAY_27, "", "health")),
        ("bola, kemarin", "bukan, yang hari ini", Filters(TODAY, TODAY, "", "sports")),
        ("bola, hari ini", "berita politik", Filters(section="politics")),
        ("kesehatan, selain hantavirus", "kemarin?", Filters(YESTERDAY, YESTERDAY, "", "health")),
    ],
)
def test_what_a_list_keeps_of_the_one_before(
    conditions: str, message: str, filters: Filters
) -> None:
    assert after(conditions, message).filters == filters


def test_what_is_kept_is_shown_and_taken_back() -> None:
    listing = after("hari ini", "yang politik saja")
    kept = listing.conditions[1]
    assert [each.label for each in listing.conditions] == ["politik", "hari ini"]
    fewer = after("hari ini", "yang politik saja", without=frozenset({kept.number}))
    assert fewer.filters == Filters(section="politics")
    assert [each.label for each in fewer.conditions] == ["politik"]


def test_after_some_minutes_a_list_stands_alone() -> None:
    assert after("hari ini", "yang politik saja", minutes=30).filters == Filters(section="politics")


@pytest.mark.parametrize(
    ("message", "named", "section"),
    [
        ("selain hantavirus?", "hantavirus", "health"),
        ("selain soal hantavirus ada apa lagi", "hantavirus", "health"),
        ("kecuali Piala Dunia", "Piala Dunia", "health"),
        ("other than hantavirus?", "hantavirus", "health"),
        ("berita bola selain motogp", "motogp", "sports"),
    ],
)
def test_a_list_leaves_out_what_is_named(message: str, named: str, section: str) -> None:
    listing = after("kesehatan", message)
    assert (listing.without, listing.filters.section) == (named, section)


@pytest.mark.parametrize(
    "message", ["selain itu apa", "siapa selain prabowo yang bicara di forum ekonomi dunia itu", ""]
)
def test_other_messages_leave_nothing_out(message: str) -> None:
    assert excepting(message) is None


@pytest.mark.parametrize("code", sections())
def test_what_comes_next_has_the_conditions_of_the_list(code: str) -> None:
    for name in sections()[code].names.values():
        listing = after(f"{name.lower()}, hari ini", "lanjut")
        assert listing.filters == Filters(TODAY, TODAY, "", code)
        assert (listing.after, listing.count) == (2, 2)


def test_what_comes_next_leaves_out_what_the_list_left_out() -> None:
    listing = after("kesehatan, selain hantavirus", "lanjut")
    assert (listing.filters, listing.without) == (Filters(section="health"), "hantavirus")
