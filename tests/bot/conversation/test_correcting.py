"""What corrects the question before replaces a part of it and keeps the rest."""

import csv
from pathlib import Path

import pytest

from bot.conversation.correcting import correct
from bot.conversation.intents import Ask
from bot.conversation.understanding import may_refer, understand
from tests.bot.conversation.test_following import exchange, situation

with (Path(__file__).parent / "corrections.tsv").open(encoding="utf-8", newline="") as file:
    CORRECTIONS = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize(("before", "message", "question"), CORRECTIONS)
def test_a_correction_keeps_the_rest_of_the_question(
    before: str, message: str, question: str
) -> None:
    asked = correct(message, situation([exchange(before)] if before else []))
    assert (asked.question if asked else "=") == question
    if before and asked:
        assert may_refer(message)
        assert asked.shown in {"", question}


def test_a_day_is_corrected_too() -> None:
    before = [exchange("harga emas antam berapa")]
    intent = understand("bukan hari ini, kemarin", situation(before))
    assert isinstance(intent, Ask)
    assert intent.question == "harga emas antam berapa"
    assert [each.label for each in intent.conditions] == ["kemarin"]


def test_a_correction_is_understood_before_what_is_said_around_a_question() -> None:
    intent = understand("no, I mean the ECB", situation([exchange("did the Fed raise rates?")]))
    assert isinstance(intent, Ask)
    assert intent.question == "did the ECB raise rates"


@pytest.mark.parametrize(
    "message", ["no, thanks", "bukan, makasih ya", "no, bye", "salah, coba lagi"]
)
def test_small_talk_corrects_nothing(message: str) -> None:
    assert not isinstance(understand(message, situation([exchange("kapan persib main")])), Ask)
