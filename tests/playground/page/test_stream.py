"""What happens in the chats reaches every open page, from a snapshot on."""

import json
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

import httpx
import pytest
import telegram

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.page import stream
from bot.playground.page.application import STATIC, ChatPage
from bot.playground.page.view import Cast

STATIC_FILES = files("bot.playground.page").joinpath("static")
Events = AsyncIterator[dict[str, Any]]


async def events_of(browser: httpx.AsyncClient) -> Events:
    """Yield the events that the page gets."""
    async with browser.stream("GET", "/events", timeout=20) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        async for line in response.aiter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


@pytest.fixture
async def events(browser: httpx.AsyncClient) -> AsyncIterator[Events]:
    following = events_of(browser)
    yield following
    await following.aclose()  # type: ignore[attr-defined]


async def test_a_page_begins_with_all_that_is_there(
    events: Events, server: BotApiServer, cast: Cast
) -> None:
    cast.chats[0].says(cast.people[0], "halo")
    shown = await anext(events)
    assert shown["kind"] == "snapshot"
    assert shown["bot"]["username"] == "kutip_bot"
    assert [each["first_name"] for each in shown["people"]] == ["Ani", "Budi", "Tom", "Redaksi"]
    assert [each["first_name"] for each in shown["people"] if each["owner"]] == ["Redaksi"]
    assert [each["type"] for each in shown["chats"]] == ["private"] * 4 + ["supergroup"] * 2
    assert [each["text"] for each in shown["chats"][0]["messages"]] == ["halo"]
    assert [each["name"] for each in shown["chats"][-1]["topics"]] == ["Ekonomi", "Olahraga"]
    assert not shown["ready"]


async def test_messages_edits_deletions_and_actions_follow(
    events: Events, bot: telegram.Bot, cast: Cast
) -> None:
    await anext(events)
    chat = cast.chats[0]
    chat.says(chat.owner, "/start")
    await bot.send_chat_action(chat.id, "typing")
    sent = await bot.send_message(
        chat.id, "<b>a</b>", "HTML", disable_notification=True, reply_markup=telegram.ForceReply()
    )
    await sent.edit_text("b")
    await sent.delete()
    said, action, shown, edited, deleted = [await anext(events) for _ in range(5)]
    assert (said["chat"], said["message"]["text"]) == (chat.id, "/start")
    assert (action["kind"], action["action"]) == ("action", "typing")
    assert shown["message"]["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert (shown["message"]["silent"], shown["message"]["force_reply"]) == (True, "")
    assert (edited["message"]["text"], "edit_date" in edited["message"]) == ("b", True)
    assert (deleted["kind"], deleted["id"]) == ("deleted", sent.message_id)


async def test_notices_of_pressed_buttons_follow(
    events: Events, bot: telegram.Bot, cast: Cast
) -> None:
    await anext(events)
    chat = cast.chats[0]
    chat.says(chat.owner, "/start")
    button = telegram.InlineKeyboardButton("Lagi", callback_data="more:1")
    keyboard = telegram.InlineKeyboardMarkup.from_button(button)
    await bot.send_message(chat.id, "x", reply_markup=keyboard)
    number = chat.presses(chat.owner, await chat.next_message(), "Lagi")
    await bot.answer_callback_query(number, "Sebentar", show_alert=True)
    answer = [await anext(events) for _ in range(3)][-1]
    assert answer == {
        "kind": "callback_answer",
        "id": number,
        "text": "Sebentar",
        "alert": True,
        "url": "",
    }


async def test_cards_follow_with_the_words_that_they_are_for(
    events: Events, bot: telegram.Bot, cast: Cast
) -> None:
    await anext(events)
    chat = cast.chats[0]
    number = chat.types_inline(chat.owner, "batik")
    content = telegram.InputTextMessageContent("isi")
    card = telegram.InlineQueryResultArticle("1", "Batik", content, description="kain")
    await bot.answer_inline_query(number, [card], next_offset="10")
    assert await anext(events) == {
        "kind": "inline_answer",
        "id": number,
        "chat": chat.id,
        "person": chat.owner.id,
        "query": "batik",
        "offset": "",
        "cards": [{"id": "1", "title": "Batik", "description": "kain"}],
        "next": "10",
    }


async def test_chats_that_are_not_the_pages_stay_away(
    events: Events, server: BotApiServer, cast: Cast
) -> None:
    await anext(events)
    other = server.private_chat(server.user("Lain"))
    other.says(other.owner, "rahasia")
    cast.chats[0].says(cast.people[0], "halo")
    assert (await anext(events))["message"]["text"] == "halo"


async def test_the_page_is_told_when_the_bot_takes_what_is_written(
    events: Events, page: ChatPage
) -> None:
    await anext(events)
    page.tell_ready()
    assert await anext(events) == {"kind": "ready"}


async def test_a_page_that_is_too_far_behind_begins_anew(
    page: ChatPage, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MAX_WAITING", 3)
    following = events_of(browser)
    assert (await anext(following))["kind"] == "snapshot"
    for _ in range(5):
        page._stream.send({"kind": "ready"})
    assert [each async for each in following] == []
    assert (await anext(events_of(browser)))["kind"] == "snapshot"


async def test_pages_are_bounded(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MAX_PAGES", 1)
    first = events_of(browser)
    await anext(first)
    assert (await browser.get("/events")).status_code == 503
    await first.aclose()  # type: ignore[attr-defined]


async def test_silence_is_broken_so_that_a_cut_connection_is_found(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    async with browser.stream("GET", "/events") as response:
        lines = response.aiter_lines()
        while await anext(lines) != ":":
            pass


async def test_the_end_of_the_server_ends_the_events(
    page: ChatPage, browser: httpx.AsyncClient
) -> None:
    following = events_of(browser)
    await anext(following)
    page._stream.end()
    assert [each async for each in following] == []


async def test_the_menu_is_of_the_narrowest_scope_and_the_persons_language(
    browser: httpx.AsyncClient, bot: telegram.Bot, cast: Cast
) -> None:
    async def menu(chat: int) -> tuple[list[str], str]:
        query = {"chat": cast.chats[chat].id, "person": cast.owner.id}
        shown = (await browser.get("/menu", params=query)).json()
        return [each["command"] for each in shown["commands"]], shown["description"]

    own, group = 3, 4
    assert await menu(own) == ([], "")
    await bot.set_my_commands([("a", "a")])
    await bot.set_my_description("Halo.")
    assert await menu(own) == await menu(group) == (["a"], "Halo.")
    private = telegram.BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("b", "b")], scope=private)
    await bot.set_my_commands([("c", "c")], scope=private, language_code="id")
    await bot.set_my_commands([("d", "d")], scope=private, language_code="en")
    assert await menu(own) == (["c"], "Halo.")
    await bot.set_my_commands([("e", "e")], scope=telegram.BotCommandScopeAllGroupChats())
    assert (await menu(group))[0] == ["e"]
    member = telegram.BotCommandScopeChatMember(cast.chats[group].id, cast.owner.id)
    await bot.set_my_commands([("f", "f")], scope=member)
    assert (await menu(group))[0] == ["f"]
    await bot.set_my_commands([("g", "g")], scope=telegram.BotCommandScopeChat(cast.owner.id))
    assert (await menu(own))[0] == ["g"]
    assert (await browser.get("/menu", params={"chat": "1", "person": "x"})).status_code == 400


# The files


@pytest.mark.parametrize("path", STATIC)
async def test_each_file_is_served(browser: httpx.AsyncClient, path: str) -> None:
    name, kind = STATIC[path]
    response = await browser.get(path)
    assert response.content == STATIC_FILES.joinpath(name).read_bytes()
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"


def test_each_language_has_every_text_and_placeholder() -> None:
    tables = json.loads(STATIC_FILES.joinpath("texts.json").read_text("utf-8"))
    assert set(tables) == set(InterfaceLanguage)
    placeholders = [
        {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in table.items()}
        for table in tables.values()
    ]
    assert all(each == placeholders[0] for each in placeholders)


def test_the_script_is_small_and_parses_no_markup() -> None:
    script = STATIC_FILES.joinpath("page.js").read_text("utf-8")
    assert len(script.splitlines()) < 800
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(", script
    )


def test_every_text_of_the_script_is_there_and_used() -> None:
    script = "".join(
        STATIC_FILES.joinpath(each).read_text("utf-8") for each in ("page.html", "page.js")
    )
    table = json.loads(STATIC_FILES.joinpath("texts.json").read_text("utf-8"))["en"]
    assert [key for key in table if not re.search(rf'"{key}"', script)] == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    for name in ("page.html", "style.css", "page.js"):
        written = STATIC_FILES.joinpath(name).read_text("utf-8")
        assert not re.search(r"https?://|url\(|@import|<style|style=|\bon\w+=\"", written), name


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to read the script")
def test_the_script_is_well_formed() -> None:
    checked = subprocess.run(  # noqa: S603 - our own script
        [str(shutil.which("node")), "--check", "--input-type=module"],
        input=STATIC_FILES.joinpath("page.js").read_text("utf-8"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stderr == ""
