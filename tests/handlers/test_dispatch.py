"""What every handler gets from the dispatcher: rights, domain errors, buttons that are stale."""

import logging
from typing import NoReturn

import pytest
from telegram import CallbackQuery, Chat, InaccessibleMessage, Update
from telegram.constants import ChatType
from telegram.warnings import PTBUserWarning

from bot.errors import StorageError
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.outbox.outcomes import MessageGone, NotModified
from bot.texts import texts_for
from bot.users.permissions import Command, min_role
from handlers import handlers
from handlers.callback_data.announcements import CancelBroadcast, ListAudit
from handlers.callback_data.articles import ListLatest, ReadArticle, TurnArticlePage
from handlers.callback_data.codec import encode
from handlers.callback_data.editorial import RemoveArticle, SaveDraft
from handlers.callback_data.feeds import ListFeeds
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from handlers.callback_data.topics import SetSchedule
from handlers.render.staff import role_needed
from tests.handlers.callback_data.test_old_buttons import OLD_BUTTONS
from tests.handlers.harness import CHANNEL, GROUP, OTHER, OWNER, READER, Harness

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
STAFF_ONLY = [command for command in Command if min_role(command) > Role.READER]


@pytest.mark.parametrize("command", STAFF_ONLY)
async def test_a_reader_is_refused_what_is_for_the_staff(
    harness: Harness, command: Command, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "handlers.dispatch"):
        outcome = await harness.says(f"/{command}")
    assert outcome.text == role_needed(command, ENGLISH)
    assert f"/{command} was refused to somebody without the role" in caplog.text
    assert str(READER.id) not in caplog.messages[0]


@pytest.mark.parametrize("command", STAFF_ONLY)
async def test_the_staff_is_answered_in_private_only(harness: Harness, command: Command) -> None:
    outcome = await harness.says(f"/{command}", OWNER, chat=GROUP)
    assert outcome.text == ENGLISH.format("admin_in_private", username="kutip_bot")


@pytest.mark.parametrize(
    "payload",
    [
        ListFeeds(0),
        ListAudit(0),
        ListUnanswered(0),
        ShowStatistics(7),
        SaveDraft(1),
        RemoveArticle(1),
        CancelBroadcast(1),
    ],
)
async def test_a_button_of_the_staff_needs_the_same_right(
    harness: Harness, payload: ButtonPayload
) -> None:
    refused = await harness.presses(payload)
    assert (refused.notice or "").startswith("Only owners")
    assert not refused.sent
    assert not refused.edited
    in_group = await harness.presses(payload, OWNER, chat=GROUP)
    assert in_group.notice == refused.notice


def test_every_payload_has_one_handler() -> None:
    updates = [
        Update(1, callback_query=CallbackQuery("1", READER, "1", data=data))
        for data, _, _ in OLD_BUTTONS
    ]
    for update in updates:
        taken = [each for each in handlers() if each.check_update(update) not in {None, False}]
        assert len(taken) == 2, update.callback_query  # its own, and the one for stale buttons


@pytest.mark.parametrize("data", ["zz", "r", "r:x", "r:1:2", "f:", "q:99999999999999999"])
async def test_a_button_that_carries_nothing_known_is_stale(harness: Harness, data: str) -> None:
    outcome = await harness.presses_data(data)
    assert outcome.notice == ENGLISH.stale_button
    assert not outcome.sent


async def test_a_button_under_a_message_too_old_to_see_is_stale(harness: Harness) -> None:
    message = InaccessibleMessage(Chat(READER.id, ChatType.PRIVATE), 5)
    query = CallbackQuery("1", READER, "1", message=message, data=encode(ReadArticle(1)))
    with pytest.warns(PTBUserWarning, match="InaccessibleMessage"):
        outcome = await harness.update(callback_query=query)
    assert outcome.notice == ENGLISH.stale_button


async def test_in_a_channel_buttons_do_nothing_unless_they_say_what(harness: Harness) -> None:
    for payload in (ListLatest(0), TurnArticlePage(1, 0), SetSchedule(1, 0)):
        outcome = await harness.presses(payload, chat=CHANNEL)
        assert outcome.notice == ENGLISH.stale_button
        assert not outcome.sent
        assert not outcome.edited


async def test_a_reply_takes_a_new_message_where_the_old_one_is_gone(harness: Harness) -> None:
    assert (await harness.presses(ListLatest(0))).edited
    harness.messenger.edit_failure = MessageGone("gone")
    assert (await harness.presses(ListLatest(0))).sent
    harness.messenger.edit_failure = NotModified("same")
    assert not (await harness.presses(ListLatest(0))).sent


async def failing(*_: object, **__: object) -> NoReturn:
    raise StorageError("storage_failed", path="kutip.db", reason="SQLITE_IOERR")


async def test_a_failure_of_the_storage_is_ours_to_report_not_the_readers_to_read(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(harness.services.library, "status", failing)
    with caplog.at_level(logging.ERROR, "handlers.errors"):
        assert (await harness.says("/latest")).text == ENGLISH.trouble
        assert (await harness.presses(ListLatest(0))).notice == ENGLISH.trouble
    assert caplog.messages == ["handling message failed", "handling callback_query failed"]


async def test_each_is_answered_in_their_own_language(harness: Harness) -> None:
    await harness.services.preferences.choose_language(OTHER.id, InterfaceLanguage.INDONESIAN)
    indonesian = texts_for(InterfaceLanguage.INDONESIAN)
    assert (await harness.says("/nothing", OTHER)).text == indonesian.unknown_command
    assert (await harness.says("/nothing", READER)).text == ENGLISH.unknown_command
