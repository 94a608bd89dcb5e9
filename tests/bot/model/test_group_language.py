"""The language of a group is the one of most of its last messages."""

import pytest

from bot.model.group_language import MAX_MESSAGES, add_message, language_spoken
from index.types import Language

ID, EN = Language.INDONESIAN, Language.ENGLISH


@pytest.mark.parametrize(
    ("messages", "language"),
    [
        pytest.param([], None, id="nothing was written"),
        pytest.param([ID], ID, id="one message"),
        pytest.param([EN], EN, id="one message in English"),
        pytest.param([ID, EN], None, id="one of each"),
        pytest.param([ID, EN, ID], ID, id="mixed, mostly Indonesian"),
        pytest.param([EN, ID, EN, EN, ID], EN, id="mixed, mostly English"),
        pytest.param([ID] * MAX_MESSAGES + [EN] * 3, ID, id="a few in another language"),
        pytest.param([ID] * 100 + [EN] * MAX_MESSAGES, EN, id="the group has changed"),
        pytest.param([EN] * 100 + [ID] * 4, ID, id="the last ones count, not how many there were"),
    ],
)
def test_the_last_messages_decide(messages: list[Language], language: Language | None) -> None:
    heard: tuple[Language, ...] = ()
    for message in messages:
        heard = add_message(heard, message)
    assert language_spoken(heard) is language
    assert len(heard) <= MAX_MESSAGES


def test_more_of_the_same_changes_nothing() -> None:
    full = (EN,) * MAX_MESSAGES
    assert add_message(full, EN) == full
