"""Publish the commands of each role as Telegram's menus."""

import logging
from collections.abc import Iterator, Mapping, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.texts import LANGUAGES, Texts, texts_for
from bot.users.permissions import Command, commands_of, commands_of_groups

log = logging.getLogger(__name__)


async def publish_commands(bot: Bot, roles: Mapping[int, Role], default: InterfaceLanguage) -> None:
    """Set the menu of each scope in each language, ``default`` for all other languages.

    A person who has never written to the bot has no chat: that is logged, and the rest goes on.
    """
    for scope, names in _scopes(roles):
        await _publish(bot, scope, names, default)


async def publish_commands_for(
    bot: Bot, user_id: int, role: Role, default: InterfaceLanguage
) -> None:
    """Set the menu of a person's new role; a reader has the menu of all others."""
    if role > Role.READER:
        await _publish(bot, BotCommandScopeChat(user_id), commands_of(role), default)
        return
    for code, _ in _menus(default):
        try:
            await bot.delete_my_commands(BotCommandScopeChat(user_id), code)
        except TelegramError as error:
            log.warning("the menu of a former member of the staff was not taken back: %s", error)
            return


async def _publish(
    bot: Bot, scope: BotCommandScope, names: Sequence[Command], default: InterfaceLanguage
) -> None:
    for code, texts in _menus(default):
        commands = [BotCommand(name, texts.format(f"command_{name}")) for name in names]
        try:
            await bot.set_my_commands(commands, scope, code)
        except TelegramError as error:
            log.warning("commands not published for %s: %s", scope.type, error)
            return


def _scopes(roles: Mapping[int, Role]) -> Iterator[tuple[BotCommandScope, tuple[Command, ...]]]:
    """The scopes and their commands; Telegram shows the most particular one."""
    yield BotCommandScopeDefault(), commands_of_groups()
    yield BotCommandScopeAllPrivateChats(), commands_of(Role.READER)
    for user_id, role in roles.items():
        yield BotCommandScopeChat(user_id), commands_of(role)


def _menus(default: InterfaceLanguage) -> Iterator[tuple[str | None, Texts]]:
    """The texts by language code; None for all other languages."""
    yield None, texts_for(default)
    yield from LANGUAGES.items()
