"""sendMessage and what shows that an answer is on its way."""

from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import TEXT_LIMIT
from bot.playground.messages import Message
from bot.playground.methods.targets import keyboard_of, replied_to, writable_chat
from bot.playground.parameters import Parameters
from bot.playground.world import World

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


async def send_message(world: World, parameters: Parameters) -> JSON:
    """Send a text."""
    chat = writable_chat(world, parameters)
    words = words_of(world, parameters, "text", "entities", TEXT_LIMIT)
    if not words["text"]:
        raise bad_request("message text is empty")
    return deliver(world, chat, parameters, words)


def words_of(
    world: World, parameters: Parameters, name: str, entities: str, limit: int
) -> dict[str, Any]:
    """The message fields that a text or caption and its markup make; raises ApiError."""
    source, parse_mode = parameters.text(name), parameters.text("parse_mode")
    given = None if parse_mode else parameters.json(entities)
    formatted = world.formatted(source, parse_mode, given, limit=limit)
    shown = world.entities_as_json(formatted.text, list(formatted.entities))
    return {"text": formatted.text, "entities": shown, "raw": source, "parse_mode": parse_mode}


def deliver(world: World, chat: Chat, parameters: Parameters, fields: dict[str, Any]) -> JSON:
    """Put the message into the chat; what was sent, as Telegram answers it."""
    replied, keyboard = replied_to(chat, parameters), keyboard_of(parameters)
    thread = parameters.integer("message_thread_id") or None
    message = Message(
        chat.new_message_id(),
        chat.id,
        world.bot,
        world.now,
        reply_to_message_id=replied,
        message_thread_id=thread,
        is_topic_message=thread is not None,
        reply_markup=keyboard,
        link_preview_options=parameters.json("link_preview_options"),
        disable_notification=parameters.boolean("disable_notification"),
        **fields,
    )
    return chat.show(chat.send(message))


async def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Show that the bot is busy."""
    chat = writable_chat(world, parameters)
    action = parameters.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(action)
    return True


METHODS = {"sendMessage": send_message, "sendChatAction": send_chat_action}
