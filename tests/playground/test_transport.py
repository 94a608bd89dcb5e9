"""Tokens, paths and the ways to send parameters."""

import json

import httpx
import pytest
import telegram
from telegram.error import InvalidToken

from bot.playground.botapi import BotApiServer
from tests.playground.conftest import Post


@pytest.fixture
def chat_id(server: BotApiServer) -> int:
    return server.private_chat(server.user("Anna"), started=True).id


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot42:WRONG/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot42:TEST/noSuchMethod", 404, "Not Found: method not found"),
        ("/bot42:TEST", 404, "Not Found"),
        ("/", 404, "Not Found"),
        ("/file/bot42:TEST/documents/none", 404, "Not Found"),
        ("/file/bot42:WRONG/documents/none", 401, "Unauthorized"),
    ],
)
async def test_a_wrong_address_is_refused_as_telegram_refuses_it(
    server: BotApiServer, web: httpx.AsyncClient, path: str, status: int, description: str
) -> None:
    answer = await web.get(server.url.removesuffix("/bot") + path)
    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}


async def test_the_library_takes_a_wrong_token_for_one(server: BotApiServer) -> None:
    api = telegram.Bot("42:WRONG", base_url=server.url)
    with pytest.raises(InvalidToken):
        await api.initialize()
    await api.shutdown()


async def test_parameters_are_read_however_they_are_sent(
    server: BotApiServer, web: httpx.AsyncClient, chat_id: int
) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    flat = {"chat_id": str(chat_id), "text": "halo", "reply_markup": json.dumps(markup)}
    nested = {"chat_id": chat_id, "text": "halo", "reply_markup": markup, "parse_mode": None}
    url = f"{server.url}{server.token}/sendMessage"
    parts = {name: (None, value) for name, value in flat.items()}
    answers = [
        await web.post(url, data=flat),
        await web.post(url, json=nested),
        await web.get(url, params=flat),
        await web.post(url, files=parts),
    ]
    for answer in answers:
        assert answer.json()["result"]["reply_markup"] == markup
        assert answer.json()["result"]["text"] == "halo"


async def test_a_part_that_is_no_file_is_a_value(
    server: BotApiServer, web: httpx.AsyncClient, chat_id: int
) -> None:
    part = (None, b"halo", "application/octet-stream")
    url = f"{server.url}{server.token}/sendMessage?chat_id={chat_id}"
    answer = await web.post(url, files={"text": part})
    assert answer.json()["result"]["text"] == "halo"


async def test_method_names_have_no_case(post: Post) -> None:
    assert (await post("GETME"))["ok"] is True


@pytest.mark.parametrize("body", ["[1]", "{"])
async def test_a_json_body_that_is_no_object_is_refused(
    server: BotApiServer, web: httpx.AsyncClient, body: str
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await web.post(f"{server.url}{server.token}/getMe", content=body, headers=headers)
    assert answer.status_code == 400


async def test_a_parameter_that_should_be_json_and_is_none_is_refused(
    post: Post, chat_id: int
) -> None:
    answer = await post("sendMessage", chat_id=chat_id, text="x", reply_markup="{")
    assert answer["description"] == "Bad Request: can't parse reply_markup JSON object"


async def test_the_log_shows_parameters_and_outcomes(
    server: BotApiServer, post: Post, chat_id: int
) -> None:
    await post("sendMessage", chat_id=chat_id, text="42", disable_notification="true")
    await post("sendMessage", chat_id=chat_id, text="")
    good, bad = server.calls
    assert good.parameters == {"chat_id": chat_id, "text": "42", "disable_notification": True}
    assert (good.result["text"], good.error, good.done) == ("42", "", True)
    assert bad.error == "Bad Request: message text is empty"
    assert await server.next_call("sendmessage") is good
    assert await server.next_call("sendMessage") is bad


async def test_a_timeout_shows_what_the_bot_did(server: BotApiServer, post: Post) -> None:
    chat = server.private_chat(server.user("Anna"), started=True)
    with pytest.raises(TimeoutError, match="the bot's calls: none"):
        await chat.next_message(timeout=0.01)
    await post("sendMessage", chat_id=chat.id, text="")
    with pytest.raises(TimeoutError, match=r"no edit in 'Anna' .*sendMessage.*text is empty"):
        await chat.next_edit(timeout=0.01)
