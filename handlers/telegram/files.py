"""Files that people send, fetched from the Bot API server."""

import asyncio
import shutil
from pathlib import Path

from telegram import Document
from telegram.error import TelegramError

MAX_BYTES = 20_000_000
"""Bytes of a file that a bot may download: https://core.telegram.org/bots/api#getfile."""

LOCAL_MAX_BYTES = 2_000_000_000
"""The same of a server in its local mode, which gives all that Telegram carries."""


class FileUnreachable(TelegramError):  # noqa: N818 - says what happened
    """A file is not where the Bot API server says, or not where it may be."""


def max_bytes(*, is_local: bool) -> int:
    """Return how large a file can be fetched."""
    return LOCAL_MAX_BYTES if is_local else MAX_BYTES


async def download(attached: Document, path: Path, *, is_local: bool) -> None:
    """Write the file to ``path``; raises TelegramError.

    A server in its local mode says where the file lies on this machine. No other server may: it
    could name any file that the bot can read.
    """
    file = await attached.get_file()
    location = file.file_path or ""
    if "://" not in location:
        if not is_local:
            raise FileUnreachable("the server names a file of this machine; see KUTIP_API_LOCAL")
        await asyncio.to_thread(_copy, Path(location), path)
        return
    if is_local:
        raise FileUnreachable("the server's file is not there; do bot and server share the folder?")
    content = await file.download_as_bytearray()
    await asyncio.to_thread(path.write_bytes, content)


def _copy(source: Path, target: Path) -> None:
    try:
        if source.stat().st_size > LOCAL_MAX_BYTES:
            raise FileUnreachable("the server's file is too large")
        shutil.copyfile(source, target)
    except OSError as error:
        raise FileUnreachable(
            f"the server's file: {error.strerror}"
        ) from None  # its path has the token
