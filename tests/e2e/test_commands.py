"""Every command and every button, as a reader uses them."""

import time
from typing import Any

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.playground.server_state import CallbackQuery
from bot.services.bot import BotServices
from bot.texts import texts_for
from bot.users.permissions import commands_of, commands_of_groups
from tests.e2e.conftest import ADMIN, RunningBot

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
MALAY = texts_for(InterfaceLanguage.MALAY)
PRIVATE = {"id": 1, "type": "private", "first_name": "Ani"}
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


async def test_start_says_who_i_am_with_samples_that_are_answered(chat: Chat, ani: User) -> None:
    chat.says(ani, "/start")
    start = await chat.next_message()
    assert start.text.startswith(INDONESIAN.start_title)
    assert start.entity_texts("bold") == [INDONESIAN.start_title]
    assert 1 <= len(start.buttons) <= 3
    sample = start.buttons[0]["text"]
    chat.presses(ani, start, sample)
    answer = await chat.next_message()
    assert answer.text.startswith(sample)
    assert answer.entity_texts("blockquote")


async def test_start_without_articles_says_so(
    chat: Chat, ani: User, services: BotServices, bot: RunningBot
) -> None:
    chat.says(ani, "Halo")
    await chat.next_message()
    for file in services.settings.articles.iterdir():
        file.unlink()
    await services.library.reload(may_remove=4)
    chat.says(ani, "/start")
    start = await chat.next_message()
    assert INDONESIAN.no_articles in start.text
    assert start.buttons == []
    chat.says(ani, "/latest")
    assert (await chat.next_message()).text == INDONESIAN.no_articles
    chat.says(ani, WHO)
    assert (await chat.next_message()).text == INDONESIAN.no_articles


async def test_help_names_every_command(chat: Chat, ani: User) -> None:
    chat.says(ani, "/help")
    text = (await chat.next_message()).text
    assert all(f"/{command} – " in text for command in commands_of(Role.READER))
    assert "@kutip_bot" in text


async def test_latest_lists_the_newest_first_and_opens_them(chat: Chat, ani: User) -> None:
    chat.says(ani, "/latest")
    listed = await chat.next_message()
    titles = ["Harbour town", "Anak badak", "Jembatan Sungai", "Kisah panjang"]
    places = [listed.text.index(title) for title in titles]
    assert places == sorted(places)
    chat.presses(ani, listed, listed.buttons[1]["text"])
    article = await chat.next_message()
    assert article.text.startswith("Anak badak lahir di Kebun Binatang Cemara\n3 Februari 2022")
    assert "Beratnya 28 kilogram" in article.text


async def test_a_long_list_is_turned_in_place(
    chat: Chat, ani: User, services: BotServices, bot: RunningBot
) -> None:
    chat.says(ani, "Halo")
    await chat.next_message()
    for number in range(9):
        text = f"Title: Berita {number}\n\nBerita nomor {number} datang dari desa {number}."
        (services.settings.articles / f"{number}.txt").write_text(text, "utf-8")
    await services.library.reload()
    chat.says(ani, "/latest")
    listed = await chat.next_message()
    chat.presses(ani, listed, INDONESIAN.older)
    older = await chat.next_edit()
    assert older.message_id == listed.message_id
    assert "9–13 dari 13" in older.text
    chat.presses(ani, older, INDONESIAN.newer)
    assert (await chat.next_edit()).text == listed.text


async def test_an_article_is_read_page_by_page_in_place(
    chat: Chat, ani: User, services: BotServices
) -> None:
    first = await open_article(chat, ani, "Kisah panjang")
    assert "Halaman 1 dari 3" in first.text
    assert "Bagian 1" in first.text
    chat.presses(ani, first, "2 »")
    second = await chat.next_edit()
    assert second.message_id == first.message_id
    assert "Bagian 1 " not in second.text
    chat.presses(ani, second, "« 1")
    assert (await chat.next_edit()).text == first.text


async def open_article(chat: Chat, user: User, title: str) -> Message:
    """Find the article's number in the list, and ask for it by that."""
    chat.says(user, "/latest")
    listed = (await chat.next_message()).text
    number = next(line for line in listed.splitlines() if title in line).split()[0]
    chat.says(user, f"/article {number}")
    return await chat.next_message()


@pytest.mark.parametrize("words", ["/article", "/article jembatan", "/article -1"])
async def test_article_without_a_number_says_how(chat: Chat, ani: User, words: str) -> None:
    chat.says(ani, words)
    text = (await chat.next_message()).text
    assert text.startswith(INDONESIAN.format("article_how", example="{").partition("{")[0])


async def test_an_article_that_is_not_there_is_missed_politely(chat: Chat, ani: User) -> None:
    chat.says(ani, "/article 999")
    assert (await chat.next_message()).text == INDONESIAN.format("article_not_found", id=999)


async def test_the_article_of_a_quote_opens_by_its_button(chat: Chat, ani: User) -> None:
    chat.says(ani, WHO)
    answer = await chat.next_message()
    chat.presses(ani, answer, INDONESIAN.read)
    article = await chat.next_message()
    assert article.text.startswith("Jembatan Sungai Lestari diresmikan")
    assert "Ribuan warga datang" in article.text


async def test_language_is_chosen_and_kept(chat: Chat, ani: User) -> None:
    chat.says(ani, "/language")
    choice = await chat.next_message()
    assert [b["text"] for b in choice.buttons] == ["✓ Bahasa Indonesia", "English", "Bahasa Melayu"]
    chat.presses(ani, choice, "English")
    chosen = await chat.next_edit()
    assert chosen.text == ENGLISH.language_chosen
    assert [b["text"] for b in chosen.buttons] == ["Bahasa Indonesia", "✓ English", "Bahasa Melayu"]
    chat.says(ani, "/privacy")
    assert (await chat.next_message()).text.startswith(ENGLISH.privacy_title)


async def test_a_stranger_is_spoken_to_in_the_language_of_the_own_telegram(
    server: BotApiServer, bot: RunningBot
) -> None:
    for code, texts in {"en-GB": ENGLISH, "ms": MALAY, "jv": INDONESIAN, "": INDONESIAN}.items():
        user = server.user("Tamu", language_code=code)
        chat = server.private_chat(user)
        chat.says(user, "/privacy")
        assert (await chat.next_message()).text.startswith(texts.privacy_title)


async def test_forget_deletes_what_is_stored(chat: Chat, ani: User, services: BotServices) -> None:
    await services.preferences.choose_language(ani.id, InterfaceLanguage.ENGLISH)
    question = chat.says(ani, WHO)
    await chat.next_message()
    chat.says(ani, "/forget")
    assert (await chat.next_message()).text in {INDONESIAN.forgotten, ENGLISH.forgotten}
    assert await services.preferences.language(ani.id, "id") is InterfaceLanguage.INDONESIAN
    assert await services.preferences.reply_to(chat.id, question.message_id) is None


async def test_an_unknown_command_is_pointed_to_the_help(chat: Chat, ani: User) -> None:
    chat.says(ani, "/cuaca Bogor")
    assert (await chat.next_message()).text == INDONESIAN.unknown_command


async def test_a_button_whose_article_is_gone_says_so(
    chat: Chat, ani: User, services: BotServices, server: BotApiServer
) -> None:
    chat.says(ani, WHO)
    answer = await chat.next_message()
    (services.settings.articles / "jembatan.txt").unlink()
    await services.library.reload()
    chat.presses(ani, answer, INDONESIAN.read)
    released = await server.next_callback_answer()
    assert released.text == INDONESIAN.format("article_gone")
    assert chat.unread == 0


async def test_pressing_is_always_released(chat: Chat, ani: User, server: BotApiServer) -> None:
    chat.says(ani, WHO)
    answer = await chat.next_message()
    chat.presses(ani, answer, INDONESIAN.read)
    assert (await server.next_callback_answer()).text == ""


@pytest.mark.parametrize(
    "payload",
    [
        {"data": "hapus semua"},
        {"data": "q:0"},  # a sample, but no such button is under the message
        {"game_short_name": "catur"},
        {"data": "q:0", "message": {"message_id": 1, "date": 0, "chat": PRIVATE}},  # deleted
        {"data": "r:1", "inline_message_id": "i", "message": None},
    ],
)
async def test_unknown_or_stale_data_is_answered_politely(
    chat: Chat, ani: User, server: BotApiServer, payload: dict[str, object]
) -> None:
    chat.says(ani, "Terima kasih")
    message = await chat.next_message()
    press: dict[str, Any] = {"from": ani.as_json(), "chat_instance": "1"}
    press |= {"id": "1", "message": chat.show(message)} | payload
    server.state.callbacks["1"] = CallbackQuery("1", ani, time.time())
    server.state.updates.put("callback_query", press)
    released = await server.next_callback_answer()
    assert released.text == INDONESIAN.stale_button
    assert chat.unread == 0


async def test_commands_are_published_for_each_scope_and_language(
    server: BotApiServer, bot: RunningBot
) -> None:
    admin = server.user("Admin", id=ADMIN)
    server.private_chat(admin, started=True)
    published = [await server.next_call("setMyCommands") for _ in range(12)]
    told = {
        (call.parameters["scope"]["type"], call.parameters.get("language_code", "")): [
            command["command"] for command in call.parameters["commands"]
        ]
        for call in published
    }
    for language in ("", *InterfaceLanguage):
        assert told["default", language] == list(commands_of_groups())
        assert told["all_private_chats", language] == list(commands_of(Role.READER))
        assert told["chat", language] == list(commands_of(Role.OWNER))
