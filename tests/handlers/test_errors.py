"""A failure is logged, reported to admins, and answered in one line."""

import asyncio
import logging
from typing import Any

import pytest
from telegram import CallbackQuery, InlineQuery, Update

from bot.errors import ReloadFailed, StorageError
from bot.model.interface_language import InterfaceLanguage
from bot.runtime.error_reports import ErrorReport
from bot.texts import texts_for
from handlers import errors
from handlers.context import Context
from index.errors import EngineUnavailable
from tests.handlers.harness import CHANNEL, GROUP, READER, Harness

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


def failed(harness: Harness, update: object, error: Exception | None = None) -> Context:
    context = Context.from_error(update, error or ValueError("no"), harness.application)
    assert isinstance(context, Context)
    return context


async def test_a_message_is_answered_and_never_logged(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    update = Update(7, message=harness.message("something private"))
    with caplog.at_level(logging.ERROR, "handlers.errors"):
        await errors.report(update, failed(harness, update))
    ((target, reply),) = harness.messenger.sent
    assert (target.chat_id, reply.html) == (READER.id, ENGLISH.trouble)
    assert caplog.messages == ["handling message failed"]
    assert "private" not in caplog.text


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
async def test_nothing_is_said_in_a_channel_whose_post_failed(harness: Harness, kind: str) -> None:
    post = harness.message("Banjir surut", chat=CHANNEL, from_user=None, sender_chat=CHANNEL)
    fields: dict[str, Any] = {kind: post}
    update = Update(7, **fields)
    await errors.report(update, failed(harness, update))
    assert harness.messenger.sent == []


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (EngineUnavailable("timeout"), ENGLISH.cluster.engine_unavailable),
        (
            StorageError("storage_unavailable", path="PostgreSQL", reason="x"),
            ENGLISH.cluster.storage_unavailable,
        ),
    ],
)
async def test_an_outage_is_told_with_what_to_do(
    harness: Harness, error: Exception, text: str
) -> None:
    update = Update(7, message=harness.message("kapan gempa?"))
    behind = ReloadFailed()
    behind.__cause__ = error
    for each in (error, behind):
        await errors.report(update, failed(harness, update, each))
        assert harness.messenger.sent.pop()[1].html == text


async def test_a_button_is_answered_with_a_notice(harness: Harness) -> None:
    update = Update(8, callback_query=CallbackQuery("9", READER, "1", data="r:1"))
    await errors.report(update, failed(harness, update))
    assert [notice.text for notice in harness.messenger.notices] == [ENGLISH.trouble]
    assert harness.messenger.sent == []


async def test_what_fails_in_the_background_is_reported_to_admins(harness: Harness) -> None:
    reported: asyncio.Queue[ErrorReport] = asyncio.Queue()
    async with harness.services.error_reporter.reporting(reported.put):
        await errors.report(None, failed(harness, None))
        assert (await reported.get()).cause.kind == "ValueError"
    assert harness.messenger.sent == []


async def test_a_guest_apologizes_where_it_was_asked_and_nowhere_else(harness: Harness) -> None:
    asked = harness.message(
        "When was the earthquake in the north of the island?", chat=GROUP, guest_query_id="5"
    )
    update = Update(7, guest_message=asked)
    await errors.report(update, failed(harness, update))
    assert harness.messenger.sent == []
    (shown,) = harness.bot.shown
    assert ENGLISH.trouble in shown.text


async def test_a_query_that_fails_is_logged_and_gets_no_card(harness: Harness) -> None:
    update = Update(7, inline_query=InlineQuery("5", READER, "gempa", ""))
    await errors.report(update, failed(harness, update))
    assert (harness.messenger.sent, harness.bot.shown) == ([], [])
