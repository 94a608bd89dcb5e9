"""Dates are read as articles write them, and nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.dates import parse_date

JANUARY_21 = date(2022, 1, 21)


@pytest.mark.parametrize(
    "written",
    [
        "2022-01-21",
        "2022/1/21",
        "20220121",
        "2022-01-21T10:30:00+07:00",
        "2022-01-21T03:30:00.123Z",
        "2022-01-21 10:30:59",
        "21 Januari 2022",
        "21 Jan 2022 10:30",
        "21-Jan-2022",
        "21/01/2022",
        "21.1.2022",
        "January 21, 2022",
        "Jan. 21st, 2022",
        "Jumat, 21 Jan 2022 10:30 WIB",
        "Jum'at, 21 Januari 2022 | 10.30 WIB",
        "Jumat 21 Januari 2022 pukul 10.30",
        "Jakarta, 21 Januari 2022",
        "Friday, January 21, 2022, 10:30 a.m. ET",
        "Fri, 21 Jan 2022 10:30:00 +0700",
        "Fri, 21 Jan 2022 03:30:00 GMT",
        "  21   Januari\n2022 ",
    ],
)
def test_every_usual_form_names_the_same_day(written: str) -> None:
    assert parse_date(written) == JANUARY_21


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("3 Pebruari 2005", 2),
        ("3 Mei 2005", 5),
        ("3 Agt 2005", 8),
        ("3 Agust. 2005", 8),
        ("3 Okt 2005", 10),
        ("3 Nopember 2005", 11),
        ("3 DESEMBER 2005", 12),
        ("Sept. 3, 2005", 9),
    ],
)
def test_old_and_short_spellings_of_months_are_known(written: str, month: int) -> None:
    assert parse_date(written) == date(2005, month, 3)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kemarin",
        "3 jam lalu",
        "yesterday",
        "2022",
        "Januari 2022",
        "31 Februari 2022",
        "21 Foobar 2022",
        "01/21/2022",
        "1642723200",
        "0021-01-01",
        "2999-01-01",
        "1799-12-31",
        "Harga beras 21 Januari 2022 turun",
        "2022-01-21 dan 2022-01-22",
        "21 Januari 2022 " + "x" * 100,
    ],
)
def test_what_is_not_one_whole_day_is_no_date(written: str) -> None:
    assert parse_date(written) is None


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)))
def test_every_day_in_range_survives_being_written(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}") == day
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day


@given(st.text(max_size=90))
def test_no_text_breaks_it(written: str) -> None:
    found = parse_date(written)
    assert found is None or 1800 <= found.year <= 2100
