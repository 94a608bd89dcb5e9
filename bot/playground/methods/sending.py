"""sendMessage and what shows that an answer is on its way."""

from typing import Any

from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import TEXT_LIMIT
from bot.playground.messages import Message
from bot.playground.methods.targets import keyboard_of, replied_to, writable_chat
from bot.playground.parameters import Parameters
from bot.playground.world import ServerState

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


async def send_message(world: ServerState, parameters: Parameters) -> JSON:
    """Send a text."""
    words = text_of(world, parameters)
    return deliver(world, parameters, words)


def text_of(world: ServerState, parameters: Parameters) -> dict[str, Any]:
    """The message fields that ``text`` makes; raises ApiError where nothing is to be read."""
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    words = words_of(world, parameters, "text", "entities", TEXT_LIMIT)
    if not words["text"]:
        raise bad_request("text must be non-empty")
    return words | {"link_preview_options": _link_preview(parameters)}


def _link_preview(parameters: Parameters) -> JSON | None:
    if parameters.boolean("disable_web_page_preview"):
        return {"is_disabled": True}
    options: JSON | None = parameters.json("link_preview_options")
    return options


def words_of(
    world: ServerState, parameters: Parameters, name: str, entities: str, limit: int
) -> dict[str, Any]:
    """The message fields that a text or caption and its markup make; raises ApiError."""
    source, parse_mode = parameters.text(name), parameters.text("parse_mode")
    given = None if parse_mode else parameters.json(entities)
    formatted = world.formatted(source, parse_mode, given, limit=limit)
    shown = world.entities_as_json(formatted.text, list(formatted.entities))
    return {"text": formatted.text, "entities": shown, "raw": source, "parse_mode": parse_mode}


def deliver(world: ServerState, parameters: Parameters, fields: dict[str, Any]) -> JSON:
    """Put the message into its chat; what was sent, as Telegram answers it."""
    keyboard = keyboard_of(world, parameters)
    chat = writable_chat(world, parameters)
    replied = replied_to(chat, parameters)
    thread = parameters.integer("message_thread_id") or chat.thread_of(replied)
    message = Message(
        chat.new_message_id(),
        chat.id,
        world.bot,
        world.now,
        reply_to_message_id=replied.message_id if replied else None,
        message_thread_id=thread,
        is_topic_message=thread in chat.topics,
        reply_markup=keyboard,
        disable_notification=parameters.boolean("disable_notification"),
        **fields,
    )
    return chat.show(chat.send(message))


async def send_chat_action(world: ServerState, parameters: Parameters) -> bool:
    """Show that the bot is busy."""
    chat = writable_chat(world, parameters)
    action = parameters.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(action)
    return True


METHODS = {"sendMessage": send_message, "sendChatAction": send_chat_action}
