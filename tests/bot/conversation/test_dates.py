"""Dates in messages: which filter, which belong to the question, and which can't be."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.dates import may_name_days, read_dates
from bot.conversation.intents import FilterLabel, Impossible
from index.types import Filters

NOW = datetime(2022, 6, 2, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
"""A Thursday."""
_TABLE = Path(__file__).with_name("dates.tsv")
CASES = [
    tuple(line.split("\t"))
    for line in _TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("message", "expected", "rest"), CASES)
def test_what_a_message_asks_for(message: str, expected: str, rest: str) -> None:
    dated = read_dates(message, NOW)
    assert dated.text == rest
    if dated.impossible:
        assert dated.impossible.value == expected
        assert dated.wrong
        return
    since, until = dated.filters.since, dated.filters.until
    found = f"{since or ''}..{until or ''}" if since or until else "-"
    assert found == expected


def test_operators_name_a_source_and_a_section_as_written() -> None:
    dated = read_dates('banjir source:"The Jakarta Post" section:sport since:2022-01-20', NOW)
    assert dated.text == "banjir"
    assert dated.filters == Filters(date(2022, 1, 20), None, "The Jakarta Post", "sports")
    assert [each.label for each in dated.conditions] == [
        'source:"The Jakarta Post"',
        "section:sport",
        "since:2022-01-20",
    ]


def test_a_condition_can_be_taken_out() -> None:
    message = "ebola minggu ini source:kompas"
    assert read_dates(message, NOW).filters == Filters(
        date(2022, 5, 30), date(2022, 6, 2), "kompas"
    )
    without = read_dates(message, NOW, without={0})
    assert (without.text, without.filters) == ("ebola", Filters(source="kompas"))
    assert without.conditions == (FilterLabel(1, "source:kompas"),)
    neither = read_dates(message, NOW, without={0, 1})
    assert (neither.text, neither.filters, neither.conditions) == ("ebola", Filters(), ())


def test_today_is_the_readers() -> None:
    moment = datetime(2022, 6, 1, 20, 0, tzinfo=ZoneInfo("UTC"))
    assert read_dates("hari ini", moment).filters.since == date(2022, 6, 1)
    there = moment.astimezone(ZoneInfo("Asia/Jakarta"))
    assert read_dates("hari ini", there).filters.since == date(2022, 6, 2)


def test_a_label_is_as_it_was_written() -> None:
    dated = read_dates("Berita dari  Minggu Lalu, dan sejak 20 Januari 2022?", NOW)
    assert [each.label for each in dated.conditions] == ["Minggu Lalu", "sejak 20 Januari 2022"]


def test_days_of_which_no_article_can_be_are_said_with_their_words() -> None:
    dated = read_dates("berita 31 Februari", NOW)
    assert (dated.impossible, dated.wrong) == (Impossible.NO_SUCH_DAY, "31 Februari")


@pytest.mark.parametrize("message", ["siapa presiden", "wabah ebola gimana", "why did it drop", ""])
def test_other_questions_are_not_looked_through(message: str) -> None:
    assert not may_name_days(message)
    assert read_dates(message, NOW).text == message


@pytest.mark.parametrize(
    "message",
    [
        "berita " * 500 + "kemarin",
        "since: until: source:",
        'source:" since:"',
        "until:29",
        "since:29 until:5",
        "29 29 29 mei mei sampai sampai 31 31",
        "tanggal 99 berita 99/99/9999 0000-00-00 since:0 until:99999",
        "\ud800 kemarin \x00 hari ini",
        "berita 9999 tahun lalu, 999 bulan terakhir, 0 hari lalu",
    ],
)
def test_any_text_is_read(message: str) -> None:
    read_dates(message, NOW)
