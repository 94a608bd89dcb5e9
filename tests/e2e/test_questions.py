"""A question on its way from a chat to its answer."""

from dataclasses import replace

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.texts import texts_for

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
HOW_LONG = "Berapa meter panjang Jembatan Sungai Lestari?"
FORTY_NINE_HOURS = 49 * 3600


async def test_a_question_in_private_is_answered_with_a_quote_and_its_source(
    chat: Chat, ani: User, server: BotApiServer
) -> None:
    question = chat.says(ani, WHO)
    answer = await chat.next_message()
    assert "Wali Kota Ratna Dewi meresmikan" in answer.entity_texts("blockquote")[0]
    assert "Jembatan Sungai Lestari diresmikan · Harian Contoh · 21 Januari 2022" in answer.text
    assert set(answer.entity_texts("text_link")) == {"Jembatan Sungai Lestari diresmikan"}
    assert "meresmikan" in " ".join(answer.entity_texts("bold"))
    assert answer.reply_to_message_id == question.message_id
    assert answer.link_preview_options == {"is_disabled": True}
    assert answer.buttons[0]["text"] == INDONESIAN.read


async def test_an_english_question_is_answered_in_english(chat: Chat, ani: User) -> None:
    chat.says(ani, "How many books does the ferry of Port Alder carry?")
    answer = await chat.next_message()
    assert "14,000 books" in answer.text
    assert "March 15, 2022" in answer.text
    assert answer.buttons[0]["text"] == ENGLISH.read


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "Berapa harga emas di bursa Tokyo?",
            "Belum ada artikel tentang bursa atau Tokyo.",
        ),
        ("Halo!", INDONESIAN.conversation.greeting),
        ("Terima kasih", INDONESIAN.conversation.thanks),
        ("???", INDONESIAN.empty),
    ],
)
async def test_what_the_articles_do_not_answer_gets_a_plain_line(
    chat: Chat, ani: User, words: str, said: str
) -> None:
    chat.says(ani, words)
    assert (await chat.next_message()).text == said


async def test_a_caption_is_a_question(chat: Chat, ani: User) -> None:
    chat.announce({"photo": photo(), "caption": WHO})
    assert "Ratna Dewi" in (await chat.next_message()).text


async def test_anything_without_words_gets_one_polite_line(chat: Chat, ani: User) -> None:
    chat.announce({"voice": {"file_id": "v", "file_unique_id": "u", "duration": 1}})
    assert (await chat.next_message()).text == INDONESIAN.attachments.unread_voice


async def test_an_album_gets_one_polite_line_not_one_for_each_picture(
    chat: Chat, ani: User
) -> None:
    for _ in range(3):
        chat.announce({"photo": photo(), "media_group_id": "77"})
    chat.announce({"photo": photo(), "media_group_id": "78", "caption": WHO})
    chat.announce({"photo": photo(), "media_group_id": "78"})
    chat.says(ani, "Halo!")
    said = [(await chat.next_message()).text for _ in range(3)]
    assert said.count(INDONESIAN.attachments.unread_photo) == 1
    assert INDONESIAN.conversation.greeting in said
    assert any("Ratna Dewi" in text for text in said)
    assert chat.unread == 0


async def test_a_service_message_is_no_question(chat: Chat, ani: User) -> None:
    chat.announce({"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}})
    chat.says(ani, "Halo!")
    assert (await chat.next_message()).text == INDONESIAN.conversation.greeting
    assert chat.unread == 0


async def test_a_question_of_any_length_is_answered(chat: Chat, ani: User) -> None:
    chat.says(ani, f"{WHO} " + "dan seterusnya " * 250)
    assert (await chat.next_message()).text


async def test_an_edited_question_gets_its_answer_edited(chat: Chat, ani: User) -> None:
    question = chat.says(ani, "Siapa yang meresmikan Jembatan Sungai Lestasi yang itu?")
    answer = await chat.next_message()
    chat.edits(ani, question, HOW_LONG)
    edited = await chat.next_edit()
    assert edited.message_id == answer.message_id
    assert "1.250 meter" in edited.entity_texts("blockquote")[0]
    assert chat.unread == 0


async def test_an_edit_that_overtakes_its_answer_still_ends_in_one_message(
    chat: Chat, ani: User
) -> None:
    question = chat.says(ani, WHO)
    chat.edits(ani, question, HOW_LONG)
    answer = await chat.next_message()
    edited = await chat.next_edit()
    assert edited.message_id == answer.message_id
    assert "1.250 meter" in edited.text
    assert chat.unread == 0


async def test_an_edit_that_changes_nothing_is_no_trouble(chat: Chat, ani: User) -> None:
    question = chat.says(ani, WHO)
    await chat.next_message()
    chat.edits(ani, question, WHO)
    chat.says(ani, "Halo!")
    assert (await chat.next_message()).text == INDONESIAN.conversation.greeting
    assert chat.unread == 0


async def test_an_edited_question_whose_answer_was_deleted_gets_a_new_one(
    chat: Chat, ani: User
) -> None:
    question = chat.says(ani, WHO)
    answer = await chat.next_message()
    del chat.messages[answer.message_id]
    chat.edits(ani, question, HOW_LONG)
    anew = await chat.next_message()
    assert "1.250 meter" in anew.text
    assert anew.reply_to_message_id == question.message_id
    chat.edits(ani, question, WHO)
    assert (await chat.next_edit()).message_id == anew.message_id


async def test_an_edit_of_an_old_question_is_left_alone(chat: Chat, ani: User) -> None:
    question = chat.says(ani, WHO)
    await chat.next_message()
    old = chat.store(replace(question, date=question.date - FORTY_NINE_HOURS))
    chat.edits(ani, old, HOW_LONG)
    chat.says(ani, "Halo!")
    assert (await chat.next_message()).text == INDONESIAN.conversation.greeting
    assert chat.unread == 0


async def test_ask_carries_a_question_too(chat: Chat, ani: User) -> None:
    chat.says(ani, f"/ask {WHO}")
    assert "Ratna Dewi" in (await chat.next_message()).text


async def test_a_bare_ask_says_how_to_ask_and_its_edit_is_answered_in_place(
    chat: Chat, ani: User
) -> None:
    question = chat.says(ani, "/ask")
    how = await chat.next_message()
    assert how.text.startswith(INDONESIAN.format("ask_how", example="{").partition("{")[0])
    chat.edits(ani, question, f"/ask {WHO}")
    assert "Ratna Dewi" in (await chat.next_edit()).text


async def test_a_question_with_markup_in_it_is_only_text(chat: Chat, ani: User) -> None:
    chat.says(ani, '<b>Siapa</b> & "meresmikan" <Jembatan> Sungai Lestari?')
    assert "Ratna Dewi" in (await chat.next_message()).text


def photo() -> list[dict[str, object]]:
    return [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]
