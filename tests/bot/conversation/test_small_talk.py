"""Greetings and thanks, and questions that are neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.intents import SmallTalk
from bot.conversation.small_talk import small_talk


@pytest.mark.parametrize(
    "message",
    [
        "halo",
        "Halo!",
        "HALO",
        "hai kak",
        "Selamat pagi",
        "selamat malam semuanya 👋",
        "Assalamualaikum",
        "Assalamu'alaikum wr. wb.",
        "Apa kabar?",
        "Halo, apa kabar?",
        "Hello there",
        "hi",
        "Good morning, everyone",
        "permisi, min",
        "/start",
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
        "ok",
        "sip, makasih",
        "Mantap!",
    ],
)
def test_thanks(message: str) -> None:
    assert small_talk(message) is SmallTalk.THANKS


@pytest.mark.parametrize(
    "message",
    [
        "",
        "🙂",
        "?",
        "kak",
        "halo terima kasih",
        "Halo, kapan gempa Aceh terjadi?",
        "Selamat pagi Indonesia merdeka kapan",
        "halo 2004",
        "Siapa presiden?",
        "hello world program",
        "gempa",
        "thanks to whom was the web born?",
        "hai " * 7,
        "apa",
    ],
)
def test_anything_else_is_a_question(message: str) -> None:
    assert small_talk(message) is None


@given(st.text())
def test_any_text_is_one_or_none(message: str) -> None:
    assert small_talk(message) in (None, *SmallTalk)


def test_a_message_of_any_length_is_no_burden() -> None:
    assert small_talk("gempa " * 1_000_000) is None
