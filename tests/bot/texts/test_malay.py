"""Malay is Malaysia's, not Indonesian with a few changes."""

import re
from pathlib import Path

import pytest

import bot.texts
from bot.texts.messages import entries_of

INDONESIAN_ONLY = (
    "bahwa|basis data|berarti|berkas|bisa|butuh|galat|hapus|harus|kabari|kalau|kalimat|kanal|karena"
    "|kirim|kutipan|mau|obrolan|pertanyaan|pesan|rincian|sandi|saja|server|setelah|simpul|tanggal"
    "|tautan|tombol|umpan|unduh"
)
"""Words that Malay has another word for."""


def written(code: str) -> dict[str, str]:
    folder = Path(bot.texts.__file__).parent
    return entries_of((folder / f"{code}.ftl").read_text("utf-8"))


@pytest.mark.parametrize("word", INDONESIAN_ONLY.split("|"))
def test_a_word_that_only_indonesian_has_is_in_no_malay_text(word: str) -> None:
    found = re.compile(rf"(?<![\w/]){word}(?:nya)?(?!\w)", re.IGNORECASE)
    assert [key for key, value in written("ms").items() if found.search(value)] == []


def test_few_sentences_are_the_indonesian_ones() -> None:
    """Some are the same in both languages."""
    malay, indonesian = written("ms"), written("id")
    plain = {key: re.sub(r"\{.*?\}|/\w+|\W", " ", value) for key, value in indonesian.items()}
    sentences = [key for key, words in plain.items() if len(words.split()) > 5]
    assert len(sentences) > 300
    same = [key for key in sentences if malay[key] == indonesian[key]]
    assert len(same) < len(sentences) / 20
