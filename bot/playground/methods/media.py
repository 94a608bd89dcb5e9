"""Files that the bot sends, and fetches."""

from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import CAPTION_LIMIT
from bot.playground.messages import Media
from bot.playground.methods.sending import deliver, words_of
from bot.playground.parameters import Parameters, Upload
from bot.playground.world import ServerState

ATTACHED = "attach://"


async def send_document(world: ServerState, parameters: Parameters) -> JSON:
    """Send a file of any kind."""
    return _send_file(world, parameters, "document")


async def send_photo(world: ServerState, parameters: Parameters) -> JSON:
    """Send a picture, whose content is not looked at."""
    return _send_file(world, parameters, "photo")


async def get_file(world: ServerState, parameters: Parameters) -> JSON:
    """Where a file may be fetched from."""
    media = world.files.get(parameters.text("file_id"))
    if media is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": media.file_id,
        "file_unique_id": f"u{media.file_id}",
        "file_size": len(media.content),
        "file_path": f"{media.kind}s/{media.file_id}",
    }


def _send_file(world: ServerState, parameters: Parameters, kind: str) -> JSON:
    media = media_of(world, parameters, kind)
    words = words_of(world, parameters, "caption", "caption_entities", CAPTION_LIMIT)
    return deliver(world, parameters, words | {"media": media})


def media_of(world: ServerState, parameters: Parameters, kind: str) -> Media:
    """The file that came with the request, or was sent before; raises ApiError."""
    written = parameters.text(kind)
    field = written.removeprefix(ATTACHED) if written.startswith(ATTACHED) else kind
    upload = parameters.files.get(field)
    if upload is not None:
        return _stored(world, kind, upload)
    if not written:
        raise bad_request(f"there is no {kind} in the request")
    if written not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[written]


def _stored(world: ServerState, kind: str, upload: Upload) -> Media:
    if not upload.content:
        raise bad_request("file must be non-empty")
    number = f"{kind}{world.next_number()}"
    media = Media(kind, number, upload.name, upload.content, upload.content_type)
    world.files[number] = media
    return media


METHODS = {"sendDocument": send_document, "sendPhoto": send_photo, "getFile": get_file}
