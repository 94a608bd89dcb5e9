"""Who runs the bot: appointed, told, shown their commands, dismissed, and all of it noted."""

import json

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.texts import texts_for
from bot.users.permissions import Command, commands_of
from handlers.render.staff import role_needed
from tests.e2e.conftest import ADMIN, RunningBot

ENGLISH = texts_for(InterfaceLanguage.ENGLISH).staff
INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN).staff


@pytest.fixture
def owner(server: BotApiServer) -> User:
    return server.user("Owner", id=ADMIN, language_code="en")


@pytest.fixture
def admin_chat(server: BotApiServer, owner: User, bot: RunningBot) -> Chat:
    """The owner's chat with the running bot."""
    return server.private_chat(owner, started=True)


def menu(server: BotApiServer, person: User, language: str = "") -> list[str]:
    """The commands that Telegram shows to a person alone."""
    scope = json.dumps({"type": "chat", "chat_id": str(person.id)})
    return [each["command"] for each in server.state.profile.commands.get((scope, language), [])]


async def menu_becomes(server: BotApiServer, person: User, method: str, *names: str) -> None:
    """Wait for the last language's menu, which is published after the reply."""
    while menu(server, person, "en") != list(names):
        await server.next_call(method)
    assert menu(server, person) == list(names)


async def reply_to(chat: Chat, person: User, text: str, **more: object) -> str:
    chat.says(person, text, **more)  # type: ignore[arg-type]
    return (await chat.next_message()).text


async def refusal(server: BotApiServer) -> str:
    """The first notice that a press was answered with."""
    while not (answer := await server.next_callback_answer()).text:
        pass
    return answer.text


async def test_an_editor_is_appointed_told_and_shown_their_commands(
    admin_chat: Chat, owner: User, chat: Chat, server: BotApiServer, services: BotServices
) -> None:
    ani = chat.owner
    promoted = await reply_to(admin_chat, owner, f"/promote {ani.id} editor")
    assert promoted == ENGLISH.format("promoted", name="Ani", role=ENGLISH.as_editor)
    told = (await chat.next_message()).text
    assert told == INDONESIAN.format("you_promoted", role=INDONESIAN.as_editor)
    assert await services.staff.role(ani.id) is Role.EDITOR
    await menu_becomes(server, ani, "setMyCommands", *commands_of(Role.EDITOR))
    status = texts_for(InterfaceLanguage.INDONESIAN).status_title
    assert (await reply_to(chat, ani, "/status")).startswith(status)
    people = await reply_to(admin_chat, owner, "/admins")
    assert f"editor · Ani · {ani.id} · since" in people
    assert f"owner · Owner · {ADMIN}" in people

    assert await reply_to(admin_chat, owner, f"/demote {ani.id}") == ENGLISH.format(
        "demoted", name="Ani", role="an editor"
    )
    assert (await chat.next_message()).text == INDONESIAN.format("you_demoted", role="editor")
    await menu_becomes(server, ani, "deleteMyCommands")
    assert await reply_to(chat, ani, "/status") == role_needed(
        Command.STATUS, texts_for(InterfaceLanguage.INDONESIAN)
    )


async def test_somebody_is_shown_by_a_forwarded_message_or_a_contact(
    admin_chat: Chat, owner: User, chat: Chat, server: BotApiServer, services: BotServices
) -> None:
    ani = chat.owner
    role = services.staff.role
    forwarded = admin_chat.forwards(owner, "Saya bisa bantu.", ani)
    await admin_chat.next_message()  # it is answered as any text is
    await reply_to(admin_chat, owner, "/promote", reply_to=forwarded)
    assert await role(ani.id) is Role.EDITOR
    budi = server.user("Budi")
    contact = admin_chat.shares_contact(owner, budi)
    await admin_chat.next_message()
    promoted = await reply_to(admin_chat, owner, "/promote admin", reply_to=contact)
    assert promoted.startswith(ENGLISH.format("promoted", name="Budi", role=ENGLISH.as_admin))
    assert ENGLISH.person_not_told in promoted
    assert await role(budi.id) is Role.ADMIN


async def test_who_is_not_known_is_asked_for_with_a_link_that_tells_the_number(
    admin_chat: Chat, owner: User, ani: User, chat: Chat, server: BotApiServer
) -> None:
    link = f"https://t.me/{server.bot.username}?start=id"
    hidden = admin_chat.forwards(owner, "Halo", "Seseorang")
    await admin_chat.next_message()
    unknown = admin_chat.shares_contact(owner, ani, known=False)
    await admin_chat.next_message()
    for message in (hidden, unknown):
        asked = await reply_to(admin_chat, owner, "/promote", reply_to=message)
        assert asked == ENGLISH.format("person_hidden", link=link)
    how = ENGLISH.format("person_how", link=link)
    for words in ("", " editor", " Ani", " 0", " -5", " 1 2", " ١٢"):
        assert await reply_to(admin_chat, owner, f"/promote{words}") == how
    named = await reply_to(admin_chat, owner, "/promote @ani")
    assert named == ENGLISH.format("person_username", link=link)
    assert await reply_to(chat, ani, "/start id") == INDONESIAN.format("person_number", id=ani.id)


async def test_only_roles_below_ones_own_are_given_and_taken(
    admin_chat: Chat, owner: User, ani: User, chat: Chat, server: BotApiServer
) -> None:
    budi = server.user("Budi")
    await reply_to(admin_chat, owner, f"/promote {ani.id} admin")
    await chat.next_message()
    above = INDONESIAN.person_above
    assert await reply_to(chat, ani, f"/promote {budi.id} admin") == above
    assert await reply_to(chat, ani, f"/demote {ADMIN}") == above
    assert await reply_to(chat, ani, f"/demote {ani.id}") == above
    assert await reply_to(chat, ani, f"/promote {ani.id} editor") == above
    server.private_chat(budi, started=True)  # else the unknown number is asked about first
    assert "editor" in await reply_to(chat, ani, f"/promote {budi.id} editor")
    has = INDONESIAN.format("person_has_role", id=budi.id)
    assert await reply_to(chat, ani, f"/promote {budi.id} editor") == has
    await reply_to(chat, ani, f"/demote {budi.id}")
    none = INDONESIAN.format("person_without_role", id=budi.id)
    assert await reply_to(chat, ani, f"/demote {budi.id}") == none
    assert await reply_to(admin_chat, owner, f"/promote {ADMIN} editor") == ENGLISH.person_above


async def test_deeds_are_paged_by_buttons_that_ask_for_the_right_anew(
    admin_chat: Chat, owner: User, chat: Chat, services: BotServices, server: BotApiServer
) -> None:
    ani = chat.owner
    audit = services.staff.audit
    assert await reply_to(admin_chat, owner, "/audit") == ENGLISH.audit_none
    for number in range(15):
        await audit.add(ani.id, "Ani <b>", "did_backup", f"nomor {number}")
    await audit.add(ani.id, "Ani", "did_something_of_another_version", "x")
    await reply_to(admin_chat, owner, f"/promote {ani.id} admin")
    await chat.next_message()
    admin_chat.says(owner, "/audit")
    page = await admin_chat.next_message()
    assert f"Owner appointed: Ani ({ani.id}), admin" in page.text
    assert "Ani did_something_of_another_version: x" in page.text
    assert "Ani <b> took a backup: nomor 14" in page.text
    assert "1–12 of 17" in page.text
    admin_chat.presses(owner, page, "ya:12")
    older = await admin_chat.next_edit()
    assert "13–17 of 17" in older.text
    assert "nomor 0" in older.text
    admin_chat.presses(owner, older, "ya:0")
    assert (await admin_chat.next_edit()).text == page.text

    chat.says(ani, "/audit")
    theirs = await chat.next_message()
    await reply_to(admin_chat, owner, f"/demote {ani.id}")
    await chat.next_message()
    chat.presses(ani, theirs, "ya:12")
    assert await refusal(server) == role_needed(
        Command.AUDIT, texts_for(InterfaceLanguage.INDONESIAN)
    )
