"""Reloading and looking after the bot."""

import logging

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import BadRequest, TooManyRequests
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers.render.staff import role_needed

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
NEWS = "Title: Pasar apung dibuka\nDate: 2022-05-01\n\nPasar apung dibuka oleh Bupati Sinta Wijaya."
WHO = "Siapa yang membuka pasar apung?"


async def last_edit(chat: Chat, beginning: str) -> str:
    """The text of the first edit that begins so; those before it are progress."""
    while not (text := (await chat.next_edit()).text).startswith(beginning):
        pass
    return text


async def test_a_reload_reports_in_one_message_what_it_did(
    admin_chat: Chat, admin: User, services: BotServices, server: BotApiServer
) -> None:
    admin_chat.says(admin, "Hello")
    await admin_chat.next_message()
    folder = services.settings.articles
    (folder / "pasar.txt").write_text(NEWS, "utf-8")
    (folder / "salinan.txt").write_text(NEWS, "utf-8")
    (folder / "kosong.txt").write_text("", "utf-8")
    (folder / "badak.txt").unlink()
    (folder / "jembatan.txt").write_text("Jembatan ditutup lagi karena <rusak> & tua.", "utf-8")
    admin_chat.says(admin, "/reload")
    started = await admin_chat.next_message()
    assert started.text == ENGLISH.reload_started
    report = await last_edit(admin_chat, ENGLISH.reload_done)
    counts = ["Added: 1", "Changed: 1", "Removed: 1", "Unchanged: 2", "Duplicates: 1"]
    assert all(count in report for count in [*counts, "Unreadable: 1"])
    assert "kosong.txt: empty" in report
    assert "Time: " in report
    assert admin_chat.messages[started.message_id].text == report
    admin_chat.says(admin, WHO)
    assert "Bupati Sinta Wijaya" in (await admin_chat.next_message()).text
    audit_entries, _ = await services.staff.audit_entries(0)
    assert [(entry.name, entry.action) for entry in audit_entries] == [("Admin", "did_reload")]


async def test_answers_go_on_while_a_reload_runs_and_a_second_one_is_told_so(
    admin_chat: Chat, admin: User, chat: Chat, server: BotApiServer, services: BotServices
) -> None:
    """Readers do not notice a reload of hundreds of articles."""
    reader = chat.owner or admin
    admin_chat.says(admin, "Hello")
    await admin_chat.next_message()
    for number in range(300):
        text = f"Berita {number}. Desa {number} panen padi pada hari ke-{number}."
        (services.settings.articles / f"desa{number}.txt").write_text(text, "utf-8")
    admin_chat.says(admin, "/reload")
    await admin_chat.next_message()
    admin_chat.says(admin, "/reload")
    for _ in range(5):
        chat.says(reader, "Siapa yang meresmikan Jembatan Sungai Lestari?")
    answers = [await chat.next_message() for _ in range(5)]
    assert all("Ratna Dewi" in answer.text for answer in answers)
    report = await last_edit(admin_chat, ENGLISH.reload_done)
    assert "Added: 300" in report
    said = [call.parameters["text"] for call in server.calls if "text" in call.parameters]
    assert ENGLISH.reload_running in said


async def test_a_reload_that_fails_changes_nothing_and_says_so(
    admin_chat: Chat, admin: User, services: BotServices
) -> None:
    admin_chat.says(admin, "Hello")
    await admin_chat.next_message()
    folder = services.settings.articles
    folder.rename(folder.with_name("elsewhere"))
    admin_chat.says(admin, "/reload")
    started = await admin_chat.next_message()
    ended = await admin_chat.next_edit()
    assert ended.message_id == started.message_id
    assert ended.text == ENGLISH.format("folder_missing", path=str(folder))
    admin_chat.says(admin, "Siapa yang meresmikan Jembatan Sungai Lestari?")
    assert "Ratna Dewi" in (await admin_chat.next_message()).text


async def test_the_report_arrives_although_telegram_slows_the_progress_down(
    admin_chat: Chat, admin: User, server: BotApiServer, chat: Chat, ani: User
) -> None:
    """The flood control of a progress edit holds up neither an answer nor, for long, the report."""
    server.fail("editMessageText", TooManyRequests(2), chat=admin_chat)
    admin_chat.says(admin, "/reload")
    await admin_chat.next_message()
    refused = await server.next_call("editMessageText")
    assert refused.error
    chat.says(ani, "Siapa yang meresmikan Jembatan Sungai Lestari?")
    assert "Ratna Dewi" in (await chat.next_message(timeout=1.5)).text
    assert await last_edit(admin_chat, ENGLISH.reload_done)


async def test_the_report_is_sent_anew_if_its_message_is_gone(
    admin_chat: Chat, admin: User, server: BotApiServer
) -> None:
    server.fail(
        "editMessageText", BadRequest("message to edit not found"), times=9, chat=admin_chat
    )
    admin_chat.says(admin, "/reload")
    assert (await admin_chat.next_message()).text == ENGLISH.reload_started
    assert (await admin_chat.next_message()).text.startswith(ENGLISH.reload_done)


async def test_status_says_how_the_bot_is_doing(admin_chat: Chat, admin: User) -> None:
    admin_chat.says(admin, "/status")
    text = (await admin_chat.next_message()).text
    assert text.startswith(ENGLISH.status_title)
    assert "Articles: 4" in text
    assert "Passages: " in text
    assert "Last reload: " in text
    assert "Added: 4" in text
    assert "Running for: " in text
    assert "Version: " in text
    assert "Alerts: 0 waiting" in text


@pytest.mark.parametrize("command", ["/reload", "/status"])
async def test_everyone_else_is_refused_politely_and_it_is_logged(
    chat: Chat, ani: User, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "handlers.admin.reload"):
        chat.says(ani, command)
        assert (await chat.next_message()).text == role_needed(Command(command[1:]), INDONESIAN)
    assert f"{command} was refused" in caplog.text
    assert str(ani.id) not in caplog.text


async def test_feeds_and_folder_are_reloaded_together_or_apart(
    admin_chat: Chat, admin: User, services: BotServices
) -> None:
    admin_chat.says(admin, "/reload feeds")
    assert (await admin_chat.next_message()).text == ENGLISH.reload_no_feeds
    admin_chat.says(admin, "/reload folder")
    assert (await admin_chat.next_message()).text == ENGLISH.reload_started
    await last_edit(admin_chat, ENGLISH.reload_done)
    admin_chat.says(admin, "/reload everything")
    assert (await admin_chat.next_message()).text == ENGLISH.reload_how
    audit_entries = await services.staff.audit.latest(9)
    assert [entry.subject for entry in audit_entries] == ["folder", "feeds"]
