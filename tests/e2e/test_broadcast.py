"""An announcement from the draft to the final counts, whatever happens on the way."""

import asyncio

import pytest

from bot.model.announcements import FormattedText
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.errors import JSON
from bot.playground.faults import BadRequest, Blocked, Held, TooManyRequests
from bot.playground.messages import Message, User
from bot.services.bot import BotServices, open_bot_services
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers.render.staff import role_needed
from tests.e2e.conftest import ADMIN, RunningBot

TEXTS = texts_for(InterfaceLanguage.ENGLISH)
OWN = TEXTS.announcements
WORDS = "Besok <b>kami</b> pindah & libur.\n\n  Lihat https://contoh.id/a?b=1&c=2"


@pytest.fixture
async def admin_chat(
    server: BotApiServer, admin: User, bot: RunningBot, services: BotServices
) -> Chat:
    """The admin's chat with the running bot; the admin reads English."""
    await services.preferences.choose_language(ADMIN, InterfaceLanguage.ENGLISH)
    await server.polled()
    return server.private_chat(admin, started=True)


async def subscribers(server: BotApiServer, services: BotServices, count: int) -> list[Chat]:
    """Readers with a topic each."""
    chats = []
    for number in range(count):
        chat = server.private_chat(server.user(f"Pembaca {number}"), started=True)
        await services.alerts.subscriptions.subscribe(ChatTarget(chat.id), "banjir")
        chats.append(chat)
    return chats


async def ask(admin_chat: Chat, admin: User, words: str = WORDS) -> tuple[Message, Message]:
    """The preview and the question."""
    admin_chat.says(admin, f"/broadcast {words}")
    return await admin_chat.next_message(), await admin_chat.next_message()


async def notice(server: BotApiServer) -> str:
    return (await server.next_callback_answer()).text


async def ended(admin_chat: Chat, title: str) -> Message:
    """The message once it begins so; those before it are progress."""
    while not (edit := await admin_chat.next_edit(timeout=10)).text.startswith(title):
        pass
    return edit


async def test_what_is_shown_is_sent_exactly_and_counted(
    admin_chat: Chat, admin: User, server: BotApiServer, services: BotServices
) -> None:
    first, second, third = await subscribers(server, services, 3)
    server.fail("sendMessage", Blocked(), chat=second)
    server.fail("sendMessage", BadRequest("something is wrong"), chat=third)
    preview, question = await ask(admin_chat, admin)
    assert preview.text == WORDS
    assert "3 chats (all subscribers)" in question.text
    admin_chat.presses(admin, question, "📣 Send to 3")
    assert await notice(server) == OWN.format("broadcast_begun", count=3)
    report = await ended(admin_chat, OWN.broadcast_done)
    assert report.message_id == question.message_id
    assert report.text.splitlines()[2:] == [
        "Sent: 1 of 3",
        "Blocked or unreachable: 1",
        "Failed: 1",
    ]
    assert report.buttons == []
    assert (await first.next_message()).text == preview.text
    assert (await services.staff.audit_entries(0))[0][0].action == "did_broadcast"


async def test_bold_words_and_links_arrive_as_the_admin_made_them(
    admin_chat: Chat, admin: User, server: BotApiServer, services: BotServices
) -> None:
    (reader,) = await subscribers(server, services, 1)
    text = "/broadcast 😀 Posko <b> buka, lihat peta"
    bold: JSON = {"type": "bold", "offset": 14, "length": 9}
    link: JSON = {"type": "text_link", "offset": 36, "length": 4, "url": "https://contoh.id/?a&b"}
    admin_chat.says(admin, text, styled=(bold, link))
    await admin_chat.next_message()
    admin_chat.presses(admin, await admin_chat.next_message(), "ys:1")
    arrived = await reader.next_message()
    assert arrived.text == "😀 Posko <b> buka, lihat peta"
    assert arrived.entity_texts("bold") == ["Posko <b>"]
    assert arrived.entity_texts("text_link") == ["peta"]


async def test_the_counts_arrive_although_telegram_slows_the_progress_down(
    admin_chat: Chat, admin: User, server: BotApiServer, services: BotServices
) -> None:
    (reader,) = await subscribers(server, services, 1)
    held = Held()
    server.fail("sendMessage", held, chat=reader)
    server.fail("editMessageText", TooManyRequests(1), chat=admin_chat)
    _, question = await ask(admin_chat, admin, "Halo")
    admin_chat.presses(admin, question, "ys:1")
    assert (await server.next_call("editMessageText")).error
    held.released.set()
    assert "Sent: 1 of 1" in (await ended(admin_chat, OWN.broadcast_done)).text


async def test_what_telegram_does_not_take_is_not_sent_to_anybody(
    admin_chat: Chat, admin: User, server: BotApiServer
) -> None:
    server.fail("sendMessage", BadRequest("something is wrong"), chat=admin_chat)
    admin_chat.says(admin, "/broadcast Halo")
    assert (await admin_chat.next_message()).text == OWN.broadcast_how
    assert admin_chat.unread == 0


async def test_the_audience_is_chosen_under_the_question_and_a_second_press_sends_nothing(
    admin_chat: Chat, admin: User, server: BotApiServer, services: BotServices
) -> None:
    first, second = await subscribers(server, services, 2)
    await services.alerts.chats.set_language(first.id, InterfaceLanguage.ENGLISH)
    _, question = await ask(admin_chat, admin, "topik: banjir\nFlood shelter open.")
    assert '2 chats (topics that say "banjir")' in question.text
    admin_chat.presses(admin, question, OWN.audience_choose)
    audiences = await admin_chat.next_edit()
    assert all("📣" not in button["text"] for button in audiences.buttons)
    admin_chat.presses(admin, audiences, "English")
    chosen = await admin_chat.next_edit()
    assert '1 chat (speaking English, topics that say "banjir")' in chosen.text
    admin_chat.presses(admin, chosen, "✓ English")
    admin_chat.presses(admin, chosen, OWN.audience_back)
    chosen = await admin_chat.next_edit()
    admin_chat.presses(admin, chosen, "📣 Send to 1")
    admin_chat.presses(admin, chosen, "📣 Send to 1")
    answers = {await notice(server) for _ in range(6)}
    assert OWN.audience_chosen in answers
    assert {OWN.format("broadcast_begun", count=1), OWN.broadcast_over} <= answers
    await ended(admin_chat, OWN.broadcast_done)
    assert (await first.next_message()).text == "Flood shelter open."
    assert (first.unread, second.unread) == (0, 0)


async def test_a_stop_in_the_middle_sends_no_more(
    admin_chat: Chat, admin: User, server: BotApiServer, services: BotServices
) -> None:
    chats = await subscribers(server, services, 30)
    held = Held()
    for chat in chats:
        server.fail("sendMessage", held, chat=chat)
    _, question = await ask(admin_chat, admin)
    admin_chat.presses(admin, question, "📣 Send to 30")
    await notice(server)
    await held.reached.wait()
    going = await ended(admin_chat, OWN.broadcast_going)
    admin_chat.presses(admin, going, OWN.broadcast_stop)
    assert await notice(server) == OWN.broadcast_stopping
    admin_chat.presses(admin, going, OWN.broadcast_stop)
    assert await notice(server) == OWN.broadcast_over
    held.released.set()
    while "Waiting" in (report := await ended(admin_chat, OWN.broadcast_stopped)).text:
        pass
    reached = sum(chat.unread for chat in chats)
    assert 1 <= reached <= 4  # as many as may be on their way at once
    assert f"Sent: {reached} of 30" in report.text
    assert f"Not sent: {30 - reached}" in report.text


async def test_nothing_is_sent_without_words_recipients_or_consent(
    admin_chat: Chat, admin: User, server: BotApiServer, services: BotServices
) -> None:
    admin_chat.says(admin, "/broadcast")
    assert (await admin_chat.next_message()).text == OWN.broadcast_how
    admin_chat.says(admin, '/broadcast topik: "banjir\nHalo')
    assert TEXTS.topic_open_quote in (await admin_chat.next_message()).text
    _, question = await ask(admin_chat, admin, "Halo")
    assert OWN.format("broadcast_nobody", audience=OWN.audience_all) in question.text
    assert all("📣" not in button["text"] for button in question.buttons)
    (reader,) = await subscribers(server, services, 1)
    admin_chat.presses(admin, question, OWN.broadcast_cancel)
    assert (await admin_chat.next_edit()).text == OWN.broadcast_cancelled
    assert reader.unread == 0


async def test_a_button_of_somebody_who_is_no_admin_any_more_does_nothing(
    admin_chat: Chat, admin: User, server: BotApiServer, services: BotServices, chat: Chat
) -> None:
    ani = chat.owner
    people = services.staff
    await people.appoint(Role.OWNER, ani.id, "Ani", Role.ADMIN)
    (reader,) = await subscribers(server, services, 1)
    _, question = await ask(chat, ani, "Halo")
    await people.dismiss(Role.OWNER, ani.id)
    chat.presses(ani, question, "ys:1")
    refused = role_needed(Command.BROADCAST, texts_for(InterfaceLanguage.INDONESIAN))
    assert await notice(server) == refused
    assert reader.unread == 0


async def test_a_restart_finishes_what_was_begun_and_reports_it(
    server: BotApiServer, services: BotServices, admin: User
) -> None:
    """Begun and queued, and then the program died before it had sent anything."""
    admin_chat = server.private_chat(admin, started=True)
    await services.preferences.choose_language(ADMIN, InterfaceLanguage.ENGLISH)
    (reader,) = await subscribers(server, services, 1)
    draft = await services.announcements.draft(FormattedText("Halo"), ADMIN)
    await services.announcements.start(draft.number, ADMIN, 999)
    async with open_bot_services(services.settings) as again:
        bot = RunningBot(again)
        assert (await reader.next_message(timeout=10)).text == "Halo"
        report = await admin_chat.next_message(timeout=10)  # the old one is gone
        assert report.text.startswith(OWN.broadcast_done)
        bot.stop.set()
        async with asyncio.timeout(20):
            await bot.task
    assert (reader.unread, admin_chat.unread) == (0, 0)
