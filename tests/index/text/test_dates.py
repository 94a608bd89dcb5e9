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
        "2022\u201101\u201121",
        "Fri Jan 21 10:30:00 2022",
        "Fri Jan 21 10:30:00 WIB 2022",
        "Fri Jan 21 2022 10:30:00 GMT+0700 (Western Indonesia Time)",
        "Kota Lama, 21 Januari 2022",
        "Banda Aceh, Jumat, 21 Januari 2022",
        "Jumat Pahing, 21 Januari 2022",
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
        "Jumat (21/1/2022) 14:05",
        "Jumat (21/01/2022)",
        "Jumat, 21/1/2022, 14:05 WIB",
        "Jakarta, Jumat, 21 Januari 2022",
        "Jakarta, Jumat (21/1/2022)",
        "Jumat,21 Januari 2022",
        "21/1/22",
        "21.01.22 14:05",
        "21 Jan 22",
        "21 Januari '22",
        "Jan 21, '22",
        "Fri, 21 Jan 22 23:30:00 +0700",
        "21 Januari 2022 - 14.05 WIB",
        "21 Januari 2022 / 14:05 WITA",
        "Jumat, 21 Januari 2022 pkl. 14.05 WIB",
        "21 Januari 2022 Jam 14:05",
        "14:05 WIB, Jumat 21 Januari 2022",
        "5:14 PM EST, Fri January 21, 2022",
        "10:30, 21 January 2022",
        "21st of January 2022",
        "Fri 21 Jan 2022 14.05 GMT",
        "21Jan2022",
        "2022, Jumat 21 Januari",
        "2022 Januari 21",
        "21 Januari 2022 WIB",
        "21 Januari 2022 (Jumat)",
        "21/Jan/2022",
        "21/Januari/2022 10:30 WIB",
        "2022, January 21",
        "2022 Jan. 21, 10:30 WIB",
        "2022-Jan-21",
        "2022/Jan/21 10:30",
        "2022 Jumat, Januari 21",
        "2022 21 Januari",
        "2022 Januari 21 pukul 10.30",
        "2022-W03-5",
        "20220121T103000Z",
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
        ("3 Agt '05", 8),
        ("3/8/05", 8),
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
        "2022-01",
        "2022-W03",
        "2022, Januari",
        "21 Januari",
        "21/1",
        "Januari 2022",
        "Jumat (21/1)",
        "Babak 4 (July 19)",
        "21-01-22",
        "0000-00-00",
        "0001-01-01T00:00:00",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "21 Januari 10.30 WIB",
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


@pytest.mark.parametrize(("written", "year"), [("3 Mei 68", 2068), ("3 Mei 69", 1969)])
def test_two_digits_are_a_year_of_the_last_or_this_century(written: str, year: int) -> None:
    assert parse_date(written) == date(year, 5, 3)


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)))
def test_every_day_in_range_survives_being_written(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}") == day
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day


@given(st.text(max_size=90))
def test_no_text_breaks_it(written: str) -> None:
    found = parse_date(written)
    assert found is None or 1800 <= found.year <= 2100
