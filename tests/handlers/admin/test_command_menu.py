"""Menus by scope and role."""

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from handlers.admin.command_menu import publish_commands, publish_commands_for
from tests.handlers.harness import OWNER, READER, Harness


async def test_everybody_with_a_role_has_a_menu_in_each_language(harness: Harness) -> None:
    await publish_commands(harness.bot, {OWNER.id: Role.OWNER}, InterfaceLanguage.INDONESIAN)
    menus = harness.bot.menus
    assert menus.count(("set", OWNER.id)) == 4  # each language, and one for all others
    assert menus.count(("set", None)) == 8  # of groups, and of readers


async def test_a_dismissed_person_gets_the_readers_menu(harness: Harness) -> None:
    await publish_commands_for(harness.bot, READER.id, Role.READER, InterfaceLanguage.INDONESIAN)
    assert harness.bot.menus == [("deleted", READER.id)] * 4
