"""Spoken verbs are read as written ones, and other words are left alone."""

import pytest

from index.analysis.indonesian import stem
from index.query.colloquial import written_out
from index.query.slang import expand_slang

SPOKEN = """
diserahin diserahkan
dibatalin dibatalkan
diadain diadakan
ditemuin ditemukan
didatengin didatangkan
diitung dihitung
dibayarinnya dibayarkannya
nyari mencari
nyerang menyerang
nyebarin menyebarkan
nyalahin menyalahkan
nyampein menyampaikan
ngaku mengaku
ngatur mengatur
ngejar mengejar
ngeluarin mengeluarkan
ngerawat merawat
ngelaporin melaporkan
ngebom mengebom
ngilangin menghilangkan
nulis menulis
nembak menembak
mimpin memimpin
jelasin jelaskan
gantiin gantikan
benerin benarkan
kebakar terbakar
"""


@pytest.mark.parametrize(
    ("spoken", "written"), [line.split() for line in SPOKEN.split("\n") if line]
)
def test_a_spoken_verb_has_the_stem_of_the_written_one(spoken: str, written: str) -> None:
    assert stem(written_out(spoken)) == stem(written)


@pytest.mark.parametrize(
    "word",
    """dijamin dipimpin disalin disiplin dingin dinas direktur nyata nyaman nyawa nyaris ngeri ngawi
    nganjuk naik nama nilai main kain lain mesin ingin yakin kawin miskin berlin putin""".split(),
)
def test_other_words_are_left_as_they_are(word: str) -> None:
    assert written_out(word) == word


def test_only_words_in_small_letters_are_taken_apart() -> None:
    assert expand_slang("kapan Nyerang diserahin") == "kapan Nyerang diserahkan"
