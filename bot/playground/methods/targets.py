"""Where a request goes: the chat, the topic, the message replied to, the keyboard below.

Shared by every method that names a chat; it sends nothing itself.
"""

from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import JSON, ApiError, bad_request, forbidden, migrated
from bot.playground.links import checked
from bot.playground.messages import Message
from bot.playground.parameters import Parameters
from bot.playground.world import ServerState

MOST_BUTTONS = 100
LONGEST_ROW = 8
CALLBACK_BYTES = 64
BUTTON_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
)


def chat_of(world: ServerState, parameters: Parameters) -> Chat:
    """The chat that ``chat_id`` names; raises ApiError."""
    written = parameters.text("chat_id").strip()
    if not written:
        raise bad_request("chat_id is empty")
    if written.startswith("@"):
        return _named(world, written)
    chat_id = parameters.integer("chat_id")
    if chat_id in world.migrated:
        raise migrated(world.migrated[chat_id])
    chat = world.chats.get(chat_id)
    if chat is None and chat_id in world.users:
        raise forbidden("bot can't initiate conversation with a user")
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _named(world: ServerState, written: str) -> Chat:
    """The public group or channel of this name; raises ApiError."""
    for chat in world.chats.values():
        if chat.username and f"@{chat.username}".lower() == written.lower():
            return chat
    raise bad_request("chat not found")


def writable_chat(world: ServerState, parameters: Parameters) -> Chat:
    """The chat, where the bot may write in it and the topic exists; raises ApiError."""
    chat = chat_of(world, parameters)
    chat.check_writable()
    chat.check_thread(parameters.integer("message_thread_id"))
    return chat


def message_of(world: ServerState, parameters: Parameters, purpose: str) -> tuple[Chat, Message]:
    """The message that chat_id and message_id name; raises ApiError worded for ``purpose``."""
    chat = chat_of(world, parameters)
    if not parameters.integer("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return chat, message


def replied_to(chat: Chat, parameters: Parameters) -> Message | None:
    """The message to reply to, None for no reply; raises ApiError."""
    reply = parameters.json("reply_parameters") or {}
    message_id = int(reply.get("message_id") or parameters.integer("reply_to_message_id"))
    if not message_id:
        return None
    message = chat.find(message_id)
    optional = reply.get("allow_sending_without_reply")
    if message is None and not (optional or parameters.boolean("allow_sending_without_reply")):
        raise bad_request("message to be replied not found")
    return message


def keyboard_of(world: ServerState, parameters: Parameters) -> JSON | None:
    """The checked reply_markup; raises ApiError."""
    markup = parameters.json("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return markup
    _check_rows(rows)
    if any(len(row) > LONGEST_ROW for row in rows):
        world.complaints.append(f"keyboard: a row of more than {LONGEST_ROW} buttons")
    return markup if any(rows) else None


def _check_rows(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button)


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _bad_button("InlineKeyboardButton must be an Object")
    if not button.get("text"):
        raise _bad_button('Can\'t find field "text"')
    if not any(button.get(action) for action in BUTTON_ACTIONS):
        raise _bad_button("Text buttons are unallowed in the inline keyboard")
    url, data = button.get("url"), button.get("callback_data", "")
    if url and not checked(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if len(data.encode()) > CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _bad_button(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
