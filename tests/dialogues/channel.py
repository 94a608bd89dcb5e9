"""The channel of a dialogue: its posts as the handlers get them, and the articles of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import (
    AcceptedGiftTypes,
    Chat,
    ChatFullInfo,
    ChatMemberLeft,
    ChatMemberOwner,
    Message,
    MessageOriginHiddenUser,
    PhotoSize,
    User,
)
from telegram.constants import ChatType

from bot.model.channels import key_prefix
from bot.model.roles import Role
from bot.services.bot import BotServices
from tests.dialogues.script import Dialogue, Turn
from tests.handlers.harness import BOT, Harness

FIRST_CHANNEL = -1_000_000_000_000


@dataclass(slots=True)
class PostedChannel:
    """A channel whose posts are given to the handlers of ``harness``."""

    harness: Harness
    username: str
    number: int
    posts: dict[int, int] = field(default_factory=dict)  # message ids by turn

    @property
    def chat(self) -> Chat:
        number = FIRST_CHANNEL - self.number
        return Chat(number, ChatType.CHANNEL, title="Warta Kita", username=self.username)

    def show_to(self, person: User, *, runs: bool) -> None:
        """Let Telegram tell who runs the channel."""
        chat, known = self.chat, self.harness.known
        full = ChatFullInfo(
            chat.id, chat.type, 0, 11, AcceptedGiftTypes(*[True] * 5), chat.title, chat.username
        )
        known.chats |= {f"@{self.username}": full, chat.id: full}
        known.members[chat.id, BOT.id] = ChatMemberOwner(BOT, is_anonymous=False)
        member = ChatMemberOwner(person, is_anonymous=False) if runs else ChatMemberLeft(person)
        known.members[chat.id, person.id] = member

    def updates(self, turn: Turn, number: int, date: datetime) -> list[dict[str, Message]]:
        """The updates of what a turn posts, or edits."""
        if turn.edits:
            edited = self._message(turn.posts, date, self.posts[turn.edits], turn)
            return [{"edited_channel_post": edited}]
        self.posts[number] = 100 * number
        if not turn.album:
            return [{"channel_post": self._message(turn.posts, date, 100 * number, turn)}]
        return [
            {"channel_post": self._message(caption, date, 100 * number + place, turn)}
            for place, caption in enumerate(turn.album)
        ]

    def _message(self, words: str, date: datetime, message_id: int, turn: Turn) -> Message:
        fields: dict[str, Any] = {"text": words}
        if turn.album:
            photo = (PhotoSize("f", "u", 90, 90),)
            fields = {
                "caption": words or None,
                "photo": photo,
                "media_group_id": str(message_id)[:-2],
            }
        if turn.forwarded:
            fields["forward_origin"] = MessageOriginHiddenUser(date, "Budi")
        message = Message(message_id, date, self.chat, sender_chat=self.chat, **fields)
        message.set_bot(self.harness.bot)
        return message


async def begin(dialogue: Dialogue, person_id: int, channel_id: int, services: BotServices) -> None:
    """Appoint the first person if they are an editor, and make the channel a source if it is."""
    if dialogue.role == "editor":
        await services.staff.appoint(Role.OWNER, person_id, "Ani", Role.EDITOR)
    if dialogue.named:
        await services.channels.name(channel_id, "Warta Kita", dialogue.channel, person_id)


async def end(channel_id: int, services: BotServices) -> None:
    """Leave no article to other dialogues."""
    await services.library.remove_posts(channel_id)
    await services.channels.store.remove(channel_id)


async def titles(channel_id: int, services: BotServices) -> Sequence[str]:
    """The titles of the channel's articles, sorted."""
    prefix = key_prefix(channel_id)
    found = [each async for each in services.library.all() if each.key.startswith(prefix)]
    return sorted(article.title for article in found)
