"""What the newsroom adds from the chat: a page by its address, documents as files."""

import asyncio
import logging
from pathlib import Path

from telegram import Document, Message, Update
from telegram.error import TelegramError

from bot.articles.library import ReloadProgress
from bot.articles.uploads import MAX_BYTES, UploadedDocument, plain_name
from bot.errors import KutipError
from bot.texts import Texts
from bot.users.permissions import Command
from handlers.context import Context
from handlers.questions.ask import ask
from handlers.questions.unsupported import not_text
from handlers.render import Reply, render_draft, render_reload_progress, render_upload, text_reply
from handlers.telegram.messenger import reply_target_of
from handlers.telegram.progress import ProgressMessage

log = logging.getLogger(__name__)

LIST_OF_FEEDS = ".opml"


async def add(update: Update, context: Context) -> None:
    """Fetch the page whose address follows the command, and show what was understood of it."""
    texts = await context.texts(update)
    message = update.effective_message
    if message is None or not await context.allowed(update, Command.ADD):
        return
    if not context.args:
        await context.reply(update, text_reply(texts.articles.add_how))
        return
    async with context.messenger.typing(reply_target_of(message)):
        reply = await _draft(context.args[0], context, texts)
    await context.reply(update, reply)


async def document(update: Update, context: Context) -> None:
    """Take in a file from somebody of the newsroom; for all others it is no text."""
    message = update.effective_message
    if message is None or message.document is None:
        return
    if not await context.may(update, Command.ADD):
        await (ask if message.caption else not_text)(update, context)
        return
    texts = await context.texts(update)
    attached = message.document
    if _is_list_of_feeds(attached.file_name) and not await context.allowed(update, Command.FEED):
        return
    if (attached.file_size or 0) > MAX_BYTES:
        name, limit = plain_name(attached.file_name or ""), MAX_BYTES // 1_000_000
        refusal = texts.format("document_too_large", name=name, megabytes=limit)
        await context.reply(update, text_reply(refusal))
        return
    work = _take_in(attached, message, update, context)
    context.application.create_task(work, update=update, name="document")


def _is_list_of_feeds(name: str | None) -> bool:
    return (name or "").lower().endswith(LIST_OF_FEEDS)


async def _draft(url: str, context: Context, texts: Texts) -> Reply:
    try:
        return render_draft(await context.services.drafts.fetch(url), texts)
    except KutipError as error:
        return text_reply(texts.format(error.key, **error.arguments))


async def _take_in(attached: Document, message: Message, update: Update, context: Context) -> None:
    """Receive and read the file, and tell in one message how it goes and what came of it."""
    texts = await context.texts(update)
    place, name = reply_target_of(message), attached.file_name or ""
    started = text_reply(texts.format("document_started", name=plain_name(name)))
    sent = await context.messenger.send(place, started)
    if sent is None:
        return
    documents = context.services.uploads
    async with ProgressMessage(context.messenger, place, sent.message_id) as progress:
        async with documents.receiving(name, attached.file_unique_id) as received:
            reply = await _outcome(attached, received, update, context, progress)
        await progress.end(reply)


async def _outcome(
    attached: Document,
    received: UploadedDocument,
    update: Update,
    context: Context,
    progress: ProgressMessage,
) -> Reply:
    texts = await context.texts(update)

    def show(step: ReloadProgress) -> None:
        progress.show(render_reload_progress(step, texts))

    try:
        await _download(attached, received.path)
        if _is_list_of_feeds(received.name):
            reply = await _subscribe(received, context, texts)
        else:
            taken = await context.services.uploads.take_in(received, show)
            reply = render_upload(taken, texts)
    except TelegramError as error:
        log.warning("a document could not be fetched: %r", error)
        return text_reply(texts.format("document_failed", name=received.name))
    except KutipError as error:
        return text_reply(texts.format(error.key, **error.arguments))
    await context.note(update, "did_import", received.name)
    return reply


async def _download(attached: Document, path: Path) -> None:
    """Telegram gives a bot no more than ``MAX_BYTES``, which memory has room for."""
    file = await attached.get_file()
    content = await file.download_as_bytearray()
    await asyncio.to_thread(path.write_bytes, content)


async def _subscribe(received: UploadedDocument, context: Context, texts: Texts) -> Reply:
    """Watch the feeds of a list; raises FeedError."""
    opml = await asyncio.to_thread(received.path.read_bytes)
    imported = await context.services.feeds.watchlist.subscribe_all(opml)
    counts = {"added": texts.number(imported.added), "known": texts.number(imported.known)}
    return text_reply(texts.format("document_feeds", name=received.name, **counts))
