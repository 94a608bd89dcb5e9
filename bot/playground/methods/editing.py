"""Changing and deleting what has been sent."""

from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import CAPTION_LIMIT
from bot.playground.messages import Message
from bot.playground.methods.sending import text_of, words_of
from bot.playground.methods.targets import keyboard_of, message_of
from bot.playground.parameters import Parameters
from bot.playground.world import ServerState

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DESCRIBES = ("text", "entities", "media", "reply_markup", "link_preview_options")


async def edit_message_text(world: ServerState, parameters: Parameters) -> JSON:
    """Give a message of the bot another text; without a keyboard given it loses its own."""
    words = text_of(world, parameters)
    chat, message = own_message(world, parameters)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return change(chat, message, words | {"reply_markup": keyboard_of(world, parameters)})


async def edit_message_caption(world: ServerState, parameters: Parameters) -> JSON:
    """Give a file of the bot another caption."""
    words = words_of(world, parameters, "caption", "caption_entities", CAPTION_LIMIT)
    chat, message = own_message(world, parameters)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return change(chat, message, words | {"reply_markup": keyboard_of(world, parameters)})


async def edit_message_reply_markup(world: ServerState, parameters: Parameters) -> JSON:
    """Give a message of the bot another keyboard, or none."""
    chat, message = own_message(world, parameters)
    return change(chat, message, {"reply_markup": keyboard_of(world, parameters)})


async def delete_message(world: ServerState, parameters: Parameters) -> bool:
    """Delete a message of the bot's, or where it is an administrator anybody's."""
    chat, message = message_of(world, parameters, "delete")
    chat.check_writable()
    mine = message.sender.id == world.bot.id
    admin = chat.members.get(world.bot.id) == "administrator"
    too_old = world.clock() - message.date > DELETABLE_SECONDS
    if not (mine or admin or chat.is_private):
        raise bad_request("message can't be deleted")
    if too_old and not admin:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message.message_id]
    return True


def own_message(world: ServerState, parameters: Parameters) -> tuple[Chat, Message]:
    """The message that chat_id and message_id name, if it is the bot's; raises ApiError."""
    chat, message = message_of(world, parameters, "edit")
    chat.check_writable()
    if message.sender.id != world.bot.id or message.service is not None:
        raise bad_request("message can't be edited")
    return chat, message


def change(chat: Chat, message: Message, fields: dict[str, Any]) -> JSON:
    """Change the message; raises ApiError where it is so already."""
    compared = [name for name in DESCRIBES if name in fields]
    if all(getattr(message, name) == fields[name] for name in compared):
        raise bad_request(NOT_MODIFIED)
    return chat.show(chat.change(message, **fields))


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
}
