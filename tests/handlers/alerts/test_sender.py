"""A message of the outbox is sent once; a failure is an outcome."""

from dataclasses import replace
from typing import Any

import pytest
from telegram import AcceptedGiftTypes, Chat, ChatFullInfo, Message
from telegram.constants import ChatType
from telegram.error import (
    RetryAfter,
    TelegramError,
)

from bot.channels.intake import TakenPost
from bot.model.channels import ChannelPost
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import Alert, AnnouncementMessage, OutboxMessage, StoryLine, TopicName
from bot.outbox.outcomes import (
    Cancelled,
    RateLimited,
    Sent,
)
from handlers.alerts.sender import TelegramSender
from tests.handlers.harness import CHANNEL, GROUP, READER, Harness, Known, OfflineBot, now


class SendingBot(OfflineBot):
    """Keeps what is sent; fails with ``error`` if it has one."""

    def __init__(self, error: TelegramError | None = None, known: Known | None = None) -> None:
        super().__init__(known or Known())
        self._keyboards: list[Any] = []
        self._error = error
        self._sent: list[tuple[Any, Any, Any]] = []
        self._chat_refusal: TelegramError | None = None

    async def get_chat(self, chat_id: Any, *more: Any, **named: Any) -> Any:
        if self._chat_refusal:
            raise self._chat_refusal
        assert named["rate_limit_args"] == -1
        return await super().get_chat(chat_id, *more, **named)

    async def send_message(self, chat_id: Any, text: Any, *_: Any, **more: Any) -> Any:
        if self._error:
            raise self._error
        self._keyboards.append(more["reply_markup"])
        self._sent.append((chat_id, text, more["rate_limit_args"]))
        return Message(len(self._sent), now(), Chat(chat_id, ChatType.CHANNEL))


def alert() -> OutboxMessage:
    story = StoryLine(1, 2, "Banjir", "Warta", None, "")
    return outbox_message(Alert(story, (TopicName(1, "banjir"),)))


def outbox_message(payload: Any) -> OutboxMessage:
    return OutboxMessage(1, READER.id, 0, 1, payload, InterfaceLanguage.ENGLISH)


async def test_what_the_bot_posts_in_a_source_is_no_article(harness: Harness) -> None:
    channels = harness.services.channels
    await channels.name(CHANNEL.id, "Warta", "warta", READER.id)
    harness.known.chats[CHANNEL.id] = ChatFullInfo(
        CHANNEL.id, CHANNEL.type, 0, 1, AcceptedGiftTypes(*[True] * 5)
    )
    sender = TelegramSender(SendingBot(known=harness.known), harness.services)
    assert await sender.send(replace(alert(), chat_id=CHANNEL.id)) == Sent()
    own = ChannelPost(CHANNEL.id, 1, "Banjir\nIsi kabar yang dikirim bot ini.", now())
    assert await channels.intake.take(own) is TakenPost.IGNORED
    assert await channels.intake.take(replace(own, message_id=2)) is TakenPost.TAKEN


async def test_an_alert_is_sent_past_the_rate_limit_of_answers(harness: Harness) -> None:
    bot = SendingBot()
    assert await TelegramSender(bot, harness.services).send(alert()) == Sent()
    ((chat_id, html, rate_limit),) = bot._sent
    assert chat_id == READER.id
    assert "<b>Banjir</b>" in html
    assert rate_limit == -1


@pytest.mark.parametrize(("chat", "rows"), [(CHANNEL, 1), (GROUP, 2)])
async def test_a_channels_readers_get_only_the_buttons_that_they_may_use(
    harness: Harness, chat: Chat, rows: int
) -> None:
    accepted = AcceptedGiftTypes(True, True, True, True, True)
    info = ChatFullInfo(chat.id, chat.type, 0, max_reaction_count=1, accepted_gift_types=accepted)
    known = Known(chats={chat.id: info})
    bot = SendingBot(known=known)
    sender = TelegramSender(bot, harness.services)
    message = replace(alert(), chat_id=chat.id)
    assert await sender.send(message) == Sent()
    known.chats.clear()  # Telegram is not asked again
    assert await sender.send(message) == Sent()
    assert [len(keyboard.inline_keyboard) for keyboard in bot._keyboards] == [rows, rows]


async def test_a_refusal_to_say_what_a_chat_is_is_left_to_the_outbox(harness: Harness) -> None:
    """It must not wait: the message's lease would end meanwhile."""
    bot = SendingBot()
    bot._chat_refusal = RetryAfter(40)
    message = replace(alert(), chat_id=GROUP.id)
    assert await TelegramSender(bot, harness.services).send(message) == RateLimited(40)
    assert bot._sent == []


async def test_a_failure_is_an_outcome_not_an_exception(harness: Harness) -> None:
    sender = TelegramSender(SendingBot(RetryAfter(9)), harness.services)
    assert await sender.send(alert()) == RateLimited(9)


async def test_an_announcement_that_was_stopped_is_cancelled(harness: Harness) -> None:
    sender = TelegramSender(SendingBot(), harness.services)
    assert await sender.send(outbox_message(AnnouncementMessage(99))) == Cancelled()
