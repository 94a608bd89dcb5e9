"""Editing and deleting messages."""

from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import CAPTION_LIMIT
from bot.playground.messages import Message
from bot.playground.methods.sending import formatted_fields, text_fields
from bot.playground.methods.targets import keyboard_of, message_of
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

DELETABLE_FOR_S = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
COMPARED_FIELDS = ("text", "entities", "media", "reply_markup", "link_preview_options")


async def edit_message_text(state: ServerState, parameters: Parameters) -> JSON:
    """Replace the text of the bot's message, and replace or remove its keyboard."""
    words = text_fields(state, parameters)
    chat, message = own_message(state, parameters)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return change(chat, message, words | {"reply_markup": keyboard_of(state, parameters)})


async def edit_message_caption(state: ServerState, parameters: Parameters) -> JSON:
    """Replace the caption of the bot's message."""
    words = formatted_fields(state, parameters, "caption", "caption_entities", CAPTION_LIMIT)
    chat, message = own_message(state, parameters)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return change(chat, message, words | {"reply_markup": keyboard_of(state, parameters)})


async def edit_message_reply_markup(state: ServerState, parameters: Parameters) -> JSON:
    """Replace or remove the keyboard of the bot's message."""
    chat, message = own_message(state, parameters)
    return change(chat, message, {"reply_markup": keyboard_of(state, parameters)})


async def delete_message(state: ServerState, parameters: Parameters) -> bool:
    """Delete the bot's message, or anybody's if the bot is an administrator."""
    chat, message = message_of(state, parameters, "delete")
    chat.check_writable()
    mine = message.sender.id == state.bot.id
    admin = chat.members.get(state.bot.id) == "administrator"
    too_old = state.clock() - message.date > DELETABLE_FOR_S
    if not (mine or admin or chat.is_private):
        raise bad_request("message can't be deleted")
    if too_old and not admin:
        raise bad_request("message can't be deleted for everyone")
    chat.delete(message)
    return True


def own_message(state: ServerState, parameters: Parameters) -> tuple[Chat, Message]:
    """Return the message of the request if it is the bot's; raises ApiError."""
    chat, message = message_of(state, parameters, "edit")
    chat.check_writable()
    if message.sender.id != state.bot.id or message.service is not None:
        raise bad_request("message can't be edited")
    return chat, message


def change(chat: Chat, message: Message, fields: dict[str, Any]) -> JSON:
    """Change the message; raises ApiError if nothing would change."""
    compared = [name for name in COMPARED_FIELDS if name in fields]
    if all(getattr(message, name) == fields[name] for name in compared):
        raise bad_request(NOT_MODIFIED)
    return chat.show(chat.change(message, **fields))


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
}
