"""A yes to alerts that were shown says that a button stores them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.confirming import confirm
from bot.conversation.intents import SmallTalk, Talk
from bot.conversation.understanding import Situation, understand
from bot.model.conversation import Exchange
from index.types import Language

NOW = datetime(2026, 5, 29, 9, tzinfo=UTC)
ALERTS = Exchange("motogp", "motogp", Language.INDONESIAN, (), NOW)
ANSWER = Exchange("motogp gimana", "motogp", Language.INDONESIAN, (1,), NOW)


def situation(*history: Exchange, minutes: int = 1) -> Situation:
    return Situation(
        language=Language.INDONESIAN,
        now=NOW + timedelta(minutes=minutes),
        history=history,
    )


@pytest.mark.parametrize(
    "message", ["ya", "Iya dong", "oke simpan", "yes please", "boleh", "sure!"]
)
def test_a_yes_leads_to_the_button(message: str) -> None:
    assert understand(message, situation(ALERTS)) == Talk(SmallTalk.PRESS_TO_SAVE)


@pytest.mark.parametrize("message", ["tidak", "oke kapan balapannya", "dong", "jadi kapan?", ""])
def test_what_says_more_or_no_is_no_yes(message: str) -> None:
    assert confirm(message, situation(ALERTS)) is None


def test_only_of_the_last_alerts_of_some_minutes() -> None:
    assert confirm("ya", situation()) is None
    assert confirm("ya", situation(ANSWER, ALERTS)) is None
    assert confirm("ya", situation(ALERTS, minutes=30)) is None
