"""What people do on the page reaches the bot as from Telegram; what is not theirs is refused."""

import json
from typing import Any

import httpx
import pytest
import telegram

from bot.playground.botapi import BotApiServer
from bot.playground.page.application import MAX_ACTION_BYTES, MAX_UPLOAD_BYTES
from bot.playground.page.view import Cast

AS_JSON = {"Content-Type": "application/json"}
PNG = b"\x89PNG\r\n\x1a\nrest"


def at(cast: Cast, who: str, chat: str = "", /, **more: Any) -> dict[str, Any]:
    """Return the fields of an action by a person, in the own chat or in that of a title."""
    person = next(each for each in cast.people if each.first_name == who)
    found = next(each for each in cast.chats if each.title == (chat or who))
    return {"person": person.id, "chat": found.id} | more


async def test_what_is_said_reaches_the_bot(
    browser: httpx.AsyncClient, bot: telegram.Bot, cast: Cast
) -> None:
    for chat in ("", "Warung Kopi"):
        said = await browser.post("/act", json=at(cast, "Ani", chat, act="say", text="/help"))
        (update,) = await bot.get_updates()
        assert update.message is not None
        assert said.json() == {"message": update.message.message_id}
        assert (update.message.text, update.message.from_user.first_name) == ("/help", "Ani")  # type: ignore[union-attr]
        await bot.get_updates(offset=update.update_id + 1)


async def test_replies_edits_and_topics_reach_the_bot(
    browser: httpx.AsyncClient, bot: telegram.Bot, cast: Cast
) -> None:
    forum = next(each for each in cast.chats if each.is_forum)
    topic = next(iter(forum.topics))
    here = at(cast, "Budi", forum.title, topic=topic)
    first = (await browser.post("/act", json=here | {"act": "say", "text": "/ask a"})).json()
    reply = {"act": "say", "text": "/ask b", "reply_to": first["message"]}
    await browser.post("/act", json=here | reply)
    edit = {"act": "edit", "text": "/ask c", "message": first["message"]}
    await browser.post("/act", json=here | edit)
    asked, replied, edited = (await bot.get_updates())[-3:]
    assert asked.message is not None
    assert asked.message.message_thread_id == topic
    assert replied.message is not None
    assert replied.message.reply_to_message == asked.message
    assert edited.edited_message is not None
    assert edited.edited_message.text == "/ask c"


async def test_a_button_is_pressed_by_its_data(
    browser: httpx.AsyncClient, bot: telegram.Bot, server: BotApiServer, cast: Cast
) -> None:
    chat = cast.chats[0]
    chat.says(chat.owner, "/start")
    button = telegram.InlineKeyboardButton("Lagi", callback_data="more:1")
    sent = await bot.send_message(
        chat.id, "x", reply_markup=telegram.InlineKeyboardMarkup.from_button(button)
    )
    press = at(cast, "Ani", act="press", message=sent.message_id, data="more:1")
    query = (await browser.post("/act", json=press)).json()["query"]
    update = (await bot.get_updates())[-1]
    assert update.callback_query is not None
    assert (update.callback_query.id, update.callback_query.data) == (query, "more:1")
    gone = await browser.post("/act", json=press | {"data": "more:2"})
    assert gone.status_code == 400


async def test_words_behind_the_bots_name_bring_cards_and_a_card_is_sent(
    browser: httpx.AsyncClient, bot: telegram.Bot, server: BotApiServer, cast: Cast
) -> None:
    here = at(cast, "Ani", "Warung Kopi")
    assert (
        await browser.post("/act", json=here | {"act": "inline", "query": "batik"})
    ).json() == {}
    query = (await bot.get_updates())[-1].inline_query
    assert query is not None and (query.query, query.from_user.first_name) == ("batik", "Ani")
    content = telegram.InputTextMessageContent("isi")
    await query.answer([telegram.InlineQueryResultArticle("1", "Batik", content)])
    choose = here | {"act": "choose", "id": query.id, "card": "1"}
    others = at(cast, "Budi", "Warung Kopi") | {"act": "choose", "id": query.id, "card": "1"}
    for refused in (
        others,
        at(cast, "Ani") | choose | {"chat": cast.chats[0].id},
        choose | {"id": "77"},
    ):
        assert (await browser.post("/act", json=refused)).status_code == 400
    assert (await browser.post("/act", json=choose)).status_code == 200
    group = next(each for each in cast.chats if each.title == "Warung Kopi")
    sent = list(group.messages.values())[-1]
    assert (sent.text, sent.sender.first_name) == ("isi", "Ani")


@pytest.mark.parametrize(
    "change",
    [
        {"person": 1},
        {"person": "Ani"},
        {"person": None},
        {"person": [1]},
        {"chat": 1},
        {"chat": None},
        {"act": "fly"},
        {"act": ["say"]},
        {"act": None},
        {"text": ""},
        {"text": "  \n"},
        {"text": "x" * 4097},
        {"text": ["a"]},
        {"text": "half \ud800"},
        {"reply_to": 10**30},
        {"reply_to": "1"},
        {"topic": 1},
        {"topic": "x"},
        {"act": "edit", "message": 77},
        {"act": "press", "message": 77, "data": "x"},
        {"act": "inline", "query": "half \ud800"},
        {"act": "inline", "query": "x" * 5000},
        {"act": "choose", "id": "77", "card": "1"},
        {"act": "choose", "id": ["77"], "card": "1"},
    ],
)
async def test_an_action_that_cannot_be_is_refused(
    browser: httpx.AsyncClient, bot: telegram.Bot, cast: Cast, change: dict[str, Any]
) -> None:
    given = at(cast, "Ani", act="say", text="halo") | change
    before = len(await bot.get_updates())
    body = json.dumps(given)  # httpx's own cannot have half a character
    response = await browser.post("/act", content=body, headers=AS_JSON)
    assert response.status_code == 400
    assert response.json()["error"]
    assert len(await bot.get_updates()) == before


async def test_nobody_writes_in_a_chat_of_another(browser: httpx.AsyncClient, cast: Cast) -> None:
    other = at(cast, "Ani", "Redaksi", act="say", text="/reload")
    assert (await browser.post("/act", json=other)).status_code == 400


async def test_nobody_edits_what_another_said(browser: httpx.AsyncClient, cast: Cast) -> None:
    group = next(each for each in cast.chats if each.title == "Warung Kopi")
    said = group.says(cast.owner, "halo")
    edit = at(cast, "Ani", "Warung Kopi", act="edit", text="x", message=said.message_id)
    assert (await browser.post("/act", json=edit)).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 60_000])
async def test_what_is_no_action_is_refused(browser: httpx.AsyncClient, body: bytes) -> None:
    response = await browser.post("/act", content=body, headers=AS_JSON)
    assert response.status_code == 400


async def test_a_form_is_refused_as_other_pages_can_send_one(browser: httpx.AsyncClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = await browser.post("/act", content=b"{}", headers={"Content-Type": kind})
        assert response.status_code == 415


async def test_bodies_are_bounded(browser: httpx.AsyncClient, cast: Cast) -> None:
    large = at(cast, "Ani", act="say", text="x" * MAX_ACTION_BYTES)
    assert (await browser.post("/act", json=large)).status_code == 413
    query = at(cast, "Ani", name="a.txt")
    body = b"x" * (MAX_UPLOAD_BYTES + 1)
    assert (await browser.post("/upload", params=query, content=body)).status_code == 413


async def test_documents_and_pictures_go_up_and_down(
    browser: httpx.AsyncClient, bot: telegram.Bot, server: BotApiServer, cast: Cast
) -> None:
    query = at(cast, "Redaksi", name='a "b".txt', caption="ini")
    await browser.post("/upload", params=query, content=b"<script>alert(1)</script>")
    await browser.post("/upload", params=at(cast, "Redaksi", name="p.png"), content=PNG)
    first, second = await bot.get_updates()
    assert first.message is not None and first.message.document is not None
    assert (first.message.document.file_name, first.message.caption) == ('a "b".txt', "ini")
    assert second.message is not None and second.message.photo
    document = await browser.get(f"/files/{first.message.document.file_id}")
    assert document.content == b"<script>alert(1)</script>"
    assert document.headers["Content-Type"] == "application/octet-stream"
    assert document.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''a%20%22b%22.txt"
    )
    picture = await browser.get(f"/files/{second.message.photo[0].file_id}")
    assert (picture.content, picture.headers["Content-Type"]) == (PNG, "image/png")
    assert (await browser.get("/files/none")).status_code == 404


@pytest.mark.parametrize(
    ("change", "content"),
    [
        ({}, b""),
        ({"name": ""}, b"x"),
        ({"name": "x" * 200}, b"x"),
        ({"caption": "x" * 1025}, b"x"),
        ({"chat": "x"}, b"x"),
        ({"person": "9" * 5000}, b"x"),
    ],
)
async def test_an_upload_that_cannot_be_is_refused(
    browser: httpx.AsyncClient, cast: Cast, change: dict[str, str], content: bytes
) -> None:
    query = at(cast, "Ani", name="a.txt") | change
    assert (await browser.post("/upload", params=query, content=content)).status_code == 400
