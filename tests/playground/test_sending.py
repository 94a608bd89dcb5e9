"""sendMessage: what arrives, and what is refused with Telegram's own descriptions."""

from typing import Any

import pytest
import telegram
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden

from bot.playground.botapi import BotApiServer, ComplaintsError
from bot.playground.chats import Chat
from tests.playground.conftest import Post, bot_of
from tests.tdlib import tdlib_parse


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    return server.private_chat(server.user("Anna"), started=True)


async def test_a_message_arrives_parsed_with_all_that_belongs_to_it(
    bot: telegram.Bot, chat: Chat
) -> None:
    question = chat.says(chat.owner, "siapa?")
    keyboard = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Lagi", callback_data="more:1")
    )
    sent = await bot.send_message(
        chat.id,
        "<b>Ani</b> &amp; <blockquote expandable>Budi 😀</blockquote>",
        parse_mode="HTML",
        reply_parameters=telegram.ReplyParameters(question.message_id),
        reply_markup=keyboard,
        link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
    )
    message = await chat.next_message()
    assert message.message_id == sent.message_id
    assert message.text == sent.text == "Ani & Budi 😀"
    assert message.raw == "<b>Ani</b> &amp; <blockquote expandable>Budi 😀</blockquote>"
    assert message.parse_mode == "HTML"
    assert message.entities == (
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "expandable_blockquote", "offset": 6, "length": 7},
    )
    assert message.entity_texts("expandable_blockquote") == ["Budi 😀"]
    assert message.reply_to_message_id == question.message_id
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "siapa?"
    assert message.button("Lagi") == message.button("more:1")
    assert message.link_preview_options == {"is_disabled": True}
    assert message.disable_notification
    assert chat.unread == 0


async def test_the_error_for_a_missing_button_lists_those_that_exist(
    bot: telegram.Bot, chat: Chat
) -> None:
    keyboard = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Lagi", url="https://contoh.id")
    )
    await bot.send_message(chat.id, "x", reply_markup=keyboard)
    with pytest.raises(LookupError, match="no button 'Ulang'; there are: 'Lagi'"):
        (await chat.next_message()).button("Ulang")


async def test_commands_and_mentions_of_the_bot_are_marked_in_what_it_sends(
    bot: telegram.Bot, chat: Chat
) -> None:
    await bot.send_message(chat.id, "Coba /ask atau @kutip_bot, <code>/kode</code>", "HTML")
    assert [each["type"] for each in (await chat.next_message()).entities] == [
        "bot_command",
        "mention",
        "code",
    ]


async def test_a_mention_shows_only_people_whom_the_bot_has_met(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    known = f'<a href="tg://user?id={chat.id}">Anna</a> <a href="tg://user?id=9">siapa</a>'
    await bot.send_message(chat.id, known, "HTML")
    (mention,) = (await chat.next_message()).entities
    assert mention["user"]["first_name"] == "Anna"


async def test_white_space_is_trimmed_and_a_limit_counts_what_is_left(
    bot: telegram.Bot, chat: Chat
) -> None:
    await bot.send_message(chat.id, f"\n <b> {'😀' * 4096}</b> ", "HTML")
    message = await chat.next_message()
    assert message.text == "😀" * 4096
    assert message.entities == ({"type": "bold", "offset": 0, "length": 8192},)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "html"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "a" * 32769}, "text is too long"),
        ({"text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        (
            {"text": "<x>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        ({"text": "x", "entities": '[{"type": "bold"}]'}, "can't parse MessageEntity"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "chat_id": "123"}, "chat not found"),
        ({"text": "x", "message_thread_id": "7"}, "message thread not found"),
        (
            {"text": "x", "reply_parameters": '{"message_id": 99}'},
            "message to be replied not found",
        ),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        (
            {"text": "x", "reply_markup": '{"inline_keyboard": [{}]}'},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
    ],
)
async def test_what_cannot_be_sent_is_refused(
    post: Post, chat: Chat, form: dict[str, str], reason: str
) -> None:
    answer = await post("sendMessage", **({"chat_id": chat.id} | form))
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}
    assert chat.unread == 0


CANT_PARSE = "can't parse inline keyboard button: "


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ("x", CANT_PARSE + "InlineKeyboardButton must be an Object"),
        ({"callback_data": "a"}, CANT_PARSE + 'Can\'t find field "text"'),
        ({"text": "a"}, CANT_PARSE + "Text buttons are unallowed in the inline keyboard"),
        ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "url": "contoh"},
            "inline keyboard button URL 'contoh' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_a_button_that_cannot_be_is_refused(
    bot: telegram.Bot, chat: Chat, button: Any, reason: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(chat.id, "x", api_kwargs={"reply_markup": keyboard([button])})
    assert refused.value.message.lower() == reason.lower()


def keyboard(*rows: list[Any]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


async def test_callback_data_of_64_bytes_and_a_hundred_buttons_pass(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    rows = [[{"text": "a", "callback_data": "é" * 32}] for _ in range(100)]
    await bot.send_message(chat.id, "x", api_kwargs={"reply_markup": keyboard(*rows)})
    assert len((await chat.next_message()).buttons) == 100
    with pytest.raises(BadRequest, match=r"(?i)reply_markup_too_long"):
        await bot.send_message(
            chat.id, "x", api_kwargs={"reply_markup": keyboard(*rows, *rows[:1])}
        )


async def test_an_empty_keyboard_is_none_and_a_reply_keyboard_passes(
    bot: telegram.Bot, chat: Chat
) -> None:
    await bot.send_message(chat.id, "x", api_kwargs={"reply_markup": keyboard([])})
    assert (await chat.next_message()).buttons == []
    await bot.send_message(chat.id, "x", reply_markup=telegram.ReplyKeyboardRemove())
    assert (await chat.next_message()).reply_markup == {"remove_keyboard": True}


async def test_given_entities_are_kept_and_the_old_preview_switch_works(
    post: Post, chat: Chat
) -> None:
    given = '[{"type": "text_link", "offset": 0, "length": 1, "url": "https://contoh.id/"}]'
    form = {"chat_id": chat.id, "text": "x", "entities": given, "disable_web_page_preview": "true"}
    assert (await post("sendMessage", **form))["ok"]
    message = await chat.next_message()
    assert message.entities[0]["url"] == "https://contoh.id/"
    assert message.link_preview_options == {"is_disabled": True}


async def test_a_reply_to_nothing_may_be_allowed(bot: telegram.Bot, chat: Chat) -> None:
    lost = telegram.ReplyParameters(99, allow_sending_without_reply=True)
    await bot.send_message(chat.id, "x", reply_parameters=lost)
    assert (await chat.next_message()).reply_to_message_id is None


async def test_a_user_who_never_wrote_gets_no_message(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna, budi = server.user("Anna"), server.user("Budi")
    chat = server.private_chat(anna)
    for other_server in (anna, budi):
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await bot.send_message(other_server.id, "x")
    chat.says(anna, "/start")
    assert (await bot.send_message(anna.id, "x")).text == "x"


async def test_a_chat_action_is_noted_and_checked(bot: telegram.Bot, chat: Chat) -> None:
    await bot.send_chat_action(chat.id, ChatAction.TYPING)
    assert chat.actions == ["typing"]
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(chat.id, "dancing")


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ("<b>x</b>" * 101, "entities: 101, only the first 100 count"),
        (
            "<blockquote>a<blockquote>b</blockquote>c</blockquote>",
            "entities: blockquote at 1 is nested in blockquote at 0",
        ),
        ('<a href="/x">a</a>', "links: 1 of 1 lead nowhere"),
    ],
)
async def test_what_telegram_drops_in_silence_fails_the_test_that_did_not_expect_it(
    markup: str, complaint: str
) -> None:
    with pytest.raises(ComplaintsError, match=complaint):
        async with BotApiServer(reference_parser=tdlib_parse) as strict:
            chat = strict.private_chat(strict.user("Anna"), started=True)
            async with bot_of(strict) as api:
                sent = await api.send_message(chat.id, markup, "HTML")
            assert len(sent.entities) <= 100


async def test_a_row_of_nine_buttons_is_a_complaint(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    row = [{"text": "a", "callback_data": "a"}] * 9
    await bot.send_message(chat.id, "x", api_kwargs={"reply_markup": keyboard(row)})
    assert server.complaints == ["keyboard: a row of more than 8 buttons"]
    server.complaints.clear()


async def test_a_reference_parser_that_differs_is_a_complaint() -> None:
    def differing(text: str, parse_mode: str) -> tuple[str, list[dict[str, Any]]]:
        if text == "refused":
            raise ValueError("no")
        return "something else", []

    async with BotApiServer(reference_parser=differing) as strict:
        chat = strict.private_chat(strict.user("Anna"), started=True)
        async with bot_of(strict) as api:
            await api.send_message(chat.id, "plain")
            await api.send_message(chat.id, "x", "HTML")
            await api.send_message(chat.id, "refused", "HTML")
        misread, refused = strict.complaints
        assert misread == "reference parser: ('something else', []), not ('x', []), in 'x'"
        assert refused == "reference parser: no in 'refused'"
        strict.complaints.clear()
