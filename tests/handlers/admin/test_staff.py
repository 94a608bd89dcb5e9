"""Appointments, dismissals and the audit log."""

import pytest
from telegram import (
    AcceptedGiftTypes,
    ChatFullInfo,
    Contact,
    MessageOriginHiddenUser,
    MessageOriginUser,
    User,
)
from telegram.constants import ChatType

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.texts import texts_for
from handlers.callback_data.announcements import ListAudit
from tests.handlers.harness import OTHER, OWNER, READER, Harness, labels, now, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
STAFF = ENGLISH.staff
LINK = "https://t.me/kutip_bot?start=id"


def person(user: User) -> ChatFullInfo:
    return ChatFullInfo(
        user.id,
        ChatType.PRIVATE,
        0,
        10,
        AcceptedGiftTypes(*[False] * 5),
        first_name=user.first_name,
    )


async def role(harness: Harness, user_id: int = READER.id) -> Role:
    return await harness.services.staff.role(user_id)


async def test_somebody_is_appointed_told_and_shown_their_commands(harness: Harness) -> None:
    harness.known.chats[READER.id] = person(READER)
    outcome = await harness.says(f"/promote {READER.id} admin", OWNER)
    told, done = outcome.sent
    own = texts_for(harness.services.settings.language)  # theirs is not known yet
    assert told.html == own.format("you_promoted", role=own.staff.as_admin)
    assert done.html == "Ani is now an admin."
    assert await role(harness) is Role.ADMIN
    assert ("set", READER.id) in harness.bot.menus
    assert (await harness.services.staff.audit.latest(1))[0].action == "did_promote"


async def test_somebody_is_dismissed_and_loses_the_menu(harness: Harness) -> None:
    await harness.services.staff.appoint(Role.OWNER, READER.id, "Ani", Role.EDITOR)
    harness.messenger.unreachable.add(READER.id)
    outcome = await harness.says(f"/demote {READER.id}", OWNER)
    assert outcome.text == f"Ani is no longer an editor.\n\n{STAFF.person_not_told}"
    assert await role(harness) is Role.READER
    assert ("deleted", READER.id) in harness.bot.menus


@pytest.mark.parametrize(
    ("args", "key"),
    [("", "person_how"), ("@ani", "person_username"), ("12x", "person_how"), ("1 2", "person_how")],
)
async def test_who_is_meant_has_to_be_clear(harness: Harness, args: str, key: str) -> None:
    outcome = await harness.says(f"/promote {args}".strip(), OWNER)
    assert outcome.text == ENGLISH.format(key, link=LINK)


@pytest.mark.parametrize("written", ["1001 boss", "boss 1001"])
async def test_a_role_that_does_not_exist_is_named(harness: Harness, written: str) -> None:
    outcome = await harness.says(f"/promote {written}", OWNER)
    assert outcome.text == 'There is no role "boss". Choose editor or admin.'
    assert await role(harness) is Role.READER


async def test_dismissing_has_its_own_help(harness: Harness) -> None:
    assert (await harness.says("/demote", OWNER)).text == STAFF.person_dismiss_how


async def test_a_number_that_nobody_knows_is_asked_about_first(harness: Harness) -> None:
    asked = (await harness.says("/promote 555 admin", OWNER)).reply
    assert STAFF.format("person_unknown", id=555, role="an admin") == text_of(asked)
    assert await role(harness, 555) is Role.READER
    yes, no = payloads(asked)
    left = await harness.presses(no, OWNER, under=asked)
    assert left.text == STAFF.person_unknown_left
    assert await role(harness, 555) is Role.READER
    await harness.presses(yes, OWNER, under=asked)
    assert await role(harness, 555) is Role.ADMIN


@pytest.mark.parametrize("language", InterfaceLanguage)
async def test_who_is_appointed_is_told_in_the_language_of_their_client(
    harness: Harness, language: InterfaceLanguage
) -> None:
    theirs = User(7_007, "Eda", is_bot=False, language_code=language.value)
    await harness.says("/start id", theirs)
    harness.known.chats[theirs.id] = person(theirs)
    told = (await harness.says(f"/promote {theirs.id}", OWNER)).sent[0]
    own = texts_for(language)
    assert text_of(told) == own.format("you_promoted", role=own.staff.as_editor)


async def test_a_contact_that_is_shared_for_it_is_no_mistake(harness: Harness) -> None:
    """As /promote says; from a reader it is a message without text."""
    contact = Contact("1", "Budi", user_id=OTHER.id)
    assert (await harness.says("", OWNER, contact=contact)).text == STAFF.person_contact
    assert (
        await harness.says("", READER, contact=contact)
    ).text == ENGLISH.attachments.unread_contact


async def test_an_author_or_a_contact_is_appointed_by_a_reply(harness: Harness) -> None:
    forwarded = harness.message("x", forward_origin=MessageOriginUser(now(), READER))
    await harness.says("/promote", OWNER, reply_to_message=forwarded)
    assert await role(harness) is Role.EDITOR
    contact = harness.message("", contact=Contact("1", "Budi", user_id=OTHER.id))
    await harness.says("/promote admin", OWNER, reply_to_message=contact)
    assert await role(harness, OTHER.id) is Role.ADMIN
    hidden = harness.message("x", forward_origin=MessageOriginHiddenUser(now(), "Somebody"))
    outcome = await harness.says("/promote", OWNER, reply_to_message=hidden)
    assert outcome.text == ENGLISH.format("person_hidden", link=LINK)


async def test_an_owner_is_not_dismissed(harness: Harness) -> None:
    assert (await harness.says(f"/demote {OWNER.id}", OWNER)).text == STAFF.person_above
    unknown = await harness.says("/demote 77", OWNER)
    assert unknown.text == ENGLISH.format("person_without_role", id=77)


async def test_everybody_with_a_role_is_listed(harness: Harness) -> None:
    await harness.services.staff.appoint(Role.OWNER, READER.id, "Ani", Role.EDITOR)
    text = (await harness.says("/admins", OWNER)).text
    assert str(OWNER.id) in text
    assert "Ani" in text


async def test_a_link_tells_people_their_number(harness: Harness) -> None:
    outcome = await harness.says("/start id")
    assert outcome.text == ENGLISH.format("person_number", id=READER.id)


async def test_the_audit_log_is_turned_page_by_page(harness: Harness) -> None:
    assert (await harness.says("/audit", OWNER)).text == STAFF.audit_none
    for number in range(13):
        await harness.services.staff.audit.add(OWNER.id, "Owner", "did_reload", str(number))
    first = await harness.says("/audit", OWNER)
    assert STAFF.format("audit_range", first="1", last="12", total="13") in first.text
    assert labels(first.reply) == [ENGLISH.older]
    assert (await harness.says("/audit 2", OWNER)).text.endswith(
        STAFF.format("audit_range", first="13", last="13", total="13")
    )
    assert (await harness.says("/audit 3", OWNER)).text == STAFF.format("audit_pages", pages=2)
    assert (await harness.says("/audit Ani", OWNER)).text == STAFF.audit_how
    second = await harness.presses(ListAudit(12), OWNER, under=first.reply)
    assert labels(second.edited[0]) == [ENGLISH.newer]
