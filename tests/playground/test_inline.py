"""Inline queries, the cards that answer them, what is chosen; and the bot as a guest."""

from typing import Any

import pytest
import telegram
from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from telegram.constants import InlineQueryLimit
from telegram.error import BadRequest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.inline_queries import INLINE_TIMEOUT_S, MAX_QUERY
from bot.playground.methods import inline
from tests.playground.conftest import Clock, Post

TOO_OLD = r"(?i)query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    """A chat without the bot."""
    return server.foreign_group("Warga", server.user("Anna"), server.user("Budi"))


def card(number: str = "1", text: str = "<b>Isi</b>", **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    fields: dict[str, Any] = {"title": "Judul", "description": "Warta · 1 Mei"} | more
    return InlineQueryResultArticle(number, input_message_content=content, **fields)


async def query_of(bot: telegram.Bot) -> telegram.InlineQuery:
    update = (await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES))[-1]
    assert update.inline_query is not None
    return update.inline_query


def test_the_limits_are_those_of_the_library() -> None:
    assert inline.MAX_RESULTS == InlineQueryLimit.RESULTS
    assert inline.MAX_OFFSET_BYTES == InlineQueryLimit.MAX_OFFSET_LENGTH
    assert MAX_QUERY == InlineQueryLimit.MAX_QUERY_LENGTH


async def test_the_modes_are_named_as_the_bots(server: BotApiServer, bot: telegram.Bot) -> None:
    me = await bot.get_me()
    assert (me.supports_inline_queries, me.supports_guest_queries) == (True, True)
    server.state.inline.is_on = server.state.inline.takes_guests = False
    me = await bot.get_me()
    assert (me.supports_inline_queries, me.supports_guest_queries) == (False, False)


async def test_what_is_typed_arrives_and_is_answered_once(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    number = chat.types_inline(chat.owner, "x" * 300)
    query = await query_of(bot)
    assert (query.id, query.query, query.offset) == (number, "x" * MAX_QUERY, "")
    assert (query.from_user.id, query.chat_type) == (chat.owner.id, "supergroup")
    button = InlineQueryResultsButton("Tanya", start_parameter="inline")
    await query.answer([card(), card("2")], cache_time=60, is_personal=True, button=button)
    answer = await server.next_inline_answer()
    assert [each.id for each in answer.results] == ["1", "2"]
    assert (answer.results[0].title, answer.results[0].description) == ("Judul", "Warta · 1 Mei")
    assert answer.results[0].message["text"] == "Isi"
    assert answer.button == {"text": "Tanya", "start_parameter": "inline"}
    assert (answer.cache_time, answer.is_personal, answer.next_offset) == (60, True, "")
    with pytest.raises(BadRequest, match=TOO_OLD):
        await query.answer([])


async def test_an_answer_can_come_too_late_or_to_nothing(
    bot: telegram.Bot, chat: Chat, clock: Clock
) -> None:
    number = chat.types_inline(chat.owner, "halo")
    clock.now += INLINE_TIMEOUT_S + 1
    for each in (number, "none"):
        with pytest.raises(BadRequest, match=TOO_OLD):
            await bot.answer_inline_query(each, [])


@pytest.mark.parametrize(
    ("results", "more", "refusal"),
    [
        ([card(), card()], {}, "result_id_duplicate"),
        ([card(str(n)) for n in range(51)], {}, "results_too_much"),
        ([card("é" * 33)], {}, "result_id_invalid"),
        ([card(title="")], {}, "article_title_empty"),
        ([card(text=" ")], {}, "message_empty"),
        ([card(text="<b>")], {}, "can't parse entities"),
        ([card(text="x" * 4097)], {}, "message is too long"),
        ([], {"next_offset": "é" * 33}, "next_offset_invalid"),
        ([], {"button": InlineQueryResultsButton("T", start_parameter="a b")}, "start_param"),
        ([], {"button": InlineQueryResultsButton("T", start_parameter="a" * 65)}, "start_param"),
        ([], {"button": InlineQueryResultsButton("", start_parameter="a")}, "switch_pm_text"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    bot: telegram.Bot, chat: Chat, results: Any, more: Any, refusal: str
) -> None:
    number = chat.types_inline(chat.owner, "halo")
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.answer_inline_query(number, results, **more)
    await bot.answer_inline_query(number, [])


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ("{}", "can't parse inline query results"),
        ("[1]", "Object expected"),
        ('[{"type": "article"}]', 'field "id"'),
        ('[{"type": "gif", "id": "1"}]', "RESULT_TYPE_INVALID"),
        ('[{"type": "article", "id": "1", "title": "t"}]', "input_message_content"),
    ],
)
async def test_what_no_library_sends_is_refused(
    post: Post, chat: Chat, results: str, refusal: str
) -> None:
    number = chat.types_inline(chat.owner, "halo")
    said = await post("answerInlineQuery", inline_query_id=number, results=results)
    assert refusal in said["description"]


async def test_an_answer_is_cached_for_its_time_for_one_or_for_all(
    server: BotApiServer, bot: telegram.Bot, chat: Chat, clock: Clock
) -> None:
    budi = next(server.state.users[each] for each in chat.members if each != chat.owner.id)
    chat.types_inline(chat.owner, "beras")
    await (await query_of(bot)).answer([card()], cache_time=5, is_personal=True)
    chat.types_inline(chat.owner, "beras")
    assert await server.next_inline_answer() == await server.next_inline_answer()
    pending = server.state.updates.pending
    chat.types_inline(budi, "beras")
    assert server.state.updates.pending == pending + 1
    await (await query_of(bot)).answer([card()], cache_time=5, is_personal=False)
    await server.next_inline_answer()
    clock.now += 5
    chat.types_inline(budi, "beras")
    assert server.state.updates.pending == pending + 2


async def test_what_is_chosen_is_sent_by_the_person_via_the_bot(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    group = server.group("Redaksi", anna)
    group.types_inline(anna, "beras")
    await (await query_of(bot)).answer([card()])
    message = group.chooses(anna, await server.next_inline_answer(), "Judul")
    assert (message.text, message.sender) == ("Isi", anna)
    arrived, chosen = (await bot.get_updates())[1:]
    assert arrived.message is not None
    assert arrived.message.via_bot is not None
    assert arrived.message.via_bot.id == server.bot.id
    assert chosen.chosen_inline_result is not None
    assert (chosen.chosen_inline_result.result_id, chosen.chosen_inline_result.query) == (
        "1",
        "beras",
    )


async def test_what_is_chosen_elsewhere_or_unreported_does_not_reach_the_bot(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    chat.types_inline(chat.owner, "beras")
    await (await query_of(bot)).answer([card()])
    server.state.inline.reports_chosen = False
    chat.chooses(chat.owner, await server.next_inline_answer(), "1")
    assert len(await bot.get_updates()) == 1


async def test_a_guest_is_asked_by_a_mention_and_answers_with_one_message(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    chat.says(chat.owner, "halo semua")
    asked = chat.says(chat.owner, f"@{server.bot.username} harga beras?")
    (update,) = await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES)
    message = update.guest_message
    assert message is not None
    assert message.guest_query_id
    assert update.effective_message == message
    sent = await message.answer_guest_query(card())
    assert sent.inline_message_id
    shown = await chat.next_message()
    assert (shown.text, shown.reply_to_message_id) == ("Isi", asked.message_id)
    with pytest.raises(BadRequest, match=TOO_OLD):
        await message.answer_guest_query(card())


async def test_nobody_asks_a_guest_where_the_mode_is_off_or_the_bot_is_a_member(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    member = server.group("Redaksi", chat.owner)
    member.says(chat.owner, f"@{server.bot.username} halo")
    server.state.inline.takes_guests = False
    chat.says(chat.owner, f"@{server.bot.username} halo")
    (update,) = await bot.get_updates()
    assert update.message is not None


async def test_a_guests_answer_is_checked_as_a_card_is(
    bot: telegram.Bot, server: BotApiServer, chat: Chat
) -> None:
    chat.says(chat.owner, f"@{server.bot.username} halo")
    (update,) = await bot.get_updates()
    assert update.guest_message is not None
    with pytest.raises(BadRequest, match=r"(?i)message_empty"):
        await update.guest_message.answer_guest_query(card(text="<b> </b>"))
    await update.guest_message.answer_guest_query(card())


async def test_inline_mode_may_be_off(server: BotApiServer, chat: Chat) -> None:
    server.state.inline.is_on = False
    with pytest.raises(ValueError, match="off"):
        chat.types_inline(chat.owner, "halo")
