"""What a handler may use: the services, the courier, and what concerns all updates at once.

Handles nothing itself.
"""

import asyncio
import logging
from collections import deque
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update, User
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, ContextTypes, ExtBot

from bot.model.roles import Role
from bot.services import BotServices
from bot.texts import Texts, texts_for
from bot.users.permissions import Command, Permission, decide
from handlers.render import Reply, text_reply
from handlers.telegram.messenger import Messenger, reply_target_of
from index.types import Language

log = logging.getLogger(__name__)

MAX_ALBUMS = 64

NoData = dict[Any, Any]


class Shared:
    """What all updates share; ``share`` sets it before the first of them."""

    services: BotServices
    messenger: Messenger

    def __init__(self) -> None:
        self._questions: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._albums: deque[str] = deque(maxlen=MAX_ALBUMS)

    def turn(self, chat_id: int, message_id: int) -> asyncio.Lock:
        """Held while a question is answered, so that its edit waits for the answer."""
        return self._questions.setdefault((chat_id, message_id), asyncio.Lock())

    def is_new_album(self, album_id: str) -> bool:
        """Whether this is the first message of an album: each picture comes as its own."""
        is_new = album_id not in self._albums
        if is_new:
            self._albums.append(album_id)
        return is_new


class Context(CallbackContext[ExtBot[int], NoData, NoData, Shared]):
    """The context of one update."""

    @property
    def shared(self) -> Shared:
        """What concerns all updates at once."""
        return self.bot_data

    @property
    def services(self) -> BotServices:
        """What Kutip consists of."""
        return self.bot_data.services

    @property
    def messenger(self) -> Messenger:
        """Who carries messages."""
        return self.bot_data.messenger

    async def role(self, update: Update) -> Role:
        """What whoever caused the update is to the bot."""
        reader = reader_of(update)
        return await self.services.staff.role(reader.id) if reader else Role.READER

    async def allowed(self, update: Update, command: Command) -> bool:
        """Whether the command may be carried out; else why not has been said, and logged."""
        chat, reader = update.effective_chat, reader_of(update)
        private = chat is not None and chat.type == ChatType.PRIVATE
        verdict = decide(await self.role(update), command, private=private)
        if verdict is Permission.ALLOWED:
            return True
        texts = await self.texts(update)
        if verdict is Permission.REFUSED:
            log.warning("user %s may not use /%s", reader.id if reader else "?", command)
            await self.reply(update, text_reply(texts.staff.admins_only))
        else:
            pointer = texts.format("admin_in_private", username=self.bot.username)
            await self.reply(update, text_reply(pointer))
        return False

    async def may(self, update: Update, command: Command) -> bool:
        """The same without a word, for what is only offered to whom it is for."""
        chat = update.effective_chat
        private = chat is not None and chat.type == ChatType.PRIVATE
        return decide(await self.role(update), command, private=private) is Permission.ALLOWED

    async def note(self, update: Update, action: str, subject: str = "") -> None:
        """Write down what a person of the newsroom did; ``action`` is a text key."""
        if reader := reader_of(update):
            audit = self.services.staff.audit
            await audit.add(reader.id, reader.full_name, action, subject)

    async def language(self, update: Update) -> Language:
        """The language of whoever caused the update."""
        reader = reader_of(update)
        if reader is None:
            return self.services.settings.language
        return await self.services.preferences.language(reader.id, reader.language_code)

    async def reply(self, update: Update, reply: Reply) -> None:
        """Answer the update's message."""
        if update.effective_message is not None:
            await self.messenger.send(reply_target_of(update.effective_message), reply)

    async def texts(self, update: Update) -> Texts:
        """What Kutip says in the language of whoever caused the update."""
        return texts_for(await self.language(update))


KutipApplication = Application[ExtBot[int], Context, NoData, NoData, Shared, None]


def context_types() -> ContextTypes[Context, NoData, NoData, Shared]:
    """The types that the application is built with."""
    return ContextTypes(context=Context, bot_data=Shared)


def share(application: KutipApplication, services: BotServices) -> None:
    """Give every handler of the application the services."""
    application.bot_data.services = services
    application.bot_data.messenger = Messenger(application.bot, services.follow_migration)


def reader_of(update: Update) -> User | None:
    """Who caused the update, if that is a person: an anonymous admin, say, is nobody."""
    user = update.effective_user
    return None if user is None or user.is_bot else user
