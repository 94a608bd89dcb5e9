"""The registered handlers on real services but without Telegram: what is sent is recorded."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatFullInfo,
    ChatMember,
    File,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    MessageEntity,
    SentGuestMessage,
    Update,
    User,
)
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import Application, ExtBot

from bot.outbox.outcomes import SendFailure
from bot.services.bot import BotServices
from handlers import register
from handlers.callback_data.codec import encode
from handlers.callback_data.payload import ButtonPayload
from handlers.context import KutipApplication, context_types
from handlers.dispatch import DETACHED
from handlers.render.markup import without_tags
from handlers.render.reply import Reply
from handlers.telegram.keyboard import inline_keyboard
from handlers.telegram.messenger import Messenger, ReplyTarget

BOT = User(4242, "Kutip", is_bot=True, username="kutip_bot")
OWNER = User(900_001, "Owner", is_bot=False, language_code="en")
READER = User(1_001, "Ani", is_bot=False, language_code="en")
OTHER = User(1_002, "Budi", is_bot=False, language_code="en")
GROUP = Chat(-500, ChatType.SUPERGROUP, title="Warga")
CHANNEL = Chat(-1_001_234, ChatType.CHANNEL, title="Warta")


@dataclass
class Known:
    """What Telegram would tell the bot: chats, admins, members by chat and id, and files."""

    chats: dict[int | str, ChatFullInfo] = field(default_factory=dict)
    administrators: dict[int, tuple[ChatMember, ...]] = field(default_factory=dict)
    members: dict[tuple[int, int], ChatMember] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Elsewhere:
    """The cards that are shown in a chat that is not the bot's, or a guest's message as one."""

    results: tuple[InlineQueryResultArticle, ...]
    button: InlineQueryResultsButton | None = None

    @property
    def text(self) -> str:
        """The cards and their messages, without markup."""
        return "\n".join(map(_card_text, self.results))

    @property
    def labels(self) -> list[str]:
        """The labels of the button above the cards and of those under their messages."""
        rows = [row for each in self.results if each.reply_markup for row in _rows(each)]
        above = [self.button.text] if self.button else []
        return above + [button.text for row in rows for button in row]


def _rows(result: InlineQueryResultArticle) -> tuple[tuple[InlineKeyboardButton, ...], ...]:
    return result.reply_markup.inline_keyboard if result.reply_markup else ()


def _card_text(result: InlineQueryResultArticle) -> str:
    content = result.input_message_content
    assert isinstance(content, InputTextMessageContent)
    said = unescape(re.sub("<[^>]+>", "", content.message_text))
    return "\n".join(filter(None, [result.title, result.description, said]))


class OfflineBot(ExtBot[int]):
    """A bot that asks ``known`` instead of Telegram, and notes for whom it changes the menu."""

    def __init__(self, known: Known) -> None:
        super().__init__("4242:SECRET")
        self._known = known
        self._menus: list[tuple[str, int | None]] = []
        self._shown: list[Elsewhere] = []
        self._keyboards: list[tuple[int, InlineKeyboardMarkup]] = []

    @property
    def shown(self) -> "list[Elsewhere]":
        return self._shown

    @property
    def keyboards(self) -> list[tuple[int, InlineKeyboardMarkup]]:
        return self._keyboards

    async def edit_message_reply_markup(
        self,
        chat_id: Any = None,
        message_id: Any = None,
        inline_message_id: Any = None,
        reply_markup: Any = None,
        *_: Any,
        **__: Any,
    ) -> bool:
        self._keyboards.append((message_id, reply_markup))
        return True

    async def answer_inline_query(
        self, inline_query_id: str, results: Any, *_: Any, button: Any = None, **__: Any
    ) -> bool:
        self._shown.append(Elsewhere(tuple(results), button))
        return True

    async def answer_guest_query(
        self, guest_query_id: str, result: Any, *_: Any, **__: Any
    ) -> SentGuestMessage:
        self._shown.append(Elsewhere((result,)))
        return SentGuestMessage("guest")

    @property
    def bot(self) -> User:
        return BOT

    @property
    def menus(self) -> list[tuple[str, int | None]]:
        return self._menus

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def get_chat(self, chat_id: int | str, *_: Any, **__: Any) -> ChatFullInfo:
        if chat_id not in self._known.chats:
            raise BadRequest("Chat not found")
        return self._known.chats[chat_id]

    async def get_chat_administrators(
        self, chat_id: int | str, *_: Any, **__: Any
    ) -> tuple[ChatMember, ...]:
        return self._known.administrators.get(int(chat_id), ())

    async def get_chat_member(
        self, chat_id: int | str, user_id: int, *_: Any, **__: Any
    ) -> ChatMember:
        if (int(chat_id), user_id) not in self._known.members:
            raise BadRequest("member not found")
        return self._known.members[int(chat_id), user_id]

    async def get_file(self, file_id: Any, *_: Any, **__: Any) -> File:
        if file_id not in self._known.files:
            raise BadRequest("file is temporarily unavailable")
        return File(file_id, file_id, file_path=str(self._known.files[file_id]))

    async def set_my_commands(self, commands: Any, scope: Any = None, *_: Any, **__: Any) -> bool:
        self._menus.append(("set", getattr(scope, "chat_id", None)))
        return True

    async def delete_my_commands(self, scope: Any = None, *_: Any, **__: Any) -> bool:
        self._menus.append(("deleted", getattr(scope, "chat_id", None)))
        return True


@dataclass
class Notice:
    """How a pressed button's waiting was ended."""

    text: str | None
    url: str | None


class RecordedMessenger(Messenger):
    """Sends nothing and records everything.

    ``unreachable`` chats take no message, and the next ``refusals`` messages are refused.
    """

    def __init__(self, bot: ExtBot[int]) -> None:
        super().__init__(bot, _no_migration)
        self.sent: list[tuple[ReplyTarget, Reply]] = []
        self.sent_ids: list[int] = []
        self.edited: list[tuple[int, Reply]] = []
        self.files: list[tuple[str, bytes, Reply]] = []
        self.notices: list[Notice] = []
        self.unreachable: set[int] = set()
        self.refusals = 0
        self.edit_failure: SendFailure | None = None
        self.typed_in: list[int] = []
        self._ids = count(1000)

    async def send(self, target: ReplyTarget, reply: Reply) -> Message | None:
        if self._refuses(target):
            return None
        self.sent.append((target, reply))
        self.sent_ids.append(next(self._ids))
        return Message(self.sent_ids[-1], now(), Chat(target.chat_id, ChatType.PRIVATE))

    async def send_file(
        self, target: ReplyTarget, content: bytes, name: str, caption: Reply
    ) -> Message | None:
        if self._refuses(target):
            return None
        self.files.append((name, content, caption))
        return Message(next(self._ids), now(), Chat(target.chat_id, ChatType.PRIVATE))

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> SendFailure | None:
        if self.edit_failure is None:
            self.edited.append((message_id, reply))
        return self.edit_failure

    async def try_edit(self, chat_id: int, message_id: int, reply: Reply) -> SendFailure | None:
        self.edited.append((message_id, reply))
        return None

    async def answer_callback(
        self,
        query_id: str,
        notice: str | None = None,
        url: str | None = None,
        *,
        is_alert: bool = True,
    ) -> None:
        self.notices.append(Notice(notice, url))

    def _refuses(self, target: ReplyTarget) -> bool:
        refused = self.refusals > 0
        self.refusals -= refused
        return refused or target.chat_id in self.unreachable

    @asynccontextmanager
    async def typing(self, target: ReplyTarget) -> AsyncIterator[None]:
        self.typed_in.append(target.chat_id)
        yield


@dataclass
class Outcome:
    """What came of one update."""

    sent: list[Reply]
    edited: list[Reply]
    files: list[tuple[str, bytes, Reply]]
    notices: list[Notice]
    elsewhere: list[Elsewhere] = field(default_factory=list)
    keyboards: list[tuple[int, InlineKeyboardMarkup]] = field(default_factory=list)

    @property
    def reply(self) -> Reply:
        """The only message that was sent or edited."""
        (reply,) = [*self.sent, *self.edited]
        return reply

    @property
    def text(self) -> str:
        """Its text."""
        return text_of(self.reply)

    @property
    def notice(self) -> str | None:
        """The text of the only notice."""
        (notice,) = self.notices
        return notice.text


class Harness:
    """Gives updates to the application's handlers and returns what came of them."""

    def __init__(self, services: BotServices) -> None:
        self.services = services
        self.known = Known()
        self.bot = OfflineBot(self.known)
        self.messenger = RecordedMessenger(self.bot)
        self.application = _application(self.bot, services, self.messenger)
        self._ids = count(1)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self.application.initialize()
        await self.application.start()
        try:
            yield
        finally:
            await self.finish()
            await self.application.shutdown()

    async def finish(self) -> None:
        """Wait for what handlers have left to the background; nothing can be said afterwards."""
        if self.application.running:
            await self.application.stop()

    async def says(self, text: str = "", by: User = READER, **more: Any) -> Outcome:
        """Give the handlers a message; ``more`` are its other fields, by default in private."""
        return await self.update(message=self.message(text, by, **more))

    async def edits(self, message: Message, text: str) -> Outcome:
        """Give the handlers an edit of a message."""
        edited = Message(
            message.message_id, message.date, message.chat, from_user=message.from_user, text=text
        )
        edited.set_bot(self.bot)
        return await self.update(edited_message=edited)

    async def presses(
        self, payload: ButtonPayload, by: User = READER, under: Reply | None = None, **more: Any
    ) -> Outcome:
        """Give the handlers a press; ``under`` is what the message with the button shows."""
        return await self.presses_data(encode(payload), by, under, **more)

    async def presses_data(
        self, data: str, by: User = READER, under: Reply | None = None, **more: Any
    ) -> Outcome:
        """The same with callback data as it comes from outside."""
        return await self.update(callback_query=self._press(data, by, under, **more))

    def press(
        self, payload: ButtonPayload, by: User = READER, under: Reply | None = None, **more: Any
    ) -> CallbackQuery:
        """A press of a button."""
        return self._press(encode(payload), by, under, **more)

    def _press(self, data: str, by: User, under: Reply | None, **more: Any) -> CallbackQuery:
        shown = text_of(under) if under else "."
        keyboard = inline_keyboard(under.keyboard) if under else None
        message = self.message(shown, BOT, reply_markup=keyboard, **({"chat": chat_of(by)} | more))
        return CallbackQuery(str(next(self._ids)), by, "instance", message=message, data=data)

    async def update(self, **fields: Any) -> Outcome:
        """Give the handlers an update; reloads and documents go on, commands are waited for."""
        recorded = self.messenger
        marks = [len(each) for each in (recorded.sent, recorded.edited)]
        marks += [len(recorded.files), len(recorded.notices), len(self.bot.shown)]
        marks += [len(self.bot.keyboards)]
        await self.application.process_update(Update(next(self._ids), **fields))
        detached = [task for task in asyncio.all_tasks() if task.get_name() == DETACHED]
        await asyncio.gather(*detached, return_exceptions=True)
        return Outcome(
            [reply for _, reply in recorded.sent[marks[0] :]],
            [reply for _, reply in recorded.edited[marks[1] :]],
            recorded.files[marks[2] :],
            recorded.notices[marks[3] :],
            self.bot.shown[marks[4] :],
            self.bot.keyboards[marks[5] :],
        )

    def message(self, text: str, by: User = READER, **more: Any) -> Message:
        """A message; a command in its text is marked as one."""
        fields: dict[str, Any] = {"chat": chat_of(by), "from_user": by, "date": now()}
        fields["message_id"] = next(self._ids)
        if text:
            fields |= {"text": text, "entities": _commands(text)}
        message = Message(**(fields | more))
        message.set_bot(self.bot)
        return message


def text_of(reply: Reply) -> str:
    """A reply without its markup."""
    return without_tags(reply.markup)


def labels(reply: Reply) -> list[str]:
    """The labels of a reply's buttons."""
    return [button.label for row in reply.keyboard for button in row]


def payloads(reply: Reply) -> list[ButtonPayload]:
    """What a reply's buttons carry."""
    return [button.payload for row in reply.keyboard for button in row]


def chat_of(user: User) -> Chat:
    """Somebody's private chat with the bot."""
    return Chat(user.id, ChatType.PRIVATE)


def _commands(text: str) -> list[MessageEntity]:
    if not text.startswith("/"):
        return []
    length = len(text.split(None, 1)[0])
    return [MessageEntity(MessageEntity.BOT_COMMAND, 0, length)]


def _application(bot: ExtBot[int], services: BotServices, messenger: Messenger) -> KutipApplication:
    builder = Application.builder().bot(bot).updater(None).job_queue(None)
    application: KutipApplication = builder.context_types(context_types()).build()
    application.bot_data.services = services
    application.bot_data.messenger = messenger
    register(application)
    return application


def now() -> datetime:
    """The time of a message."""
    return datetime.now(UTC)


async def _no_migration(old: int, new: int) -> None:
    raise AssertionError(f"{old} did not become {new}")
