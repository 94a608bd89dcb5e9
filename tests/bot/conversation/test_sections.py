"""Messages that ask for the news of a section, and the many that only have such a word."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.sections import requested_section
from index.text.sections import sections

_TABLE = Path(__file__).with_name("sections.tsv")
CASES = [
    tuple(line.split("\t"))
    for line in _TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("message", "code"), CASES)
def test_only_a_message_that_says_nothing_else_asks_for_a_section(message: str, code: str) -> None:
    found = requested_section(message)
    assert (found.code if found else "-") == code
    assert found is None or found.label in message


@pytest.mark.parametrize(
    ("message", "code"),
    [("olahraga", "sports"), ("ekonomi", "economy"), ("football", "sports"), ("persib", None)],
)
def test_after_a_day_or_a_word_for_the_newest_the_name_is_enough(
    message: str, code: str | None
) -> None:
    found = requested_section(message, bare=True)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("kalau politik?", "politics"),
        ("kalau yang bola gimana", "sports"),
        ("what about sports?", "sports"),
        ("dan kesehatan?", "health"),
        ("kalau dunia?", None),
        ("kalau persib?", None),
        ("kalau menteri kesehatan?", None),
    ],
)
def test_after_a_list_a_message_may_go_on_to_another_section(
    message: str, code: str | None
) -> None:
    found = requested_section(message, after_list=True)
    assert (found and found.code) == code


def test_the_label_is_what_was_written() -> None:
    found = requested_section("Ada berita Sepak  Bola gak?")
    assert found is not None
    assert found.label == "Sepak  Bola"


@given(st.text(max_size=300))
def test_any_message_is_read(text: str) -> None:
    for message in (text, f"berita bola {text}"):
        found = requested_section(message, bare=True)
        assert found is None or found.code in sections()
