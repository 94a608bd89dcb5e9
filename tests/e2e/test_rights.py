"""Every command for every role in every kind of chat, through the real bot."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.services.bot import BotServices
from bot.settings import Settings
from bot.texts import texts_for
from bot.users.permissions import Command, Permission, decide
from tests.e2e.conftest import ADMIN, RunningBot

TEXTS = texts_for(InterfaceLanguage.INDONESIAN).staff
GROUP_COMMANDS = 18  # a group hears no more of the bot in a minute than twenty messages


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Each person gives a hundred commands in a few seconds."""
    return settings.model_copy(update={"questions_per_minute": 0})


@dataclass(frozen=True)
class Case:
    """A command as somebody gave it in a chat."""

    command: Command
    role: Role
    chat: Chat
    asked: Message

    @property
    def expected(self) -> Permission:
        return decide(self.role, self.command, private=self.chat.is_private)


def verdict_of(reply: Message, server: BotApiServer) -> Permission:
    """What the bot's words mean."""
    if reply.text.startswith("Hanya pemilik"):
        return Permission.REFUSED
    if reply.text == TEXTS.format("admin_in_private", username=server.bot.username):
        return Permission.ELSEWHERE
    return Permission.ALLOWED


def chats_for(server: BotApiServer, person: User) -> Iterator[list[Chat]]:
    """A chat for each command: the private one, then groups of both kinds, each for some."""
    commands = list(Command)
    yield [server.private_chat(person, started=True)] * len(commands)
    for supergroup in (False, True):
        groups: list[Chat] = []
        for place in range(len(commands)):
            if place % GROUP_COMMANDS == 0:
                group = server.group("Ruang", person, supergroup=supergroup)
            groups.append(group)
        yield groups


async def test_every_command_is_for_whom_the_table_says(
    server: BotApiServer, services: BotServices, bot: RunningBot
) -> None:
    await server.polled()
    people = {
        role: server.user(role.name, id=ADMIN if role is Role.OWNER else None) for role in Role
    }
    for role in (Role.EDITOR, Role.ADMIN):
        person = people[role]
        await services.staff.appoint(Role.OWNER, person.id, person.first_name, role)
    tried = await asyncio.gather(*(tries(server, role, people[role]) for role in Role))
    given = [case for cases, _ in tried for case in cases]
    replies = {key: reply for _, found in tried for key, reply in found.items()}
    wrong = [
        f"/{case.command} of {case.role.name} in {case.chat.type}: {found}, not {case.expected}"
        for case in given
        if (found := verdict_of(replies[case.chat.id, case.asked.message_id], server))
        is not case.expected
    ]
    assert wrong == []
    assert {case.expected for case in given} == set(Permission)


async def tries(
    server: BotApiServer, role: Role, person: User
) -> tuple[list[Case], dict[tuple[int, int], Message]]:
    """Give every command in every kind of chat; the cases and the replies."""
    given: list[Case] = []
    replies: dict[tuple[int, int], Message] = {}
    for chats in chats_for(server, person):
        for command, chat in zip(Command, chats, strict=True):
            given.append(Case(command, role, chat, chat.says(person, f"/{command}")))
            replies |= await answers(given[-1:])  # one after the other: many are a flood
    return given, replies


async def answers(given: list[Case]) -> dict[tuple[int, int], Message]:
    """The first reply to each command, by chat and message."""
    found: dict[tuple[int, int], Message] = {}
    for case in given:
        key = case.chat.id, case.asked.message_id
        while key not in found:
            reply = await case.chat.next_message(timeout=20)
            found.setdefault((case.chat.id, reply.reply_to_message_id or 0), reply)
    return found
