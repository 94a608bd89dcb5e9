"""Articles that the newsroom adds: a page by its address, documents as files."""

import asyncio
import logging
from dataclasses import replace

from telegram import Document, Message
from telegram.error import TelegramError
from telegram.ext.filters import MessageFilter

from bot.articles.progress import ReloadProgress
from bot.articles.uploads import UploadedDocument, plain_name
from bot.conversation.addresses import find_addresses
from bot.conversation.passed_on import MAX_PAGES
from bot.errors import KutipError
from bot.feeds.first_polls import FirstPolls
from bot.feeds.watchlist import ImportResult
from bot.users.permissions import Command
from handlers.callback_data.editorial import AddPage, DiscardDraft, SaveDraft
from handlers.context import Context
from handlers.questions.ask import ask
from handlers.questions.message_text import command_of, said_in
from handlers.questions.unsupported import not_text
from handlers.render.administration import render_reload_progress
from handlers.render.editorial import (
    render_discarded_draft,
    render_draft,
    render_saved_draft,
    render_upload,
)
from handlers.render.errors import render_error
from handlers.render.feeds import render_first_polls, render_imported_feeds
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.files import download, max_bytes
from handlers.telegram.progress import ProgressMessage

log = logging.getLogger(__name__)

OPML_SUFFIX = ".opml"


class _ToAdd(MessageFilter):
    """A document whose caption is the command by which its contents are added."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one."""
        command = command_of(message, message.get_bot().bot) if message.document else None
        return command in {Command.ADD, Command.FEED}


TO_ADD = _ToAdd()


async def add(context: Context) -> Reply:
    """Fetch the page whose address follows the command, and show what was extracted of it."""
    if not context.args:
        return text_reply(context.texts.articles.add_how)
    return render_draft(await context.services.drafts.fetch(context.args[0]), context.texts)


async def save_draft(press: ButtonPress[SaveDraft], context: Context) -> Reply:
    """Add the page to the articles."""
    outcome, article = await context.services.drafts.save(press.payload.draft)
    await context.audit("did_add", article.url or article.title)
    return render_saved_draft(outcome, article, context.texts)


async def discard_draft(press: ButtonPress[DiscardDraft], context: Context) -> Reply:
    """Forget the page."""
    article = await context.services.drafts.discard(press.payload.draft)
    return render_discarded_draft(article, context.texts)


async def add_page(press: ButtonPress[AddPage], context: Context) -> ButtonResult:
    """Fetch the page at an address of the message above, which takes a while, to add it."""
    above = press.message.reply_to_message
    said = said_in(above, context.bot.bot) if above else None
    addresses = find_addresses(said.text, said.links).addresses[:MAX_PAGES] if said else ()
    if press.payload.number >= len(addresses):
        return ButtonResult()
    work = _show_draft(addresses[press.payload.number], context)
    context.application.create_task(work, update=context.incoming, name="page")
    return ButtonResult(notice=context.texts.conversation.page_fetching)


async def _show_draft(address: str, context: Context) -> None:
    try:
        reply = render_draft(await context.services.drafts.fetch(address), context.texts)
    except KutipError as error:
        reply = render_error(error, context.texts)
    await context.messenger.send(replace(context.reply_target, reply_to=None), reply)


async def document(context: Context) -> Reply | None:
    """Take in a file of the staff; for readers it is a question with a caption, or no text."""
    attached = context.message.document
    if attached is None:
        return None
    command = Command.FEED if _is_opml(attached.file_name) else Command.ADD
    if not await context.may(command):
        return await (ask if context.message.caption else not_text)(context)
    most = max_bytes(is_local=context.services.settings.api_local)
    if (attached.file_size or 0) > most:
        name, limit = plain_name(attached.file_name or ""), most // 1_000_000
        return text_reply(context.texts.format("document_too_large", name=name, megabytes=limit))
    work = _ingest(attached, context)
    context.application.create_task(work, update=context.incoming, name="document")
    return None


async def _ingest(attached: Document, context: Context) -> None:
    """Receive and read the file, and show in one message how it goes and what came of it."""
    messenger, target = context.messenger, context.reply_target
    name = attached.file_name or ""
    started = context.texts.format("document_started", name=plain_name(name))
    sent = await messenger.send(target, text_reply(started))
    if sent is None:
        return
    async with ProgressMessage(messenger, target, sent.message_id) as progress:
        async with context.services.uploads.receiving(name, attached.file_unique_id) as received:
            outcome = await _outcome(attached, received, progress, context)
        if isinstance(outcome, ImportResult):
            outcome = await _first_polls(received.name, outcome, progress, context)
        await progress.end(outcome)


async def _outcome(
    attached: Document, received: UploadedDocument, progress: ProgressMessage, context: Context
) -> Reply | ImportResult:
    """The feeds of a list, or the reply that says what another file brought, or why nothing."""
    outcome: Reply | ImportResult
    try:
        is_local = context.services.settings.api_local
        await download(attached, received.path, is_local=is_local)
        if _is_opml(received.name):
            opml = await asyncio.to_thread(received.path.read_bytes)
            outcome = await context.services.feeds.watchlist.subscribe_all(opml)
        else:
            outcome = await _import(received, progress, context)
    except TelegramError as error:
        log.warning("a document could not be fetched: %r", error)
        return text_reply(context.texts.format("document_failed", name=received.name))
    except KutipError as error:
        return render_error(error, context.texts)
    await context.audit("did_import", received.name)
    return outcome


async def _import(received: UploadedDocument, progress: ProgressMessage, context: Context) -> Reply:
    def show(step: ReloadProgress) -> None:
        progress.show(render_reload_progress(step, context.texts))

    result = await context.services.uploads.ingest(received, show)
    return render_upload(result, context.texts)


async def _first_polls(
    name: str, imported: ImportResult, progress: ProgressMessage, context: Context
) -> Reply:
    """Show how the new feeds are fetched; return the reply that says what came of it."""
    reply = render_imported_feeds(name, imported, FirstPolls(0, (), 0), context.texts)
    if imported.added:
        async for polls in context.services.feeds.polls.first_polls(imported.added):
            reply = render_imported_feeds(name, imported, polls, context.texts)
            progress.show(render_first_polls(name, polls, context.texts))
    return reply


def _is_opml(name: str | None) -> bool:
    return (name or "").lower().endswith(OPML_SUFFIX)
