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
from handlers.render.staff import role_needed
from tests.e2e.conftest import ADMIN, RunningBot
from tests.handlers.callback_data.test_old_buttons import OLD_BUTTONS
from tests.rights import DOCUMENT, buttons_of_staff

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


def rows_of_the_document() -> dict[str, dict[Role, bool]]:
    """For each button of the staff, as the document has it, which role it obeys."""
    table = DOCUMENT.read_text("utf-8").partition("## Buttons")[2]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return {
        name: dict(zip(Role, (cell == "yes" for cell in cells), strict=True))
        for names, _, *cells in rows[2:]
        for name in names.split(", ")
    }


async def test_every_button_obeys_whom_the_document_says(
    server: BotApiServer, services: BotServices, bot: RunningBot
) -> None:
    """Whoever sends its data, under whatever message: also one that was never shown a button."""
    await server.polled()
    expected, needed = rows_of_the_document(), buttons_of_staff()
    assert set(expected) == set(needed)
    wrong = []
    for role in Role:
        person = server.user(role.name, id=ADMIN if role is Role.OWNER else None)
        if role in (Role.EDITOR, Role.ADMIN):
            await services.staff.appoint(Role.OWNER, person.id, person.first_name, role)
        chat = server.private_chat(person, started=True)
        chat.says(person, "/help")
        shown = await chat.next_message()
        for data, name, _ in OLD_BUTTONS:
            if name not in needed:
                continue  # it is for everybody: the other tests press it as readers
            number = chat.forges(person, shown, data)
            answer = await server.next_callback_answer()
            assert answer.id == number
            is_refused = answer.text in refusals_of(needed.get(name))
            if is_refused == expected[name][role]:
                wrong.append(f"{name} of {role.name}: {answer.text}")
    assert wrong == []


def refusals_of(command: Command | None) -> set[str]:
    """The refusal in every language, of which one of the buttons chooses another."""
    return {role_needed(command, texts_for(each)) for each in InterfaceLanguage if command}


async def test_no_button_of_the_staff_does_anything_in_a_group(
    server: BotApiServer, bot: RunningBot
) -> None:
    await server.polled()
    owner = server.user("Pemilik", id=ADMIN)
    group = server.group("Redaksi", owner)
    group.says(owner, "/help")
    shown = await group.next_message()
    for data, name, _ in OLD_BUTTONS:
        if command := buttons_of_staff().get(name):
            group.forges(owner, shown, data)
            assert (await server.next_callback_answer()).text in refusals_of(command)
