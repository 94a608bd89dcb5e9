"""Play a dialogue through the registered handlers, as a person and a chat of its own."""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import unescape
from typing import Any

from telegram import (
    Chat,
    ChatMemberOwner,
    InlineKeyboardMarkup,
    InlineQuery,
    Message,
    MessageEntity,
    MessageOriginHiddenUser,
    PhotoSize,
    Sticker,
    User,
    Voice,
)
from telegram.constants import ChatType

from handlers.callback_data.keyboard import Button, Keyboard
from handlers.render.reply import Reply
from handlers.telegram.keyboard import inline_keyboard
from tests.bot.samples import Clock
from tests.dialogues.channel import PostedChannel, begin, end, titles
from tests.dialogues.checking import Seen, check, has
from tests.dialogues.script import Dialogue, Turn
from tests.handlers.harness import BOT, OWNER, Harness, Outcome, labels, text_of

THREAD = 77
FIRST_PERSON, FIRST_GROUP = 500_000, -500_000
MENTION = f"@{BOT.username}"
BETWEEN = timedelta(seconds=5)

_CODE, _TAG = re.compile("<code>(.*?)</code>"), re.compile("<[^>]+>")
_SENT: dict[str, dict[str, Any]] = {
    "": {},
    "photo": {"photo": (PhotoSize("f", "u", 90, 90),)},
    "sticker": {"sticker": Sticker("f", "u", 90, 90, False, False, "regular")},
    "voice": {"voice": Voice("f", "u", 3)},
}


@dataclass(slots=True)
class _Shown:
    """A message of the bot: what it shows now, the message it answers, and its turn, from 1."""

    reply: Reply
    answered: Message | None
    turn: int


@dataclass(slots=True)
class Player:
    """Plays one dialogue; ``number`` makes its people and chat those of no other dialogue."""

    harness: Harness
    clock: Clock
    dialogue: Dialogue
    number: int
    _channel: PostedChannel = field(init=False)
    _shown: dict[int, _Shown] = field(default_factory=dict)  # by the id of the message

    def __post_init__(self) -> None:
        self._channel = PostedChannel(self.harness, self.dialogue.channel, self.number)

    async def play(self) -> None:
        """Play every turn; raises AssertionError with the turn and all that came back."""
        if self.dialogue.chat != "private":
            owner = ChatMemberOwner(self._person(1), is_anonymous=False)
            self.harness.known.administrators[self._chat.id] = (owner,)
        channel = self._channel
        if self.dialogue.channel:
            channel.show_to(self._person(1), runs=not self.dialogue.foreign)
        await begin(self.dialogue, self._person(1).id, channel.chat.id, self.harness.services)
        try:
            await self._play_turns()
        finally:
            if self.dialogue.channel:
                await end(channel.chat.id, self.harness.services)

    async def _play_turns(self) -> None:
        for number, turn in enumerate(self.dialogue.turns, 1):
            self.clock.advance(BETWEEN + timedelta(seconds=turn.wait))
            outcome = await self._outcome(turn, number)
            check(self.dialogue, turn, _seen(outcome), await self._problems_stored(turn))

    async def _outcome(self, turn: Turn, number: int) -> Outcome:
        if turn.types is not None:
            typed = InlineQuery(str(number), self._person(turn.by), turn.types, "")
            return await self.harness.update(inline_query=typed)
        if self.dialogue.chat == "elsewhere":
            fields = self._fields(turn) | {"guest_query_id": str(number)}
            message = self.harness.message(turn.says, self._person(turn.by), **fields)
            return await self.harness.update(guest_message=message)
        if turn.posts or turn.album:
            return await self._post(turn, number)
        return await (self._tap(turn, number) if turn.taps else self._say(turn, number))

    @property
    def _chat(self) -> Chat:
        if self.dialogue.chat == "private":
            return Chat(self._person(1).id, ChatType.PRIVATE)
        is_forum = self.dialogue.chat == "forum"
        number = FIRST_GROUP - self.number
        return Chat(number, ChatType.SUPERGROUP, title="Warga", is_forum=is_forum)

    def _person(self, by: int) -> User:
        owner = self.dialogue.role == "owner" and by == 1
        number = OWNER.id if owner else FIRST_PERSON + 10 * self.number + by
        return User(number, "Ani", is_bot=False, language_code=self.dialogue.locale)

    async def _say(self, turn: Turn, number: int) -> Outcome:
        message = self.harness.message(turn.says, self._person(turn.by), **self._fields(turn))
        return await self._watch(number, message, message=message)

    async def _post(self, turn: Turn, number: int) -> Outcome:
        for update in self._channel.updates(turn, number, self.clock()):
            outcome = await self._watch(number, None, **update)
        return outcome

    async def _tap(self, turn: Turn, number: int) -> Outcome:
        message_id, button = self._button(turn.taps)
        under = self._shown[message_id]
        fields = self._where() | {"message_id": message_id, "reply_to_message": under.answered}
        fields["entities"] = _codes(under.reply.markup.html)
        query = self.harness.press(button.payload, self._person(turn.by), under.reply, **fields)
        return await self._watch(number, None, callback_query=query)

    async def _watch(self, number: int, answered: Message | None, **update: Any) -> Outcome:
        """Give the handlers the update, and note what the bot's messages show after it."""
        messenger = self.harness.messenger
        sent, edited = len(messenger.sent_ids), len(messenger.edited)
        outcome = await self.harness.update(**update)
        for id_, reply in zip(messenger.sent_ids[sent:], outcome.sent, strict=True):
            self._shown[id_] = _Shown(reply, answered, number)
        for id_, markup in outcome.keyboards:
            shown = self._shown[id_]
            reply = replace(shown.reply, keyboard=_relabelled(shown.reply.keyboard, markup))
            self._shown[id_] = _Shown(reply, shown.answered, number)
        for id_, reply in messenger.edited[edited:]:
            answered_before = self._shown[id_].answered if id_ in self._shown else None
            self._shown[id_] = _Shown(reply, answered_before, number)
        return outcome

    def _button(self, label: str) -> tuple[int, Button]:
        """The newest button whose label has these characters, and its message."""
        for id_, shown in sorted(self._shown.items(), key=lambda item: -item[1].turn):
            for row in shown.reply.keyboard:
                for button in row:
                    if has(button.label, label):
                        return id_, button
        raise AssertionError(f"{self.dialogue.name}: no button {label!r}")

    def _where(self) -> dict[str, Any]:
        fields: dict[str, Any] = {"chat": self._chat, "date": self.clock()}
        if self.dialogue.chat == "forum":
            fields |= {"message_thread_id": THREAD, "is_topic_message": True}
        return fields

    def _fields(self, turn: Turn) -> dict[str, Any]:
        fields = self._where() | _SENT[turn.sends]
        if MENTION in turn.says:
            start = turn.says.index(MENTION)
            mention = MessageEntity(MessageEntity.MENTION, start, len(MENTION))
            fields["entities"] = [mention]
        if turn.forwarded:
            fields["forward_origin"] = MessageOriginHiddenUser(self.clock(), "Budi")
        if turn.replies_to:
            fields["reply_to_message"] = self._message_of(turn.replies_to)
        return fields

    def _message_of(self, number: int) -> Message:
        """The last message that the bot sent or edited in a turn."""
        id_ = max(id_ for id_, shown in self._shown.items() if shown.turn == number)
        shown = self._shown[id_].reply
        fields = {"message_id": id_, "reply_markup": inline_keyboard(shown.keyboard)}
        return self.harness.message(text_of(shown), BOT, **self._where() | fields)

    async def _problems_stored(self, turn: Turn) -> list[str]:
        services, problems = self.harness.services, list[str]()
        if turn.topics is not None:
            page = await services.alerts.subscriptions.page(self._chat.id)
            topics = tuple(topic.text for topic in page.topics)
            problems += [f"topics: {topics}"] if topics != turn.topics else []
        if turn.articles is not None:
            stored = await titles(self._channel.chat.id, services)
            problems += [f"articles: {stored}"] if stored != sorted(turn.articles) else []
        if turn.language:
            person = self._person(turn.by)
            stored = await services.preferences.language(person.id, person.language_code)
            problems += [f"language: {stored}"] if stored != turn.language else []
        return problems


def _relabelled(keyboard: Keyboard, markup: InlineKeyboardMarkup) -> Keyboard:
    """The same buttons with the labels that Telegram was told to show."""
    return tuple(
        tuple(replace(button, label=new.text) for button, new in zip(row, others, strict=True))
        for row, others in zip(keyboard, markup.inline_keyboard, strict=True)
    )


def _codes(html: str) -> list[MessageEntity]:
    """The entities of what is shown as code: buttons read topics from them."""
    return [
        MessageEntity(MessageEntity.CODE, _units(html[: found.start()]), _units(found[1]))
        for found in _CODE.finditer(html)
    ]


def _units(html: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 code units, without tags."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def _seen(outcome: Outcome) -> Seen:
    replies = [*outcome.sent, *outcome.edited]
    notices = [notice.text or "" for notice in outcome.notices]
    shown = [each.text for each in outcome.elsewhere]
    text = "\n---\n".join([*map(text_of, replies), *notices, *shown])
    pressed = [label for reply in replies for label in labels(reply)]
    pressed += [label for each in outcome.elsewhere for label in each.labels]
    changed = [row for _, markup in outcome.keyboards for row in markup.inline_keyboard]
    pressed += [button.text for row in changed for button in row]
    return Seen(text, "\n".join(pressed), bool(replies or outcome.elsewhere or changed))
