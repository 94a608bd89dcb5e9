"""What is said around a question is stripped; the question itself never."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.wrappers import strip_wrappers
from tests.eval.data import DATA, PROJECT, needs_data

CASES = """
tolong cariin info soal ebola dong kak -> ebola
bisa tolong cariin berita tentang gempa cianjur ga kak? -> gempa cianjur?
prabowo lagi ngapain di paris -> prabowo di paris
rangkumin dong soal ebola -> ebola
aku mau nanya, siapa menteri keuangan? -> siapa menteri keuangan?
gue penasaran ebola itu apa -> ebola itu apa
halo min mau tanya harga beras berapa -> harga beras berapa
Selamat pagi kak, mau tanya dong soal harga beras -> harga beras
assalamualaikum, kapan puasa? -> kapan puasa?
asalamualaikum wr wb, izin bertanya kapan puasa -> kapan puasa
hi, ebola symptoms -> ebola symptoms
can you tell me why IHSG dropped? -> why IHSG dropped?
i was wondering who won the match -> who won the match
do you know who won the match -> who won the match
could you please explain why the rupiah fell -> why the rupiah fell
tell me about ebola pls -> ebola
any news on ebola? -> ebola?
ada yang tau kapan gaji 13 cair ga -> kapan gaji 13 cair
kenapa ihsg anjlok? ada yang tau? -> kenapa ihsg anjlok?
btw ebola gimana -> ebola gimana
eh gejalanya apa -> gejalanya apa
min harga emas berapa -> harga emas berapa
kak kapan gaji 13 cair? makasih -> kapan gaji 13 cair?
😭😭 gempa cianjur 😭 -> gempa cianjur
jadi gini, gw mau nanya, kpk nangkep siapa -> kpk nangkep siapa
KASIH TAU DONG KENAPA IHSG TURUN -> KENAPA IHSG TURUN
tolong rangkum 5 berita minggu ini -> rangkum 5 berita minggu ini
tolong kasih tau kalau ada kabar soal ebola -> kasih tau kalau ada kabar soal ebola
"""

UNCHANGED = """
berapa nilai tukar rupiah ke dong?
Presiden Direktur perusahaan apakah Yue Shao Dong?
apa itu bot
siapa admin judi online yang ditangkap
admin judi online ditangkap di mana
Halo BCA berapa
halo effect itu apa
hello kitty
mohon maaf lahir batin artinya apa
min 5 derajat di mana
pak jokowi kemana
anies baswedan mau ngapain ke jepang
mau tanya dong
halo
makasih kak
tolong
siapa penyanyi lagu makasih
can you still catch ebola after a vaccine
what is the government doing about inflation
search teams in Cianjur
kasih tau kalau ada kabar soal ebola
rangkum berita hari ini
seleksi p3k 2019 pake ujian SKD gak ya
"""

REPAIRS = """
bukan itu maksudku, gejala ebola -> gejala ebola
maksudku gejala ebola -> gejala ebola
bukan, gejala ebola -> gejala ebola
jawabannya salah, gejala ebola dong -> gejala ebola
i meant ebola symptoms -> ebola symptoms
no, ebola symptoms please -> ebola symptoms
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (row.partition(" -> ") for row in _rows(table))]


def _rows(table: str) -> list[str]:
    return table.strip().splitlines()


@pytest.mark.parametrize(("message", "question"), _pairs(CASES))
def test_the_question_remains_in_its_own_words(message: str, question: str) -> None:
    assert strip_wrappers(message) == question


@pytest.mark.parametrize("message", _rows(UNCHANGED))
def test_a_plain_question_is_unchanged(message: str) -> None:
    assert strip_wrappers(message) == message


@pytest.mark.parametrize(("message", "question"), _pairs(REPAIRS))
def test_a_repair_is_the_question_that_was_meant(message: str, question: str) -> None:
    assert strip_wrappers(message) == question


def _changed(path: Path) -> list[str]:
    questions = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return [text for text in questions if strip_wrappers(text) != text]


def test_shipped_questions_are_unchanged_but_for_a_filler() -> None:
    assert _changed(PROJECT / "tests/eval/shipped_questions.jsonl") == ["resep rendang padang dong"]


@needs_data
@pytest.mark.parametrize("collection", ["natural-id", "natural-en"])
def test_real_questions_are_unchanged(collection: str) -> None:
    assert _changed(DATA / collection / "queries.jsonl") == []


@given(st.text())
def test_only_words_of_the_message_remain_in_their_order(message: str) -> None:
    parts = iter(message.split())
    assert all(
        any(word in part or word.rstrip("?") in part for part in parts)
        for word in strip_wrappers(message).split()
    )
