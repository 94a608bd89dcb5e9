"""The chat, topic, message, replied message and keyboard that a request's parameters name."""

from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import JSON, ApiError, bad_request, forbidden, migrated
from bot.playground.links import normalize_link
from bot.playground.messages import Message
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

MAX_BUTTONS = 100
MAX_ROW_LENGTH = 8
MAX_CALLBACK_BYTES = 64
BUTTON_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
)


def chat_of(state: ServerState, parameters: Parameters) -> Chat:
    """Return the chat of ``chat_id``; raises ApiError."""
    written = parameters.text("chat_id").strip()
    if not written:
        raise bad_request("chat_id is empty")
    if written.startswith("@"):
        return _named(state, written)
    chat_id = parameters.integer("chat_id")
    if chat_id in state.migrated:
        raise migrated(state.migrated[chat_id])
    chat = state.chats.get(chat_id)
    if chat is None and chat_id in state.users:
        raise forbidden("bot can't initiate conversation with a user")
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _named(state: ServerState, written: str) -> Chat:
    """Return the public group or channel of this username; raises ApiError."""
    for chat in state.chats.values():
        if chat.username and f"@{chat.username}".lower() == written.lower():
            return chat
    raise bad_request("chat not found")


def writable_chat(state: ServerState, parameters: Parameters) -> Chat:
    """Return the chat if the bot may write in it and the topic exists; raises ApiError."""
    chat = chat_of(state, parameters)
    chat.check_writable()
    chat.check_thread(parameters.integer("message_thread_id"))
    return chat


def message_of(state: ServerState, parameters: Parameters, purpose: str) -> tuple[Chat, Message]:
    """Return the message of the request; raises ApiError, worded for ``purpose``."""
    chat = chat_of(state, parameters)
    if not parameters.integer("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return chat, message


def replied_to(chat: Chat, parameters: Parameters) -> Message | None:
    """Return the message to reply to, None for no reply; raises ApiError."""
    reply = parameters.json("reply_parameters") or {}
    message_id = int(reply.get("message_id") or parameters.integer("reply_to_message_id"))
    if not message_id:
        return None
    message = chat.find(message_id)
    optional = reply.get("allow_sending_without_reply")
    if message is None and not (optional or parameters.boolean("allow_sending_without_reply")):
        raise bad_request("message to be replied not found")
    return message


def keyboard_of(state: ServerState, parameters: Parameters) -> JSON | None:
    """Return the reply_markup, None if empty; raises ApiError."""
    return checked_keyboard(state, parameters.json("reply_markup"))


def checked_keyboard(state: ServerState, markup: Any) -> JSON | None:
    """Return a reply markup, None if empty; raises ApiError."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return markup
    _check_rows(rows)
    if any(len(row) > MAX_ROW_LENGTH for row in rows):
        state.complaints.append(f"keyboard: a row of more than {MAX_ROW_LENGTH} buttons")
    return markup if any(rows) else None


def _check_rows(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button)


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _button_error("InlineKeyboardButton must be an Object")
    if not button.get("text"):
        raise _button_error('Can\'t find field "text"')
    if not any(button.get(action) for action in BUTTON_ACTIONS):
        raise _button_error("Text buttons are unallowed in the inline keyboard")
    url, data = button.get("url"), button.get("callback_data", "")
    if url and not normalize_link(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _button_error(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
