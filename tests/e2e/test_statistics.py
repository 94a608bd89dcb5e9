"""The newsroom's figures, from readers' questions to the picture."""

import asyncio
from collections.abc import Callable

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.questions.answer import Answer, AnswerOutcome
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.statistics.report import Report
from bot.texts import texts_for
from bot.users.permissions import Command
from bot.users.staff import Staff
from handlers.render.staff import role_needed
from index.types import Language
from tests.e2e.conftest import ADMIN, RunningBot

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
ANSWERED = "Siapa yang meresmikan Jembatan Sungai Lestari?"
REFUSED = "Berapa harga tiket konser Coldplay? Kabari ani@contoh.id atau 0812-3456-7890"


@pytest.fixture
def editor(server: BotApiServer) -> User:
    return server.user("Editor", id=ADMIN + 1, language_code="en")


@pytest.fixture
async def appointed(services: BotServices, editor: User) -> Staff:
    """The staff, of which the editor is one."""
    await services.staff.appoint(Role.OWNER, editor.id, "Editor", Role.EDITOR)
    return services.staff


@pytest.fixture
def desk(server: BotApiServer, editor: User, appointed: Staff, bot: RunningBot) -> Chat:
    """The editor's chat with the running bot."""
    return server.private_chat(editor, started=True)


async def asked(chat: Chat, person: User, *questions: str) -> None:
    for question in questions:
        chat.says(person, question)
        await chat.next_message()


def leave_unanswered(count: int, services: BotServices) -> None:
    """So many questions of which no two are alike."""
    for number in range(count):
        question = f"kata{number} ihwal{number}"
        refused = Answer(question, Language.INDONESIAN, AnswerOutcome.REFUSED)
        services.recorder.answered(refused, 0.1)


async def counted(services: BotServices, expected: Callable[[Report], bool]) -> None:
    """Wait until the figures of the week are as expected."""
    async with asyncio.timeout(10):
        while not expected(await services.statistics.report(7)):
            pass


async def report(desk: Chat, editor: User, expected: str) -> Message:
    """The figures once they say what is expected: a reply is counted when it has arrived."""
    while True:
        desk.says(editor, "/stats")
        message = await desk.next_message(timeout=60)
        if expected in message.text:
            return message


async def test_stats_sends_a_picture_of_what_was_asked_and_another_period_by_button(
    desk: Chat, editor: User, chat: Chat, ani: User, server: BotApiServer
) -> None:
    await asked(chat, ani, ANSWERED, REFUSED, "Halo", "Terima kasih")
    month = await report(desk, editor, "Questions: 2, answered 50%")
    assert month.text.startswith("The last 30 days")
    assert "New articles: 4" in month.text
    assert "Reply time: median " in month.text
    assert month.media is not None
    assert month.media.content.startswith(b"\x89PNG")
    desk.presses(editor, month, "7 days")
    week = await desk.next_edit(timeout=20)
    assert week.message_id == month.message_id
    assert week.text.startswith("The last 7 days")
    assert week.media is not None
    assert week.media.content != month.media.content
    assert [button["text"] for button in week.buttons] == ["✓ 7 days", "30 days", "90 days"]


async def test_gaps_lists_what_was_not_answered_and_nothing_of_who_asked(
    desk: Chat, editor: User, chat: Chat, ani: User, services: BotServices
) -> None:
    """Questions that mean the same are one, and what was answered is not among them."""
    await asked(chat, ani, ANSWERED, REFUSED, "harga tiket konser coldplay berapa", "makasih")
    await counted(services, lambda report: report.questions == 3)
    desk.says(editor, "/gaps")
    said = (await desk.next_message()).text
    assert said.startswith(ENGLISH.format("gaps_title", days=7))
    assert said.count("• ") == 1
    assert "(×2)" in said
    assert not any(telling in said for telling in ("ani", "Ani", "0812", "7890", str(ani.id)))
    assert "Lestari" not in said


async def test_many_gaps_are_turned_page_by_page(
    desk: Chat, editor: User, services: BotServices
) -> None:
    leave_unanswered(20, services)
    desk.says(editor, "/gaps")
    first = await desk.next_message()
    assert "1–15 of 20" in first.text
    desk.presses(editor, first, "2 »")
    second = await desk.next_edit()
    assert second.message_id == first.message_id
    assert "16–20 of 20" in second.text
    assert "• kata19 ihwal19" in first.text + second.text


async def test_an_alert_that_arrived_is_counted(
    chat: Chat, ani: User, services: BotServices
) -> None:
    await asked(chat, ani, "/subscribe pasar apung")
    news = services.settings.articles / "pasar.txt"
    news.write_text("Title: Pasar apung dibuka\n\nPasar apung dibuka oleh bupati.", "utf-8")
    await services.library.reload(lambda _progress: None)
    assert "Pasar apung" in (await chat.next_message()).text
    await counted(services, lambda report: report.alerts[-1] == 1)


@pytest.mark.parametrize("command", ["/stats", "/gaps"])
async def test_readers_learn_nothing_of_it(
    chat: Chat, ani: User, command: str, server: BotApiServer
) -> None:
    chat.says(ani, command)
    assert (await chat.next_message()).text == role_needed(Command(command[1:]), INDONESIAN)


async def test_whoever_is_no_editor_any_more_turns_no_page(
    desk: Chat, editor: User, appointed: Staff, server: BotApiServer, services: BotServices
) -> None:
    leave_unanswered(20, services)
    desk.says(editor, "/gaps")
    first = await desk.next_message()
    await appointed.dismiss(Role.OWNER, editor.id)
    desk.presses(editor, first, "2 »")
    assert (await server.next_callback_answer()).text == role_needed(Command.GAPS, ENGLISH)
    assert [call for call in server.calls if call.method == "editMessageText"] == []


async def test_what_was_counted_last_outlives_the_bot(settings: Settings) -> None:
    """It is written at the end, without waiting for its time."""
    answer = Answer(ANSWERED, Language.INDONESIAN, AnswerOutcome.ANSWERED)
    async with open_bot_services(settings) as services:
        services.recorder.answered(answer, 0.2)
    async with open_bot_services(settings) as services:
        assert (await services.statistics.report(7)).answered[-1] == 1
