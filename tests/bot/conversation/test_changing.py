"""Which questions ask only for a value that changes daily, and of what."""

from pathlib import Path

import pytest

from bot.conversation.changing import value_asked

_TABLE = Path(__file__).with_name("changing.tsv")
CASES = [
    tuple(line.split("\t"))
    for line in _TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("message", "question", "about"), CASES)
def test_only_a_question_for_a_value_is_one(message: str, question: str, about: str) -> None:
    found = value_asked(message)
    expected = None if about == "-" else (question, about)
    assert (found and (found.question, found.subject)) == expected
