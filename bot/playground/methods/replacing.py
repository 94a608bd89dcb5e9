"""editMessageMedia."""

from typing import Any

from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import CAPTION_LIMIT
from bot.playground.methods.editing import change, own_message
from bot.playground.methods.media import media_of
from bot.playground.methods.sending import formatted_fields
from bot.playground.methods.targets import keyboard_of
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

KINDS = frozenset({"photo", "document"})


async def edit_message_media(state: ServerState, parameters: Parameters) -> JSON:
    """Replace file, caption and keyboard of the bot's message."""
    given = Parameters(_as_parameters(parameters), parameters.files)
    media = media_of(state, given, given.text("type"))
    words = formatted_fields(state, given, "caption", "caption_entities", CAPTION_LIMIT)
    chat, message = own_message(state, parameters)
    if message.media is None:
        raise bad_request("there is no media in the message to edit")
    return change(
        chat, message, words | {"media": media, "reply_markup": keyboard_of(state, parameters)}
    )


def _as_parameters(parameters: Parameters) -> dict[str, str]:
    """Return the fields of the InputMedia as parameters, as they are in sendDocument."""
    media: Any = parameters.json("media")
    if not isinstance(media, dict) or media.get("type") not in KINDS:
        raise bad_request("can't parse InputMedia: unsupported type specified")
    fields = {name: value for name, value in media.items() if isinstance(value, str)}
    return fields | {fields["type"]: fields.get("media", "")}


METHODS = {"editMessageMedia": edit_message_media}
