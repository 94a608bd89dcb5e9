"""Small talk and what is out of scope, and questions that are neither."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.intents import SmallTalk
from bot.conversation.out_of_scope import out_of_scope
from bot.conversation.small_talk import small_talk
from bot.conversation.tone import tone_of
from bot.conversation.words import words_of
from bot.conversation.wrappers import strip_wrappers
from bot.texts import LANGUAGES
from tests.eval.data import DATA, PROJECT, needs_data


def kind_of(message: str) -> SmallTalk | None:
    stripped = strip_wrappers(message)
    words = [word.text for word in words_of(stripped)]
    return small_talk(message) or out_of_scope(stripped) or tone_of(words)


@pytest.mark.parametrize(
    "message",
    [
        "halo",
        "Halo!",
        "HALO",
        "hai kak",
        "Selamat pagi",
        "selamat malam semuanya 👋",
        "Hello there",
        "hi",
        "Good morning, everyone",
        "permisi, min",
        "/start",
        "hai " * 7,
    ],
)
def test_a_greeting(message: str) -> None:
    assert small_talk(message) is SmallTalk.GREETING


@pytest.mark.parametrize(
    "message",
    [
        "terima kasih",
        "Terima kasih banyak, Kutip! 🙏",
        "makasih ya",
        "Thanks",
        "thank you so much",
        "sip, makasih",
        "halo terima kasih",
    ],
)
def test_thanks(message: str) -> None:
    assert small_talk(message) is SmallTalk.THANKS


@pytest.mark.parametrize(
    "message",
    [
        "Assalamualaikum",
        "Assalamu'alaikum wr. wb.",
        "asalamualaikum",
        "Assalammualaikum warahmatullahi wabarakatuh",
        "ass wr wb",
    ],
)
def test_a_salam_in_any_spelling(message: str) -> None:
    assert small_talk(message) is SmallTalk.SALAM


@pytest.mark.parametrize(
    "message",
    [
        "",
        "?",
        "Halo, kapan gempa Aceh terjadi?",
        "Selamat pagi Indonesia merdeka kapan",
        "halo 2004",
        "Siapa presiden?",
        "hello world program",
        "gempa",
        "thanks to whom was the web born?",
        "apa",
        "bpjs",
        "KPK",
        "bmkg",
    ],
)
def test_anything_else_is_a_question(message: str) -> None:
    assert kind_of(message) is None


@given(st.text())
def test_any_text_is_one_or_none(message: str) -> None:
    assert kind_of(message) in (None, *SmallTalk)


def test_a_message_of_any_length_is_no_burden() -> None:
    assert kind_of("gempa " * 1_000_000) is None


def test_every_kind_has_a_line_in_every_language() -> None:
    lines = [texts.conversation.format(kind) for texts in LANGUAGES.values() for kind in SmallTalk]
    assert all(lines)
    assert len(set(lines)) == len(lines)


def _talked(path: Path) -> list[str]:
    questions = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return [text for text in questions if kind_of(text)]


def test_no_shipped_question_is_small_talk() -> None:
    assert _talked(PROJECT / "tests/eval/shipped_questions.jsonl") == []


@needs_data
@pytest.mark.parametrize("collection", ["natural-id", "natural-en", "facqa", "realtimeqa"])
def test_no_real_question_is_small_talk(collection: str) -> None:
    assert _talked(DATA / collection / "queries.jsonl") == []
