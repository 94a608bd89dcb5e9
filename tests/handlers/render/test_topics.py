"""Topics, their lists and choices, as Telegram reads them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.previews import TopicPreview
from bot.alerts.subscriptions import SubscribedTopic, TopicPage
from bot.errors import TopicUnclear
from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import Frequency, Schedule
from bot.model.topics import TopicState
from bot.texts import Texts, texts_for
from handlers.callback_data.codec import MAX_BYTES, encode
from handlers.callback_data.keyboard import Button
from handlers.render.reply import Reply
from handlers.render.subscribing import render_subscribed, render_topic_help, render_unclear_topic
from handlers.render.timing import (
    render_day_choice,
    render_frequencies,
    render_hour_choice,
    render_snooze_choice,
)
from handlers.render.topics import (
    TopicView,
    render_deleted_topic,
    render_edit_question,
    render_narrowings,
    render_topic,
    render_topics,
    render_topics_to_delete,
)
from index.types import Article
from tests.handlers.samples import any_text, articles
from tests.tdlib import tdlib_parse

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
VIEW = TopicView(ZoneInfo("Asia/Jakarta"), NOW)
TOPIC = TopicState(12, 1, 0, "ukraina -bola", Schedule(), NOW)

languages = st.sampled_from(InterfaceLanguage)
schedules = (
    st.just(Schedule())
    | st.just(Schedule(Frequency.HOURLY))
    | st.builds(Schedule, st.just(Frequency.DAILY), st.integers(0, 1439))
    | st.builds(Schedule, st.just(Frequency.WEEKLY), st.integers(0, 1439), st.integers(0, 6))
)
moments = st.none() | st.integers(-99, 9999).map(lambda hours: NOW + timedelta(hours=hours))
topics = st.builds(
    TopicState,
    id=st.integers(1, 10**12),
    chat_id=st.just(1),
    thread_id=st.just(0),
    text=any_text.map(lambda text: text[:200]),
    schedule=schedules,
    created_at=st.just(NOW),
    paused=st.booleans(),
    snoozed_until=moments,
    muted_until=moments,
    due=moments,
)
views = st.builds(
    TopicView,
    st.sampled_from([ZoneInfo("Asia/Jakarta"), ZoneInfo("America/New_York")]),
    st.just(NOW),
    st.sampled_from([0, 1_000_000_000_001]),
    any_text,
)


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.keyboard for button in row]


def check(reply: Reply) -> None:
    shown, entities = tdlib_parse(reply.html, "HTML")
    assert 0 < len(shown.encode("utf-16-le")) // 2 <= 4096
    assert len(entities) <= 100
    assert all(len(encode(button.payload).encode()) <= MAX_BYTES for button in buttons(reply))


@given(topics, views, languages)
def test_whatever_a_topic_says_telegram_takes_it(
    topic: TopicState, view: TopicView, language: InterfaceLanguage
) -> None:
    texts = texts_for(language)
    check(render_topic(topic, view, texts, "Sudah."))
    check(render_frequencies(topic, view, texts))
    check(render_day_choice(topic, view, texts))
    check(render_hour_choice(topic, 7, view, texts))
    check(render_snooze_choice(topic, view, texts))
    check(render_deleted_topic(topic, view, texts))
    check(render_edit_question(topic, "/edit_1", texts))


@given(st.lists(topics, min_size=1, max_size=8), views, languages)
def test_whatever_topics_are_listed_telegram_takes_them(
    listed: list[TopicState], view: TopicView, language: InterfaceLanguage
) -> None:
    texts = texts_for(language)
    page = TopicPage(tuple(listed), 1, 3, 20)
    check(render_topics(page, view, texts))
    check(render_topics_to_delete(page, view, texts))


@given(topics, st.lists(articles(), max_size=3), views, languages)
def test_whatever_a_new_topic_would_have_brought_telegram_takes_it(
    topic: TopicState, newest: list[Article], view: TopicView, language: InterfaceLanguage
) -> None:
    texts = texts_for(language)
    preview = TopicPreview(topic.text, len(newest), tuple(newest))
    check(render_subscribed(SubscribedTopic(topic, preview), view, texts))


@given(any_text, st.integers(0, 9999), languages)
def test_whatever_cannot_be_read_is_shown_as_it_is(
    text: str, place: int, language: InterfaceLanguage
) -> None:
    texts = texts_for(language)
    check(
        render_unclear_topic(TopicUnclear(text, place, "topic_example_words", "topic_empty"), texts)
    )


@pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH])
def test_the_explanation_is_one_message(texts: Texts) -> None:
    check(render_topic_help(texts))


def test_what_keeps_a_topic_silent_is_said_in_the_readers_time() -> None:
    until = NOW + timedelta(hours=24)
    muted = replace(TOPIC, muted_until=until, due=until, snoozed_until=NOW)
    shown, _ = tdlib_parse(render_topic(muted, VIEW, INDONESIAN).html, "HTML")
    assert shown.splitlines() == [
        "🔔 ukraina -bola",
        "",
        "Artinya: ukraina, tanpa bola",
        "Langsung",
        "⏸ Dijeda sampai Jum, 6 Mar 19.00",
        "Kabar berikutnya: Jum, 6 Mar 19.00.",
    ]


def test_narrower_topics_stand_whole_on_their_buttons() -> None:
    proposals = ["ukraina -bola -" + "x" * 80, "ukraina -bola nato"]
    reply = render_narrowings(TOPIC, proposals, INDONESIAN)
    assert [button.label for button in buttons(reply)] == proposals
    assert not render_narrowings(TOPIC, [], INDONESIAN).keyboard


def test_the_place_of_a_mistake_is_shown_even_in_a_long_topic() -> None:
    error = TopicUnclear("x" * 300, 200, "topic_example_words", "topic_too_long", most=200)
    shown, _ = tdlib_parse(render_unclear_topic(error, INDONESIAN).html, "HTML")
    assert shown.startswith("…" + "x" * 60 + "👉" + "x" * 40)


@pytest.mark.parametrize("language", InterfaceLanguage)
def test_every_pause_has_one_sign_and_one_word(language: InterfaceLanguage) -> None:
    texts = texts_for(language)
    word = "pause" if language is InterfaceLanguage.ENGLISH else "jeda"
    paused = (texts.format(key, moment="") for key in ("topic_snoozed", "topic_muted"))
    states = texts.topic_paused, *paused
    buttons = texts.topic_pause, texts.topic_snooze, texts.alert_mute
    assert all(text.startswith("⏸") for text in (*states, *buttons))
    said = (*states, *buttons[:2], texts.snooze_ask, texts.format("alert_muted", moment=""))
    assert all(word in text.lower() for text in said)
