"""Which commands there are, for whom, and how Telegram's menu learns of them.

Handles none of them.
"""

import logging
from collections.abc import Collection, Iterator

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.texts import LANGUAGES, Texts, texts_for
from index.types import Language

log = logging.getLogger(__name__)

OF_TOPICS = ("subscribe", "topics", "unsubscribe", "digest", "quiet", "timezone")
FOR_ALL = ("ask", "latest", "article", *OF_TOPICS, "language", "privacy", "help")
FOR_READERS = ("start", *FOR_ALL[:-1], "forget", "help")
FOR_ADMINS = (*FOR_READERS, "reload", "status")


async def publish_commands(bot: Bot, admins: Collection[int], default: Language) -> None:
    """Tell Telegram the commands of each scope in each language, ``default`` for all others.

    An admin whom the bot has never met has no chat yet: that is logged, and the rest goes on.
    """
    for scope, names in _scopes(admins):
        for code, texts in _menus(default):
            commands = [BotCommand(name, texts.say(f"command_{name}")) for name in names]
            try:
                await bot.set_my_commands(commands, scope, code)
            except TelegramError as error:
                where = getattr(scope, "chat_id", "all")
                log.warning("commands not published for %s (%s): %s", scope.type, where, error)
                break


def _scopes(admins: Collection[int]) -> Iterator[tuple[BotCommandScope, tuple[str, ...]]]:
    """Telegram shows the most particular scope that has commands."""
    yield BotCommandScopeDefault(), FOR_ALL
    yield BotCommandScopeAllPrivateChats(), FOR_READERS
    for admin in sorted(admins):
        yield BotCommandScopeChat(admin), FOR_ADMINS


def _menus(default: Language) -> Iterator[tuple[str | None, Texts]]:
    """Each language by its code, and the default one without: for everybody else."""
    yield None, texts_for(default)
    yield from LANGUAGES.items()
