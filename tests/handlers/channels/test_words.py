"""Posts as Telegram shows them, made plain."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    MessageOriginChannel,
    User,
)

from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.codec import encode
from handlers.channels.words import channel_post_of, plain_words
from tests.handlers.harness import BOT, CHANNEL

DATE = datetime(2026, 5, 30, tzinfo=UTC)
ENTITY_TYPES = ["bold", "url", "custom_emoji", "text_link", "hashtag", "spoiler"]


def post(text: str | None = "Banjir surut", *entities: MessageEntity, **more: Any) -> Message:
    return Message(12, DATE, CHANNEL, text=text, entities=entities, sender_chat=CHANNEL, **more)


def entity(kind: str, text: str, part: str, **more: Any) -> MessageEntity:
    """The entity of a part of a text, in UTF-16."""
    start = len(text[: text.index(part)].encode("utf-16-le")) // 2
    return MessageEntity(kind, start, len(part.encode("utf-16-le")) // 2, **more)


@pytest.mark.parametrize(
    ("text", "marked", "plain"),
    [
        ("🇮🇩 Kabar 🔥 pagi", [("custom_emoji", "🔥")], "🇮🇩 Kabar  pagi"),
        ("🔥 Baca warta.example/a dulu", [("url", "warta.example/a")], "🔥 Baca  dulu"),
        ("Tebal dan miring", [("bold", "Tebal"), ("italic", "miring")], "Tebal dan miring"),
        ("Baca di sini saja", [("text_link", "di sini")], "Baca di sini saja"),
        ("Lihat https://t.me/warta/5 ya", [], "Lihat  ya"),
        ("Kode: `a` 😀", [("custom_emoji", "😀")], "Kode: `a`"),
    ],
)
def test_plain_words(text: str, marked: list[tuple[str, str]], plain: str) -> None:
    entities = [entity(kind, text, part, custom_emoji_id="5") for kind, part in marked]
    assert plain_words(post(text, *entities)) == plain


def test_a_caption_counts_as_a_text_does() -> None:
    caption = "Parade 🔥 di Solo"
    emoji = entity("custom_emoji", caption, "🔥")
    message = Message(12, DATE, CHANNEL, caption=caption, caption_entities=[emoji])
    assert plain_words(message) == "Parade  di Solo"


@given(
    st.text(max_size=60),
    st.lists(
        st.tuples(st.sampled_from(ENTITY_TYPES), st.integers(-9, 99), st.integers(-9, 99)),
        max_size=6,
    ),
)
def test_entities_may_lie_anywhere(text: str, given_entities: list[tuple[str, int, int]]) -> None:
    entities = [MessageEntity(*each) for each in given_entities]
    assert len(plain_words(post(text, *entities))) <= len(text) + len(entities)


def test_what_is_never_an_article() -> None:
    own = InlineKeyboardButton("📖", callback_data=encode(ReadArticle(7)))
    here = InlineKeyboardButton("📖", url=f"https://t.me/{BOT.username}?start=a7")
    origin = MessageOriginChannel(DATE, Chat(-100, "channel", title="Lain"), 5)
    cases: list[dict[str, Any]] = [
        {"reply_markup": InlineKeyboardMarkup([[own]])},
        {"reply_markup": InlineKeyboardMarkup([[here]])},
        {"via_bot": BOT},
        {"forward_origin": origin},
    ]
    for more in cases:
        assert channel_post_of(post(**more), BOT, is_edit=False) is None


def test_posts_with_buttons_of_others_are_the_newsrooms() -> None:
    link = InlineKeyboardButton("Baca", url="https://warta.example/banjir")
    other = InlineKeyboardButton("👍", callback_data="vote_up")
    more: dict[str, Any] = {
        "reply_markup": InlineKeyboardMarkup([[link, other]]),
        "via_bot": User(5, "Posting", is_bot=True),
    }
    found = channel_post_of(post(**more), BOT, is_edit=True)
    assert found is not None
    assert (found.words, found.is_edit, found.album) == ("Banjir surut", True, "")


def test_an_album_id_is_bounded() -> None:
    found = channel_post_of(post(media_group_id="9" * 999), BOT, is_edit=False)
    assert found is not None
    assert len(found.album) == 64


def test_polls_and_service_messages_have_no_words() -> None:
    for more in ({"new_chat_title": "Warta"}, {}):
        found = channel_post_of(post(None, **more), BOT, is_edit=False)
        assert found is not None
        assert found.words == ""
