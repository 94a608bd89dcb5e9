"""Commands and descriptions."""

import json

import pytest
import telegram
from telegram.error import BadRequest

from bot.playground.botapi import BotApiServer
from tests.playground.conftest import Post


async def test_commands_are_kept_by_scope_and_language(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    server.private_chat(anna, started=True)
    scope = telegram.BotCommandScopeChat(anna.id)
    await bot.set_my_commands([("ask", "Bertanya")], language_code="id")
    await bot.set_my_commands([("ask", "Ask")])
    await bot.set_my_commands([("reload", "Reload")], scope=scope)
    assert [each.description for each in await bot.get_my_commands()] == ["Ask"]
    assert [each.description for each in await bot.get_my_commands(language_code="id")] == [
        "Bertanya"
    ]
    assert [each.command for each in await bot.get_my_commands(scope=scope)] == ["reload"]
    assert await bot.get_my_commands(scope=scope, language_code="id") == ()
    await bot.delete_my_commands(scope=scope)
    assert await bot.get_my_commands(scope=scope) == ()
    assert len(server.state.profile.commands) == 2
    call = await server.next_call("setMyCommands")
    assert call.parameters["commands"] == [{"command": "ask", "description": "Bertanya"}]


async def test_a_member_has_a_scope_of_its_own(server: BotApiServer, bot: telegram.Bot) -> None:
    anna, budi = server.user("Anna"), server.user("Budi")
    group = server.group("Redaksi", anna, budi)
    for user in (anna, budi):
        scope = telegram.BotCommandScopeChatMember(group.id, user.id)
        await bot.set_my_commands([("x", user.first_name)], scope=scope)
    scope = telegram.BotCommandScopeChatMember(group.id, anna.id)
    assert [each.description for each in await bot.get_my_commands(scope=scope)] == ["Anna"]


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ("{}", "can't parse commands: expected an Array of BotCommand"),
        ("[1]", "can't parse BotCommand: expected an Object"),
        ([{"command": "Ask", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a", "description": " "}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"a{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_that_cannot_be_are_refused(
    post: Post, commands: object, reason: str
) -> None:
    written = commands if isinstance(commands, str) else json.dumps(commands)
    answer = await post("setMyCommands", commands=written)
    assert answer["description"] == f"Bad Request: {reason}"


async def test_scopes_and_languages_that_cannot_be_are_refused(post: Post) -> None:
    async def refused(**form: str) -> str:
        return str((await post("getMyCommands", **form))["description"])

    assert "unsupported type" in await refused(scope='{"type": "nobody"}')
    assert "unsupported type" in await refused(scope="[1]")
    assert "chat not found" in await refused(scope='{"type": "chat", "chat_id": 5}')
    assert "LANG_CODE_INVALID" in await refused(language_code="ina")


async def test_texts_about_the_bot_are_kept_by_language_and_limited(bot: telegram.Bot) -> None:
    assert (await bot.get_my_name()).name == "Kutip"
    await bot.set_my_description("Tentang", language_code="id")
    await bot.set_my_description("About")
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_description("id")).description == "Tentang"
    assert (await bot.get_my_description("fr")).description == "About"
    assert (await bot.get_my_short_description()).short_description == "Short"
    with pytest.raises(BadRequest, match=r"(?i)bot_description_too_long"):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest, match=r"(?i)bot_short_description_too_long"):
        await bot.set_my_short_description("x" * 121)
