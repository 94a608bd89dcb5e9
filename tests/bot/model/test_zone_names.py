"""Time zones are found by the names that people use, in both languages."""

from zoneinfo import ZoneInfo

import pytest

from bot.errors import BadTimeZone
from bot.model.zone_names import zone_key, zone_label


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("WIB", "Asia/Jakarta"),
        ("wita", "Asia/Makassar"),
        ("Wit", "Asia/Jayapura"),
        ("Makassar", "Asia/Makassar"),
        ("jakarta", "Asia/Jakarta"),
        ("Surabaya", "Asia/Jakarta"),
        ("Banda Aceh", "Asia/Jakarta"),
        ("Jayapura", "Asia/Jayapura"),
        ("bali", "Asia/Makassar"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("  Kuala   Lumpur ", "Asia/Kuala_Lumpur"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("UTC+7", "Etc/GMT-7"),
        ("utc + 07:00", "Etc/GMT-7"),
        ("GMT+8", "Etc/GMT-8"),
        ("GMT-5", "Etc/GMT+5"),
        ("UTC−3", "Etc/GMT+3"),
        ("+7", "Etc/GMT-7"),
        ("-5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_found(name: str, key: str) -> None:
    assert zone_key(name) == key
    assert ZoneInfo(key)


@pytest.mark.parametrize(
    "name",
    ["", "localtime", "posixrules", "Factory", "Atlantis", "UTC+5:30", "UTC+99", "../etc/passwd"],
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(BadTimeZone):
        zone_key(name)


@pytest.mark.parametrize(
    ("key", "label"),
    [("Asia/Jakarta", "WIB"), ("Asia/Tokyo", "Asia/Tokyo"), ("Etc/GMT-7", "UTC+7"),
     ("Etc/GMT+5", "UTC−5")],
)  # fmt: skip
def test_a_zone_is_shown_as_people_write_it(key: str, label: str) -> None:
    assert zone_label(key) == label
    assert zone_key(label) == key
