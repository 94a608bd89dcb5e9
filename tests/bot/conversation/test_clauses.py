"""A first clause that names a subject completes the question after it."""

from datetime import UTC, datetime

import pytest

from bot.conversation.clauses import ask_of_first_clause
from bot.conversation.understanding import Situation
from index.types import Language


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("ebola ya kak, sudah masuk Indonesia belum?", "ebola sudah masuk Indonesia belum"),
        ("gempa cianjur, korbannya berapa?", "korban gempa cianjur berapa"),
        ("ebola. gejalanya?", "gejala ebola"),
        ("gaji ke-13: berapa besarannya", "berapa besaran gaji ke-13"),
        ("persib, siapa pelatihnya", "siapa pelatih persib"),
        ("Blinken, what did he say?", "what did Blinken say"),
        ("ok and Lavrov, what did he say?", "what did Lavrov say"),
        ("gempa, kapan?", "kapan gempa"),
        ("wkwk, kenapa?", None),
        ("halo kak, kapan?", None),
        ("Jakarta, banjir ga?", None),
        ("Menurut BMKG, kapan musim hujan", None),
        ("rupiah, dolar, sama emas gimana", None),
        ("bro, dia siapa", None),
        ("Prabowo bertemu Macron, siapa istrinya Trump?", None),
        ("kenapa ihsg anjlok, siapa yang bilang?", None),
        ("gempa cianjur", None),
        ("", None),
    ],
)
def test_the_first_clause_completes_the_second(message: str, question: str | None) -> None:
    situation = Situation(language=Language.INDONESIAN, now=datetime(2026, 5, 30, tzinfo=UTC))
    asked = ask_of_first_clause(message, situation)
    assert (asked and asked.question) == question
