"""Sending and fetching files."""

from bot.playground.errors import JSON, bad_request
from bot.playground.formatting import CAPTION_LIMIT
from bot.playground.messages import Media
from bot.playground.methods.sending import formatted_fields, send_to_chat
from bot.playground.parameters import Parameters, Upload
from bot.playground.server_state import ServerState

ATTACHMENT_SCHEME = "attach://"


async def send_document(state: ServerState, parameters: Parameters) -> JSON:
    """Send a document."""
    return _send_file(state, parameters, "document")


async def send_photo(state: ServerState, parameters: Parameters) -> JSON:
    """Send a photo, of any content."""
    return _send_file(state, parameters, "photo")


async def get_file(state: ServerState, parameters: Parameters) -> JSON:
    """Return a File with its path."""
    media = state.files.get(parameters.text("file_id"))
    if media is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": media.file_id,
        "file_unique_id": f"u{media.file_id}",
        "file_size": len(media.content),
        "file_path": _path_of(state, media),
    }


def _path_of(state: ServerState, media: Media) -> str:
    """Return the path in the server's address, or in local mode on this machine."""
    path = f"{media.kind}s/{media.file_id}"
    if state.local_folder is None:
        return path
    written = state.local_folder / path
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_bytes(media.content)
    return str(written)


def _send_file(state: ServerState, parameters: Parameters, kind: str) -> JSON:
    media = media_of(state, parameters, kind)
    words = formatted_fields(state, parameters, "caption", "caption_entities", CAPTION_LIMIT)
    return send_to_chat(state, parameters, words | {"media": media})


def media_of(state: ServerState, parameters: Parameters, kind: str) -> Media:
    """Return the file in the request, or the one sent before; raises ApiError."""
    written = parameters.text(kind)
    field = (
        written.removeprefix(ATTACHMENT_SCHEME) if written.startswith(ATTACHMENT_SCHEME) else kind
    )
    upload = parameters.files.get(field)
    if upload is not None:
        return _store_upload(state, kind, upload)
    if not written:
        raise bad_request(f"there is no {kind} in the request")
    if written not in state.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return state.files[written]


def _store_upload(state: ServerState, kind: str, upload: Upload) -> Media:
    if not upload.content:
        raise bad_request("file must be non-empty")
    number = f"{kind}{state.next_number()}"
    media = Media(kind, number, upload.name, upload.content, upload.content_type)
    state.files[number] = media
    return media


METHODS = {"sendDocument": send_document, "sendPhoto": send_photo, "getFile": get_file}
