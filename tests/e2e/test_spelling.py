"""A misspelt question on its way from a chat to its answer, and again as it was typed."""

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.texts import texts_for

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
MISSPELT = "Siapa yang meresmikn Jembatan Sungai Lestarri?"
MEANT = "Siapa yang meresmikan Jembatan Sungai Lestari?"


async def test_the_reply_says_what_was_searched_for_above_the_quotes(chat: Chat, ani: User) -> None:
    chat.says(ani, MISSPELT)
    answer = await chat.next_message()
    assert answer.text.startswith(INDONESIAN.format("searched_for", question=MEANT))
    assert "Ratna Dewi" in answer.entity_texts("blockquote")[0]
    assert [button["text"] for button in answer.buttons][-1] == INDONESIAN.as_typed


async def test_a_question_without_mistakes_gets_no_such_line_or_button(
    chat: Chat, ani: User
) -> None:
    chat.says(ani, MEANT)
    answer = await chat.next_message()
    assert "Saya cari" not in answer.text
    assert INDONESIAN.as_typed not in [button["text"] for button in answer.buttons]


async def test_the_button_asks_the_question_as_it_was_typed(chat: Chat, ani: User) -> None:
    chat.says(ani, f"/ask {MISSPELT}")
    answer = await chat.next_message()
    chat.presses(ani, answer, INDONESIAN.as_typed)
    again = await chat.next_message()
    assert again.text.startswith(MISSPELT)
    assert "Saya cari" not in again.text
    assert INDONESIAN.as_typed not in [button["text"] for button in again.buttons]


async def test_the_button_of_a_question_that_is_gone_says_so(
    chat: Chat, ani: User, server: BotApiServer
) -> None:
    question = chat.says(ani, MISSPELT)
    answer = await chat.next_message()
    del chat.messages[question.message_id]
    chat.presses(ani, answer, INDONESIAN.as_typed)
    assert (await server.next_callback_answer()).text == INDONESIAN.stale_button
