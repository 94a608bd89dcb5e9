"""The context that handlers are given: the update's message, its reader, services and messenger."""

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any
from weakref import WeakValueDictionary

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, ContextTypes, ExtBot

from bot.errors import StorageDamaged
from bot.model.conversation import Speaker
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.questions.language import language_of
from bot.services.bot import BotServices
from bot.texts import Texts, texts_for
from bot.users.permissions import Command, Permission, decide, min_role
from bot.users.preferences import guess_language
from handlers.questions.message_text import prose_of
from handlers.render.reply import Reply
from handlers.telegram.messenger import Messenger, ReplyTarget, reply_target_of
from index.types import Language

log = logging.getLogger(__name__)

MAX_ALBUMS = 64

NoData = dict[Any, Any]


class Shared:
    """State of all updates; ``share`` sets the services and the messenger before the first."""

    services: BotServices
    messenger: Messenger

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._speaking: WeakValueDictionary[Speaker, asyncio.Lock] = WeakValueDictionary()
        self._albums: deque[str] = deque(maxlen=MAX_ALBUMS)
        self._background: set[asyncio.Task[None]] = set()
        self._background_lock = asyncio.Lock()

    def message_lock(self, message: Message) -> asyncio.Lock:
        """The lock held while a message is handled, so that its edit waits for the reply."""
        return self._locks.setdefault((message.chat_id, message.message_id), asyncio.Lock())

    def speaker_lock(self, speaker: Speaker) -> asyncio.Lock:
        """The lock held while somebody is answered: what they write next may refer to that."""
        return self._speaking.setdefault(speaker, asyncio.Lock())

    def is_new_album(self, album_id: str) -> bool:
        """Whether this is the first message of an album: each picture comes as its own."""
        is_new = album_id not in self._albums
        if is_new:
            self._albums.append(album_id)
        return is_new

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what no answer waits for, after what was given before; an error is logged."""
        task = asyncio.create_task(self._do(work))
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        task.add_done_callback(lambda _: work.close())  # if it was cancelled before it began

    async def end_background(self) -> None:
        """Cancel what is not done."""
        for task in self._background:
            task.cancel()
        if self._background:
            await asyncio.wait(self._background)

    async def _do(self, work: Coroutine[Any, Any, None]) -> None:
        async with self._background_lock:
            try:
                await work
            except Exception:
                log.exception("what no answer waits for has failed")


class Context(CallbackContext[ExtBot[int], NoData, NoData, Shared]):
    """The context of one update; ``open`` sets its attributes.

    ``repeats_album`` is whether another message of the same album came before.
    """

    incoming: Update
    repeats_album: bool
    texts: Texts

    async def open(self, update: Update) -> None:
        """Take the update and look up its reader's language; raises StorageError."""
        self.incoming = update
        message = update.effective_message
        album = message.media_group_id if message else None
        # Before the first await, since the messages of an album are handled side by side.
        self.repeats_album = album is not None and not self.shared.is_new_album(album)
        self.texts = await texts_of(update, self.services)

    @property
    def shared(self) -> Shared:
        """The state of all updates."""
        return self.bot_data

    @property
    def services(self) -> BotServices:
        """The application's services."""
        return self.bot_data.services

    @property
    def messenger(self) -> Messenger:
        """The sender of replies."""
        return self.bot_data.messenger

    @property
    def message(self) -> Message:
        """The message that the update is about; only handlers of messages and buttons run here."""
        if self.incoming.effective_message is None:
            raise ValueError("the update has no message")
        return self.incoming.effective_message

    @property
    def reader(self) -> User | None:
        """The person that caused the update; None for anonymous admins, channels and bots."""
        return reader_of(self.incoming)

    def texts_in(self, language: Language) -> Texts:
        """The texts of a reply to what was written in ``language``."""
        return texts_for(self.texts.language.replying_in(language))

    @property
    def reply_target(self) -> ReplyTarget:
        """Where replies go: the message's chat and forum topic, quoting it."""
        return reply_target_of(self.message)

    def typing(self) -> AbstractAsyncContextManager[None]:
        """Show "typing" in the message's chat meanwhile."""
        return self.messenger.typing(self.reply_target)

    async def reply(self, reply: Reply) -> None:
        """Send a reply to the message."""
        await self.messenger.send(self.reply_target, reply)

    async def role(self) -> Role:
        """The role of the reader."""
        return await self.services.staff.role(self.reader.id) if self.reader else Role.READER

    async def permission(self, command: Command) -> Permission:
        """Decide whether the reader may use the command in this chat."""
        chat = self.incoming.effective_chat
        private = chat is not None and chat.type == ChatType.PRIVATE
        role = await self.role() if min_role(command) > Role.READER else Role.READER
        return decide(role, command, private=private)

    async def may(self, command: Command) -> bool:
        """Whether the reader may use the command in this chat."""
        return await self.permission(command) is Permission.ALLOWED

    async def audit(self, action: str, subject: str = "") -> None:
        """Add an entry about the reader to the audit log; ``action`` is a text key."""
        if self.reader:
            audit = self.services.staff.audit
            await audit.add(self.reader.id, self.reader.full_name, action, subject)


KutipApplication = Application[ExtBot[int], Context, NoData, NoData, Shared, None]


def context_types() -> ContextTypes[Context, NoData, NoData, Shared]:
    """The types that the application is built with."""
    return ContextTypes(context=Context, bot_data=Shared)


def share(application: KutipApplication, services: BotServices, messenger: Messenger) -> None:
    """Give every handler of the application the services and a messenger."""
    application.bot_data.services = services
    application.bot_data.messenger = messenger


def reader_of(update: Update) -> User | None:
    """The person that caused the update; None for anonymous admins, channels and bots."""
    user = update.effective_user
    return None if user is None or user.is_bot else user


async def texts_of(update: Update, services: BotServices) -> Texts:
    """The texts in the chat's language; in the one that Telegram names if that is damaged.

    Raises StorageError if the storage can't be used at all.
    """
    try:
        return await _chosen_texts(update, services)
    except StorageDamaged as error:
        log.exception("the language of a chat can't be read")
        services.error_reporter.report(error)
        reader = reader_of(update)
        hint = reader.language_code if reader else None
        return texts_for(guess_language(hint, services.settings.language))


async def _chosen_texts(update: Update, services: BotServices) -> Texts:
    """The texts in the language of the group, else of the reader; raises StorageError.

    A group's is the one set for it, else the one spoken there, else that of this message; where
    the bot is a guest, nothing is known of the group.
    """
    reader, chat, written = reader_of(update), update.effective_chat, update.message
    if update.guest_message is not None:
        heard = language_of(prose_of(update.guest_message, update.guest_message.get_bot().bot))
        if heard is not None:
            return texts_for(InterfaceLanguage(heard))
    elif chat is not None and chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}:
        language = await services.alerts.chats.language(chat.id)
        if language is None and written is not None:
            heard = language_of(prose_of(written, written.get_bot().bot))
            language = InterfaceLanguage(heard) if heard else None
        if language is not None:
            return texts_for(language)
    language_code = reader.language_code if reader else None
    return texts_for(
        await services.preferences.language(reader.id if reader else None, language_code)
    )
