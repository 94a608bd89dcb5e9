"""Another file in the place of one that has been sent."""

from typing import Any

from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import CAPTION_LIMIT
from bot.playground.methods.editing import change, own_message
from bot.playground.methods.media import media_of
from bot.playground.methods.sending import words_of
from bot.playground.methods.targets import keyboard_of
from bot.playground.parameters import Parameters
from bot.playground.world import ServerState

KINDS = frozenset({"photo", "document"})


async def edit_message_media(world: ServerState, parameters: Parameters) -> JSON:
    """Give a message of the bot another file and caption; without a keyboard it loses its own."""
    given = Parameters(_described(parameters), parameters.files)
    media = media_of(world, given, given.text("type"))
    words = words_of(world, given, "caption", "caption_entities", CAPTION_LIMIT)
    chat, message = own_message(world, parameters)
    if message.media is None:
        raise bad_request("there is no media in the message to edit")
    return change(
        chat, message, words | {"media": media, "reply_markup": keyboard_of(world, parameters)}
    )


def _described(parameters: Parameters) -> dict[str, str]:
    """The InputMedia as if its fields were parameters, as they are where a file is sent."""
    media: Any = parameters.json("media")
    if not isinstance(media, dict) or media.get("type") not in KINDS:
        raise bad_request("can't parse InputMedia: unsupported type specified")
    fields = {name: value for name, value in media.items() if isinstance(value, str)}
    return fields | {fields["type"]: fields.get("media", "")}


METHODS = {"editMessageMedia": edit_message_media}
