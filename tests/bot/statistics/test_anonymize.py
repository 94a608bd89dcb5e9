"""What could tell of a person leaves a question before it is kept."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.statistics.anonymize import MAX_LENGTH, anonymize

TELLING = st.sampled_from(
    ["ani@contoh.id", "@ani_w", "https://t.me/ani", "0812-3456-7890", "www.ani.id", "12345"]
)


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        ("berapa harga beras?", "berapa harga beras?"),
        ("tulis ke ani.w+1@contoh.co.id ya", "tulis ke … ya"),
        ("siapa @ani_w itu", "siapa … itu"),
        ("siapa ＠ani itu", "siapa … itu"),
        ("apa isi https://contoh.id/a?b=c#d ini", "apa isi … ini"),
        ("apa isi tg://user?id=1 ini", "apa isi … ini"),
        ("buka www.contoh.xx/rahasia sekarang", "buka … sekarang"),
        ("buka contoh.com/rahasia sekarang", "buka … sekarang"),
        ("pesan dari t.me/ani_w", "pesan dari …"),
        ("nomor 081234567890 siapa", "nomor … siapa"),
        ("nomor +62 (812) 3456-7890 siapa", "nomor … siapa"),
        ("nomor ٠٨١٢٣ siapa", "nomor … siapa"),
        ("pemilu 2029 dan 2024", "pemilu 2029 dan 2024"),
        ("tanggal 17 Agustus 1945", "tanggal 17 Agustus 1945"),
        ("dua\n baris\tini", "dua baris ini"),
        ("ani@contoh.id 0812345678", ""),
        ("12345", ""),
        ("", ""),
    ],
)
def test_addresses_links_names_and_long_numbers_are_hidden(asked: str, stored: str) -> None:
    assert anonymize(asked) == stored


@given(st.lists(TELLING | st.text(), max_size=30).map(" ".join))
def test_nothing_telling_is_left_whatever_was_asked(question: str) -> None:
    stored = anonymize(question)
    assert len(stored) <= MAX_LENGTH
    assert not re.search(r"[@＠]|://|www\.\w|\d{5}|[\r\n]", stored)
    assert anonymize(stored) == stored


def test_a_long_question_is_cut() -> None:
    stored = anonymize("kata " * 100)
    assert len(stored) <= MAX_LENGTH
    assert stored.endswith("kata…")
