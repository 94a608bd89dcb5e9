"""The bot in chats that are not its own: cards for what is typed, and an answer as a guest."""

import pytest
from telegram.constants import InlineQueryLimit

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import ServerError
from bot.playground.inline_queries import InlineAnswer
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.texts import texts_for
from tests.e2e.conftest import RunningBot
from tests.e2e.test_statistics import counted

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@pytest.fixture
def elsewhere(server: BotApiServer, ani: User, bot: RunningBot) -> Chat:
    """A group without the bot."""
    return server.foreign_group("Warga", ani)


async def typed(
    server: BotApiServer, chat: Chat, user: User, query: str, at: str = ""
) -> InlineAnswer:
    number = chat.types_inline(user, query, at)
    while (answer := await server.next_inline_answer()).query_id != number:
        pass
    return answer


async def test_a_question_typed_anywhere_gets_cards_and_the_chosen_one_is_sent(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    answer = await typed(server, elsewhere, ani, WHO)
    card = answer.results[0]
    assert "Wali Kota Ratna Dewi meresmikan" in card.title
    assert card.description == "Harian Contoh · 21 Januari 2022"
    assert answer.is_personal
    assert answer.cache_time > 0
    assert answer.button is None
    message = elsewhere.chooses(ani, answer, card.id)
    assert "Wali Kota Ratna Dewi meresmikan" in message.entity_texts("blockquote")[0]
    assert "— Jembatan Sungai Lestari diresmikan · Harian Contoh · 21 Januari 2022" in message.text
    assert message.entity_texts("text_link") == ["Jembatan Sungai Lestari diresmikan"]
    assert message.buttons[0]["url"].startswith(f"https://t.me/{server.bot.username}?start=r_")
    assert message.link_preview_options == {"is_disabled": True}


async def test_nothing_typed_yet_gets_the_latest_articles(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    answer = await typed(server, elsewhere, ani, "  ")
    titles = [each.title for each in answer.results]
    assert titles[0] == "Harbour town opens a library on a ship"
    assert len(titles) == 4
    assert answer.next_offset == ""
    message = elsewhere.chooses(ani, answer, titles[0])
    assert "The town of Port Alder opened a public library" in message.text


async def test_what_has_no_answer_leads_to_the_private_chat_where_it_is_asked(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    answer = await typed(server, elsewhere, ani, "harga emas di Tokyo?")
    assert answer.results == ()
    assert answer.button is not None
    assert answer.button["text"] == INDONESIAN.inline.ask_in_private
    private = server.private_chat(ani)
    private.says(ani, f"/start {answer.button['start_parameter']}")
    assert "Belum ada artikel tentang" in (await private.next_message()).text


async def test_a_long_question_leads_to_the_introduction(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    answer = await typed(server, elsewhere, ani, "harga emas " * 30)
    assert answer.button is not None
    private = server.private_chat(ani)
    private.says(ani, f"/start {answer.button['start_parameter']}")
    assert INDONESIAN.start_title in (await private.next_message()).text


@pytest.mark.parametrize("parameter", ["ask_", "ask_AAA", "ask__8", "ask_" + "A" * 60, "ask"])
async def test_a_made_up_link_asks_nothing(chat: Chat, ani: User, parameter: str) -> None:
    chat.says(ani, f"/start {parameter}")
    assert INDONESIAN.start_title in (await chat.next_message()).text


@pytest.mark.parametrize("offset", ["x", "-1", "99999999999", "１０", "10 ", "é" * 32, "40"])
async def test_any_offset_gets_an_answer(
    server: BotApiServer, elsewhere: Chat, ani: User, offset: str
) -> None:
    answer = await typed(server, elsewhere, ani, "", offset)
    assert (answer.results, answer.next_offset, answer.button) == ((), "", None)


@pytest.mark.parametrize(
    "query",
    [
        "?",
        "<b>&amp;",
        "\0",
        "\ud83d" + "x",
        "@" * 256,
        "halo",
        "/start",
        "berhenti",
        "🦏" * 256,
        '"',
    ],
)
async def test_any_query_gets_an_answer(
    server: BotApiServer, elsewhere: Chat, ani: User, query: str
) -> None:
    query = query.removeprefix("\ud83d")
    answer = await typed(server, elsewhere, ani, query)
    assert len(answer.results) <= InlineQueryLimit.RESULTS


async def test_of_what_is_typed_only_the_newest_is_searched(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    words = [WHO[:end] for end in range(6, len(WHO), 8)]
    numbers = [elsewhere.types_inline(ani, each) for each in [*words, WHO]]
    answers = [await server.next_inline_answer()]
    while answers[-1].query_id != numbers[-1]:
        answers.append(await server.next_inline_answer())
    assert answers[-1].results
    assert len(answers) <= 2


async def test_two_people_who_type_are_both_answered(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    people = [ani, *(server.user(f"N{n}", language_code="id") for n in range(7))]
    numbers = {elsewhere.types_inline(each, WHO) for each in people}
    answers = [await server.next_inline_answer() for _ in people]
    assert {each.query_id for each in answers} == numbers
    assert all(each.results for each in answers)


async def test_the_language_is_that_of_the_person_and_of_the_question(
    server: BotApiServer, elsewhere: Chat, bot: RunningBot
) -> None:
    tom = server.user("Tom", language_code="en")
    latest = await typed(server, elsewhere, tom, "")
    assert latest.results[0].description == "Coast Courier · March 15, 2022"
    asked = await typed(server, elsewhere, tom, WHO)
    assert asked.results[0].description == "Harian Contoh · 21 Januari 2022"
    nothing = await typed(server, elsewhere, tom, "zzzz")
    assert nothing.button is not None
    assert nothing.button["text"] == ENGLISH.inline.ask_in_private


async def test_what_is_sent_by_inline_mode_is_no_question_to_the_bot(
    server: BotApiServer, chat: Chat, ani: User
) -> None:
    answer = await typed(server, chat, ani, WHO)
    chat.chooses(ani, answer, answer.results[0].id)
    chat.says(ani, "terima kasih")
    assert (await chat.next_message()).text == INDONESIAN.conversation.thanks
    assert chat.unread == 0


async def test_a_chosen_card_is_counted_and_a_typed_question_is_not(
    server: BotApiServer, services: BotServices, elsewhere: Chat, ani: User
) -> None:
    answer = await typed(server, elsewhere, ani, WHO)
    await typed(server, elsewhere, ani, "harga emas di Tokyo?")
    elsewhere.chooses(ani, answer, answer.results[0].id)
    private = server.private_chat(ani)
    private.says(ani, "terima kasih")
    await private.next_message()
    await counted(services, lambda report: sum(report.inline) == 1)
    assert (await services.statistics.report(7)).questions == 0
    assert await services.statistics.unanswered() == ()


async def test_an_answer_that_telegram_does_not_take_is_given_up(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    server.fail("answerInlineQuery", ServerError())
    elsewhere.types_inline(ani, WHO)
    await server.next_call("answerInlineQuery")
    assert (await typed(server, elsewhere, ani, "jembatan lestari")).results


async def test_a_guest_answers_with_one_message(
    server: BotApiServer, services: BotServices, elsewhere: Chat, ani: User
) -> None:
    asked = elsewhere.says(ani, f"@{server.bot.username} {WHO}")
    answer = await elsewhere.next_message()
    assert "Wali Kota Ratna Dewi meresmikan" in answer.entity_texts("blockquote")[0]
    assert answer.reply_to_message_id == asked.message_id
    assert all("url" in button for button in answer.buttons)
    assert answer.buttons[0]["url"].startswith(f"https://t.me/{server.bot.username}?start=rq_")
    assert elsewhere.unread == 0
    await counted(services, lambda report: report.questions == 1)
    assert await services.alerts.chats.language(elsewhere.id) is None


async def test_a_guest_is_asked_about_the_message_replied_to(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    question = elsewhere.says(ani, WHO)
    elsewhere.says(ani, f"@{server.bot.username}", reply_to=question)
    assert "Ratna Dewi" in (await elsewhere.next_message()).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Tulis pertanyaannya setelah nama saya"),
        ("halo", INDONESIAN.conversation.greeting),
        ("harga emas di Tokyo?", "Belum ada artikel tentang"),
        ("berita terbaru", "Anak badak lahir di Kebun Binatang Cemara"),
        ("kabari saya tentang jembatan", INDONESIAN.inline.only_in_private),
        ("berhenti berlangganan", INDONESIAN.inline.only_in_private),
    ],
)
async def test_a_guest_says_a_line_to_all_else(
    server: BotApiServer, elsewhere: Chat, ani: User, words: str, said: str
) -> None:
    elsewhere.says(ani, f"@{server.bot.username} {words}")
    assert said in (await elsewhere.next_message()).text


async def test_a_guest_answers_in_english(
    server: BotApiServer, elsewhere: Chat, bot: RunningBot
) -> None:
    tom = server.user("Tom", language_code="en")
    elsewhere.says(
        tom, f"@{server.bot.username} How many books does the ferry of Port Alder carry?"
    )
    answer = await elsewhere.next_message()
    assert "14,000 books" in answer.text
    assert "March 15, 2022" in answer.text


async def test_a_guest_leaves_other_bots_alone(
    server: BotApiServer, elsewhere: Chat, ani: User
) -> None:
    elsewhere.says(server.user("Cuaca", is_bot=True), f"@{server.bot.username} {WHO}")
    elsewhere.says(ani, f"@{server.bot.username} halo")
    assert (await elsewhere.next_message()).text == INDONESIAN.conversation.greeting
