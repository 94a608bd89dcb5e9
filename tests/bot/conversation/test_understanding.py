"""Messages and their intents, without anything before them: ``intents.tsv``."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.intents import (
    Ask,
    AskSubject,
    Continue,
    ImpossibleDays,
    Intent,
    ListNews,
    ManageTopics,
    OpenAddresses,
    ShowTimeline,
    Subscribe,
    Talk,
)
from bot.conversation.understanding import Situation, understand
from bot.conversation.words import usual_spelling
from bot.questions.language import language_of
from index.query.slang import expand_slang
from index.types import Language
from tests.cpu import cpu_seconds_below

TABLE = Path(__file__).with_name("intents.tsv")
SATURDAY = datetime(2026, 5, 30, 10, tzinfo=ZoneInfo("Asia/Jakarta"))


def _cases() -> list[tuple[str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(message, intent, detail) for message, intent, detail in rows]


def intent_of(message: str) -> Intent:
    language = language_of(message) or Language.INDONESIAN
    situation = Situation(language=language, now=SATURDAY)
    return understand(message, situation)


def _described(intent: Intent, message: str) -> tuple[str, str]:
    match intent:
        case Ask(question):
            described = ("ask", "=" if question == message else question)
        case Talk(kind):
            described = ("talk", kind.value)
        case Subscribe(subject) | ShowTimeline(subject):
            name = "subscribe" if isinstance(intent, Subscribe) else "timeline"
            described = (name, subject)
        case Continue(how, number):
            described = ("continue", f"{how} {number}" if number else how.value)
        case ManageTopics():
            described = ("topics", "")
        case ListNews():
            described = ("list", "")
        case AskSubject():
            described = ("subject", "")
        case OpenAddresses():
            described = ("addresses", "")
        case ImpossibleDays():
            described = ("days", "")
    return described


def test_intents() -> None:
    cases = _cases()
    found = [(message, *_described(intent_of(message), message)) for message, _, _ in cases]
    assert [right for right, each in zip(cases, found, strict=True) if right != each] == []


@pytest.mark.parametrize(
    "repeated",
    ["oh ", "halo ", "ya, ", "kak ", "dong ", "a ", "1 ", "stop ", "lagi ngapain ", "😂"],
)
def test_a_message_of_fillers_is_no_burden(repeated: str) -> None:
    with cpu_seconds_below(1):
        for _ in range(10):
            intent_of(repeated * 1000)


def test_there_are_three_hundred_cases_each_once() -> None:
    messages = [message for message, _, _ in _cases()]
    assert len(set(messages)) == len(messages) >= 300


@pytest.mark.parametrize(
    ("typed", "usual"),
    [("sape", "siapa"), ("ato", "atau"), ("gue", "aku"), ("gak", "ga"), ("pgn", "mau")],
)
def test_a_chat_form_is_understood_as_what_it_is_searched_for(typed: str, usual: str) -> None:
    assert usual_spelling(typed) == usual_spelling(expand_slang(typed)) == usual
