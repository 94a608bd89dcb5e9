"""sendMessage and sendChatAction."""

from typing import Any

from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import TEXT_LIMIT
from bot.playground.messages import Message
from bot.playground.methods.targets import keyboard_of, replied_to, writable_chat
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(state: ServerState, parameters: Parameters) -> JSON:
    """Send a text message."""
    words = text_fields(state, parameters)
    return send_to_chat(state, parameters, words)


def text_fields(state: ServerState, parameters: Parameters) -> dict[str, Any]:
    """Return the message's fields from the parameters of a text; raises ApiError if empty."""
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    words = formatted_fields(state, parameters, "text", "entities", TEXT_LIMIT)
    if not words["text"]:
        raise bad_request("text must be non-empty")
    return words | {"link_preview_options": _link_preview(parameters)}


def _link_preview(parameters: Parameters) -> JSON | None:
    if parameters.boolean("disable_web_page_preview"):
        return {"is_disabled": True}
    options: JSON | None = parameters.json("link_preview_options")
    return options


def formatted_fields(
    state: ServerState, parameters: Parameters, name: str, entities: str, limit: int
) -> dict[str, Any]:
    """Return the message's fields from a text or caption with its markup; raises ApiError."""
    source, parse_mode = parameters.text(name), parameters.text("parse_mode")
    given = None if parse_mode else parameters.json(entities)
    formatted = state.formatted(source, parse_mode, given, limit=limit)
    shown = state.entities_as_json(formatted.text, list(formatted.entities))
    return {"text": formatted.text, "entities": shown, "raw": source, "parse_mode": parse_mode}


def send_to_chat(state: ServerState, parameters: Parameters, fields: dict[str, Any]) -> JSON:
    """Add the message to its chat and return its Message object."""
    keyboard = keyboard_of(state, parameters)
    chat = writable_chat(state, parameters)
    replied = replied_to(chat, parameters)
    thread = parameters.integer("message_thread_id") or chat.thread_of(replied)
    message = Message(
        chat.new_message_id(),
        chat.id,
        state.bot,
        state.now,
        reply_to_message_id=replied.message_id if replied else None,
        message_thread_id=thread,
        is_topic_message=thread in chat.topics,
        reply_markup=keyboard,
        disable_notification=parameters.boolean("disable_notification"),
        **fields,
    )
    return chat.show(chat.send(message))


async def send_chat_action(state: ServerState, parameters: Parameters) -> bool:
    """Record a chat action."""
    chat = writable_chat(state, parameters)
    action = parameters.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.show_action(action, parameters.integer("message_thread_id"))
    return True


METHODS = {"sendMessage": send_message, "sendChatAction": send_chat_action}
