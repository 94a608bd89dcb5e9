"""An update that cannot be parsed is skipped, once, and hinders none behind it."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from handlers.telegram.polling import PollingBot, PollingRequest, thinned
from handlers.telegram.turns import PERSON_WAITING

WRITER = {"id": 7, "is_bot": False, "first_name": "Rahasia"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Rahasia"}
MESSAGE = {"message_id": 1, "date": 1_700_000_000, "chat": PRIVATE, "from": WRITER}
OPTION = {"text": "rahasia", "voter_count": 1}
UNPARSEABLE: list[tuple[str, Any]] = [
    ("message", MESSAGE | {"poll": {"id": "1", "options": [OPTION]}}),
    ("message", MESSAGE | {"date": "rahasia"}),
    ("message", {"text": "rahasia"}),
    ("edited_message", MESSAGE | {"chat": {"title": "rahasia"}}),
    ("message", MESSAGE | {"entities": [{"offset": 0}]}),
    ("callback_query", {"data": "rahasia"}),
    ("my_chat_member", {"chat": PRIVATE, "new_chat_member": {}}),
    ("poll", {"id": "1", "options": [OPTION]}),
    ("poll_answer", {"poll_id": "1", "option_ids": [0]}),
    ("message", 5),
    ("message", ["rahasia"]),
    ("message", MESSAGE | {"text": "/ask", "chat": {"id": -5}, "sender_chat": ["rahasia"]}),
    ("message", MESSAGE | {"text": "rahasia", "from": "rahasia"}),
    ("message", MESSAGE | {"text": {"rahasia": 5}, "chat": "rahasia"}),
]


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[PollingBot]:
    async with PollingBot(server.token, PollingRequest(), base_url=server.url) as bot:
        yield bot


@pytest.mark.parametrize("update", UNPARSEABLE)
async def test_what_cannot_be_parsed_is_logged_once_without_its_words(
    server: BotApiServer,
    chat: Chat,
    bot: PollingBot,
    update: tuple[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    chat.says(chat.owner, "sebelum")
    server.send_update(*update)
    chat.says(chat.owner, "sesudah")
    with caplog.at_level(logging.INFO):
        updates = await bot.get_updates()
    assert [text_of(each) for each in updates] == ["sebelum", None, "sesudah"]
    (line,) = [record.getMessage() for record in caplog.records if record.levelno > logging.INFO]
    assert f"update {updates[1].update_id} ({update[0]})" in line
    assert "rahasia" not in caplog.text.lower()


async def test_the_last_of_a_batch_is_confirmed_too(server: BotApiServer, bot: PollingBot) -> None:
    """An empty update stands for it, by which the next fetch confirms it."""
    server.send_update("message", {})
    (update,) = await bot.get_updates(timeout=5)
    await bot.get_updates(offset=update.update_id + 1)
    assert server.state.updates.pending == 0


async def test_parameters_arrive_as_with_any_bot(
    server: BotApiServer, chat: Chat, bot: PollingBot
) -> None:
    for text in ("satu", "dua"):
        chat.says(chat.owner, text)
    await bot.get_updates(None, 1, 2, allowed_updates=["message"])
    parameters = next(call for call in server.calls if call.method == "getUpdates").parameters
    assert parameters == {"limit": 1, "timeout": 2, "allowed_updates": ["message"]}


def raw(number: int, text: str = "halo", chat: int = 7, by: int = 7, **more: Any) -> dict[str, Any]:
    kind = "private" if chat > 0 else "group"
    message = MESSAGE | {"chat": {"id": chat, "type": kind}, "from": {"id": by}, "text": text}
    return {"update_id": number, "message": message | more}


def numbers(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def test_of_a_flood_only_the_newest_are_parsed_and_all_of_the_others() -> None:
    flood = [raw(n, by=7) for n in range(90)]
    others = [raw(n, chat=n, by=n) for n in range(90, 100)]
    mixed = flood[:40] + others + flood[40:]
    assert numbers(thinned(mixed)) == [*range(90, 100), *range(79, 90)]


@pytest.mark.parametrize(
    "updates",
    [
        pytest.param([raw(n, chat=-5, by=7) for n in range(60)], id="talk in a group"),
        pytest.param([raw(n, "/ask x", chat=-5, by=n) for n in range(60)], id="sixty people"),
        pytest.param([raw(n, "/ask x", chat=-n - 1, by=7) for n in range(60)], id="sixty groups"),
        pytest.param([{"update_id": n, "callback_query": {}} for n in range(60)], id="presses"),
        pytest.param([{"update_id": n, "message": MESSAGE} for n in range(60)], id="no text"),
        pytest.param(
            [{"update_id": n, "edited_message": raw(n)["message"]} for n in range(60)], id="edits"
        ),
        pytest.param(
            [raw(n, "/ask x", chat=-5, by=9, sender_chat={"id": -n}) for n in range(60)],
            id="sixty channels, behind one account of Telegram's",
        ),
    ],
)
def test_what_is_no_flood_or_no_text_is_parsed(updates: list[dict[str, Any]]) -> None:
    assert thinned(updates) == updates


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["update_id", "message"]),
            st.recursive(
                st.none() | st.integers() | st.text(max_size=3),
                lambda inner: (
                    st.lists(inner, max_size=2)
                    | st.dictionaries(
                        st.sampled_from(["text", "chat", "from", "id", "type", "sender_chat"]),
                        inner,
                    )
                ),
            ),
        ),
        max_size=5,
    )
)
def test_whatever_telegram_sends_can_be_thinned(updates: list[Any]) -> None:
    assert thinned([*updates, None, [], "x"]) == updates


def test_a_flood_of_commands_in_a_group_is_thinned() -> None:
    flood = [raw(n, f"/ask {n}", chat=-5) for n in range(60)]
    assert numbers(thinned(flood)) == list(range(60 - PERSON_WAITING - 1, 60))


def text_of(update: Update) -> str | None:
    return update.message.text if update.message else None
