"""Chats as tests use them: people act in them, and the bot's messages are read from them."""

from dataclasses import replace
from typing import Any

from bot.playground.errors import JSON
from bot.playground.inline_chat import InlineChat
from bot.playground.messages import Media, Message, User
from bot.playground.server_state import CallbackQuery

ANONYMOUS_ADMIN = User(1_087_968_824, "Group", is_bot=True, username="GroupAnonymousBot")
"""The sender of messages by administrators that are anonymous."""

CHANNEL_BOT = User(136_817_688, "Channel", is_bot=True, username="Channel_Bot")
"""The sender of messages that somebody writes as a channel."""

TELEGRAM = User(777_000, "Telegram")
"""The sender of a channel's posts in the group where they are discussed."""


class Chat(InlineChat):
    """A chat with the actions of its members."""

    def says(  # noqa: PLR0913 - all but who and what are named
        self,
        user: User,
        text: str,
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
        anonymous: bool = False,
        channel: "Chat | None" = None,
        styled: tuple[JSON, ...] = (),
        more: JSON | None = None,
    ) -> Message:
        """Send ``text`` as ``user``; the bot gets an update if Telegram would send one.

        ``anonymous`` sends as the group, ``channel`` as this channel. ``styled`` are the user's own
        entities.
        """
        self._open_by_writing(user)
        thread = topic if topic is not None else self.thread_of(reply_to)
        sender, author = (CHANNEL_BOT, channel) if channel else (user, None)
        if anonymous:
            sender, author = ANONYMOUS_ADMIN, self
        message = self._add(
            sender,
            sender_chat=author.as_json() if author else None,
            more=more,
            text=text,
            raw=text,
            entities=self._state.entities_as_json(text, []) + styled,
            reply_to_message_id=reply_to.message_id if reply_to else None,
            message_thread_id=thread,
            is_topic_message=thread in self.topics,
        )
        self._notify_bot("message", message)
        return message

    def forwards(self, user: User, text: str, writer: User | str) -> Message:
        """Forward a text by ``writer`` as ``user``; a str is the name of a hidden user."""
        origin: JSON = {"type": "hidden_user", "sender_user_name": writer}
        if isinstance(writer, User):
            origin = {"type": "user", "sender_user": writer.as_json()}
        service = {"forward_origin": origin | {"date": self._state.now}}
        return self._write(user, text=text, raw=text, service=service)

    def forwards_post(self, user: User, channel: "Chat", post: Message) -> Message:
        """Forward a post of ``channel`` as ``user``."""
        origin: JSON = {"type": "channel", "chat": channel.as_json(), "date": post.date}
        service = {"forward_origin": origin | {"message_id": post.message_id}}
        return self._write(user, text=post.text, raw=post.raw, service=service)

    def shows_post(self, channel: "Chat", text: str) -> Message:
        """Show a post of the channel whose posts are discussed here, as Telegram forwards it."""
        number, date = channel.new_message_id(), self._state.now
        origin = {"type": "channel", "chat": channel.as_json(), "message_id": number, "date": date}
        message = self._add(
            TELEGRAM,
            sender_chat=channel.as_json(),
            text=text,
            raw=text,
            entities=self._state.entities_as_json(text, []),
            more={"is_automatic_forward": True, "forward_origin": origin},
        )
        self._notify_bot("message", message)
        return message

    def quotes_elsewhere(self, user: User, text: str, quote: str, writer: User) -> Message:
        """Say ``text`` as ``user`` in reply to a part of a message by ``writer`` in another chat.

        The bot is shown the quoted part, and of the message its origin only.
        """
        origin = {"type": "user", "sender_user": writer.as_json(), "date": self._state.now}
        more = {
            "external_reply": {"origin": origin},
            "quote": {"text": quote, "position": 0, "is_manual": True},
        }
        return self.says(user, text, more=more)

    def sends_album(self, user: User, *captions: str) -> list[Message]:
        """Send pictures as ``user``, each with a caption or ""; each comes as its own update."""
        album = {"media_group_id": str(self._state.next_number())}
        return [self._sends_media(user, "photo", "", b"jpg", each, album) for each in captions]

    def sends_photo(self, user: User, caption: str = "", content: bytes = b"jpg") -> Message:
        """Send a picture as ``user``."""
        return self._sends_media(user, "photo", "", content, caption)

    def shares_contact(self, user: User, person: User, *, known: bool = True) -> Message:
        """Share the contact of ``person`` as ``user``; ``known`` if Telegram has its account."""
        contact: JSON = {"phone_number": "+620000", "first_name": person.first_name}
        contact |= {"user_id": person.id} if known else {}
        return self._write(user, service={"contact": contact})

    def sends_old_poll(self, user: User, question: str, *options: str) -> Message:
        """Send a poll as servers before Bot API 9.6 show it: its options have no persistent id."""
        poll: JSON = {
            "id": str(self._state.next_number()),
            "question": question,
            "options": [{"text": option, "voter_count": 0} for option in options],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
        }
        return self._write(user, service={"poll": poll})

    def sends_document(self, user: User, name: str, content: bytes, caption: str = "") -> Message:
        """Send a document as ``user``."""
        return self._sends_media(user, "document", name, content, caption)

    def _sends_media(  # noqa: PLR0913, PLR0917 - the fields of a message with a file
        self,
        user: User,
        kind: str,
        name: str,
        content: bytes,
        caption: str,
        more: JSON | None = None,
    ) -> Message:
        number = f"{kind}{self._state.next_number()}"
        media = self._state.files[number] = Media(kind, number, name, content)
        return self._write(
            user,
            text=caption,
            raw=caption,
            entities=self._state.entities_as_json(caption, []),
            media=media,
            more=more,
        )

    def _write(self, user: User, **fields: Any) -> Message:
        self._open_by_writing(user)
        message = self._add(user, **fields)
        self._notify_bot("message", message)
        return message

    def edits(self, user: User, message: Message, text: str) -> Message:
        """Edit the own ``message`` as ``user``."""
        current = self._current(message)
        if current.sender.id != user.id:
            raise ValueError(f"{user.first_name} may only edit own messages")
        entities = self._state.entities_as_json(text, [])
        edited = self.store(
            replace(current, text=text, raw=text, entities=entities, edit_date=self._state.now)
        )
        self._notify_bot("edited_message", edited)
        return edited

    def presses(self, user: User, message: Message, button: str) -> str:
        """Press the button with this label or data as ``user``; return the callback query's id."""
        data = self._current(message).button(button)["callback_data"]
        return self.forges(user, message, data)

    def forges(self, user: User, message: Message, data: str) -> str:
        """Press a button with this data, as a client may that shows other ones than were sent."""
        current = self._current(message)
        number = str(self._state.next_number())
        self._state.callbacks[number] = CallbackQuery(number, user, self._state.clock())
        payload: JSON = {
            "id": number,
            "from": user.as_json(),
            "message": self.show(current),
            "chat_instance": str(self.id),
            "data": data,
        }
        self._state.updates.put("callback_query", payload)
        return number

    async def next_message(self, timeout: float = 20) -> Message:  # noqa: ASYNC109 - see WaitQueue
        """Wait for the oldest message of the bot not taken yet; raises TimeoutError."""
        return await self._sent.take(timeout)

    async def next_edit(self, timeout: float = 20) -> Message:  # noqa: ASYNC109 - see WaitQueue
        """Wait for the oldest edit by the bot not taken yet; raises TimeoutError."""
        return await self._edited.take(timeout)

    @property
    def unread(self) -> int:
        """Return how many messages of the bot are not taken yet."""
        return len(self._sent)

    def _current(self, message: Message) -> Message:
        if (current := self.find(message.message_id)) is None:
            raise LookupError(f"message {message.message_id} has been deleted")
        return current

    def _open_by_writing(self, user: User) -> None:
        """Let the bot write in a private chat; raise ValueError if it is blocked."""
        bot = self._state.bot.id
        if self.is_private and self.members.get(bot) == "kicked":
            raise ValueError(f"{user.first_name} has blocked the bot")
        if self.is_private:
            self.members[bot] = "member"
