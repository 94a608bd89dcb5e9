"""The subject of a message, by a table of messages as people write them."""

from pathlib import Path

import pytest

from index.analysis import analyzer_for
from index.query.subject import subject_of
from index.types import Language

_TABLE = Path(__file__).with_name("subjects.tsv")
_ROWS = [line.split("\t") for line in _TABLE.read_text("utf-8").splitlines()[1:]]
_COMMON = """
    emas gaji rupiah dolar gempa harga film polisi sidang banjir kota korban kasus rumah saham pajak
    minyak presiden artis konser gold price earthquake police court president city company school
    state stock ceo
"""
_COMMON_STEMS = {stem for language in Language for stem in analyzer_for(language).terms(_COMMON)}


def _idf(stem: str) -> float:
    """Return an idf as a collection of a few thousand articles has it: "\\0" occurs in none."""
    if stem == "\0":
        return 9.0
    return 5.0 if stem in _COMMON_STEMS else 6.5


def _nothing_occurs(stem: str) -> float:
    return 0.7


@pytest.mark.parametrize(("language", "message", "subject"), _ROWS, ids=[row[1] for row in _ROWS])
def test_subject_of_message(language: str, message: str, subject: str) -> None:
    expected = () if subject == "-" else tuple(subject.split(" | "))
    assert subject_of(message, Language(language), _idf) == expected


@pytest.mark.parametrize("message", ["gejala ebola apa", "Ada kabar apa soal ebola?", "ebola dong"])
def test_subject_that_occurs_in_no_article(message: str) -> None:
    assert subject_of(message, Language.INDONESIAN, _nothing_occurs) == ("ebola",)
