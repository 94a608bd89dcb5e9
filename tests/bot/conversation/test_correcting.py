"""What somebody meant replaces what they did not mean in the question before."""

from datetime import UTC, datetime

import pytest

from bot.conversation.correcting import correct
from bot.conversation.understanding import Situation
from bot.model.conversation import Exchange
from index.types import Language

NOW = datetime(2026, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "message", "question"),
    [
        ("prabowo bilang apa soal dolar", "bukan dolar, maksudku soal rupiah tahun depan",
         "prabowo bilang apa soal rupiah tahun depan"),
        ("apa kata Blinken soal Ukraina", "bukan Blinken, maksudku Lavrov",
         "apa kata Lavrov soal Ukraina"),
        ("harga beras naik kenapa", "bukan beras tapi gula", "harga gula naik kenapa"),
        ("what did Blinken say", "not Blinken, I meant Lavrov", "what did Lavrov say"),
        ("what did Blinken say", "no, not blinken but Lavrov", "what did Lavrov say"),
        ("persib gimana", "bukan bola, maksudku basket", "basket"),
        ("harga beras", "bukan beras tapi siapa ketua bulog", "siapa ketua bulog"),
        ("", "bukan beras tapi gula", "gula"),
        ("persib gimana", "bukan itu maksudku", None),
        ("persib gimana", "bukan hanya beras tapi gula juga naik", None),
        ("persib gimana", "kenapa bukan persija yang juara", None),
        ("persib gimana", "not only rice but sugar", None),
    ],
)  # fmt: skip
def test_a_correction_replaces_what_was_not_meant(
    before: str, message: str, question: str | None
) -> None:
    history = [Exchange(before, before, Language.INDONESIAN, (), NOW)] if before else []
    situation = Situation(language=Language.INDONESIAN, now=NOW, idf=lambda _: 1.0, history=history)
    asked = correct(message, situation)
    assert (asked and asked.question) == question
