"""The bot's commands, name and descriptions."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.errors import JSON, bad_request
from bot.playground.methods.targets import chat_of
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

MAX_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MAX_COMMAND_DESCRIPTION_LENGTH = 256
MAX_LENGTHS = {"name": 64, "description": 512, "short_description": 120}
PLAIN_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
)
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
LANGUAGE = re.compile(r"(?:[a-z]{2})?")


async def set_my_commands(state: ServerState, parameters: Parameters) -> bool:
    """Set the commands of a scope and language."""
    commands = parameters.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(each) for each in commands]
    state.profile.commands[_scope(state, parameters), _language(parameters)] = checked
    return True


async def get_my_commands(state: ServerState, parameters: Parameters) -> list[JSON]:
    """Return the commands of exactly this scope and language."""
    key = _scope(state, parameters), _language(parameters)
    return state.profile.commands.get(key, [])


async def delete_my_commands(state: ServerState, parameters: Parameters) -> bool:
    """Delete the commands of a scope and language."""
    state.profile.commands.pop((_scope(state, parameters), _language(parameters)), None)
    return True


def _command(given: Any) -> JSON:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command = str(given.get("command", "")).removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= MAX_COMMAND_DESCRIPTION_LENGTH:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope(state: ServerState, parameters: Parameters) -> str:
    """Return a key that is equal for equal scopes; raises ApiError."""
    scope = parameters.json("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in PLAIN_SCOPES:
        return str(kind)
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    values = {name: str(scope.get(name, "")) for name in ("chat_id", "user_id")}
    chat_of(state, Parameters(values))
    return scope_key(kind, values["chat_id"], values["user_id"] if kind == "chat_member" else "")


def scope_key(kind: str, chat_id: int | str, user_id: int | str = "") -> str:
    """Return the key of the scope of a chat, or of one of its members."""
    named = {"chat_id": str(chat_id)} | ({"user_id": str(user_id)} if user_id else {})
    return json.dumps({"type": kind} | named)


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if not LANGUAGE.fullmatch(code):
        raise bad_request("LANG_CODE_INVALID")
    return code


def _texts(state: ServerState, name: str) -> dict[str, str]:
    return {
        "name": state.profile.names,
        "description": state.profile.descriptions,
        "short_description": state.profile.short_descriptions,
    }[name]


def _setter(name: str) -> Callable[[ServerState, Parameters], Awaitable[bool]]:
    async def set_text(state: ServerState, parameters: Parameters) -> bool:
        text = parameters.text(name)
        if len(text) > MAX_LENGTHS[name]:
            raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
        _texts(state, name)[_language(parameters)] = text
        return True

    return set_text


def _getter(name: str) -> Callable[[ServerState, Parameters], Awaitable[JSON]]:
    async def get_text(state: ServerState, parameters: Parameters) -> JSON:
        texts = _texts(state, name)
        default = state.bot.first_name if name == "name" else ""
        return {name: texts.get(_language(parameters)) or texts.get("") or default}

    return get_text


METHODS: dict[str, Callable[[ServerState, Parameters], Awaitable[Any]]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
