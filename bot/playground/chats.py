"""Chats as tests use them: people act in them, and the bot's messages are read from them."""

from dataclasses import replace
from typing import Any

from bot.playground.chat_record import MEMBER_STATUSES, ChatRecord
from bot.playground.entities import detected_entities
from bot.playground.errors import JSON
from bot.playground.messages import Media, Message, User
from bot.playground.server_state import CallbackQuery

ANONYMOUS_ADMIN = User(1_087_968_824, "Group", is_bot=True, username="GroupAnonymousBot")
"""The sender of messages by administrators that are anonymous."""

CHANNEL_BOT = User(136_817_688, "Channel", is_bot=True, username="Channel_Bot")
"""The sender of messages that somebody writes as a channel."""

TELEGRAM = User(777_000, "Telegram")
"""The sender of a channel's posts in the group where they are discussed."""


class Chat(ChatRecord):
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

    def sends_photo(self, user: User, caption: str = "") -> Message:
        """Send a picture as ``user``."""
        return self._sends_media(user, "photo", "", b"jpg", caption)

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
        current = self._current(message)
        data = current.button(button)["callback_data"]
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

    def topic(self, name: str, by: User | None = None) -> int:
        """Open a forum topic; return its thread id."""
        if not self.is_forum:
            raise ValueError(f"{self.title!r} is no forum")
        service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self._add(by or self.owner, service=service)
        thread = message.message_id
        opened = replace(message, message_thread_id=thread, is_topic_message=True)
        self.topics[thread] = self.store(opened)
        self._notify_bot("message", opened)
        return thread

    def closes_topic(self, thread: int = 0) -> None:
        """Close a forum topic, by default the general one: only administrators may write there."""
        self.closed_topics.add(thread)
        self._announce_in(thread, {"forum_topic_closed": {}})

    def reopens_topic(self, thread: int = 0) -> None:
        """Open a closed forum topic again."""
        self.closed_topics.remove(thread)
        self._announce_in(thread, {"forum_topic_reopened": {}})

    def deletes_topic(self, thread: int) -> None:
        """Delete a forum topic; the bot gets no update."""
        del self.topics[thread]
        self.closed_topics.discard(thread)

    def silences_bot(self) -> None:
        """Take the bot's right to write; it gets an update.

        A fault of Telegram's, without one, is ``bot_may_write = False``.
        """
        self._let_bot_write(may=False)

    def lets_bot_write(self) -> None:
        """Give the bot its right to write back."""
        self._let_bot_write(may=True)

    def _let_bot_write(self, *, may: bool) -> None:
        old, status = self.member_as_json(self._state.bot), self.members[self._state.bot.id]
        self.bot_may_write = may
        if status != "administrator":
            status = "member" if may else "restricted"
        self._set_status(self._state.bot, status, self.owner, "my_chat_member", old)

    def _announce_in(self, thread: int, service: JSON) -> None:
        place = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
        self._notify_bot("message", self._add(self.owner, service=service, **place))

    def blocks_bot(self, user: User) -> None:
        """Block the bot as ``user``, in a private chat."""
        self._set_bot_status(user, "kicked")

    def unblocks_bot(self, user: User) -> None:
        """Unblock the bot as ``user``."""
        self._set_bot_status(user, "member")

    def adds_bot(self, user: User) -> None:
        """Add the bot to the group as ``user``."""
        self._set_bot_status(user, "member")
        self._add_service_message(user, {"new_chat_members": [self._state.bot.as_json()]})

    def kicks_bot(self, user: User) -> None:
        """Remove the bot from the group as ``user``."""
        self._add_service_message(user, {"left_chat_member": self._state.bot.as_json()})
        self._set_bot_status(user, "kicked")

    def promote_admin(self, user: User, by: User | None = None) -> None:
        """Make a member an administrator; the bot gets an update if it is the one."""
        if user.id == self._state.bot.id:
            self._set_bot_status(by or self.owner, "administrator")
        else:
            self._set_status(user, "administrator", by or self.owner, "chat_member")

    def bot_leaves(self) -> None:
        """Let the bot leave."""
        self._add_service_message(self._state.bot, {"left_chat_member": self._state.bot.as_json()})
        self._set_bot_status(self._state.bot, "left")

    def announce(self, service: JSON) -> None:
        """Add a service message by the chat's creator."""
        self._add_service_message(self.owner, service)

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

    def _add(self, user: User, **fields: Any) -> Message:
        message = Message(self.new_message_id(), self.id, user, self._state.now, **fields)
        return self.store(message)

    def _notify_bot(self, kind: str, message: Message) -> None:
        if self._reaches_bot(message):
            self._state.updates.put(kind, self.show(message))

    def _add_service_message(self, user: User, service: JSON) -> None:
        self._notify_bot("message", self._add(user, service=service))

    def _reaches_bot(self, message: Message) -> bool:
        """Return whether the bot gets the message.

        In privacy mode only commands, replies to it and mentions, unless it is an administrator.
        """
        status = self.members.get(self._state.bot.id, "left")
        if status not in MEMBER_STATUSES:
            return False
        if self.is_private or not self._state.privacy or status == "administrator":
            return True
        return message.service is not None or self._is_meant_for_bot(message)

    def _is_meant_for_bot(self, message: Message) -> bool:
        replied = self.messages.get(message.reply_to_message_id or 0)
        if replied is not None and replied.sender.id == self._state.bot.id:
            return True
        name = f"@{self._state.bot.username}".lower()
        mentions = [each.lower() for each in message.entity_texts("mention")]
        return name in mentions or self._is_command_for_bot(message, name)

    @staticmethod
    def _is_command_for_bot(message: Message, name: str) -> bool:
        first = next(iter(detected_entities(message.text)), None)
        if first is None or first.type != "bot_command" or first.offset != 0:
            return False
        command = message.text[: first.length].lower()
        return "@" not in command or command.endswith(name)

    def _set_bot_status(self, by: User, status: str) -> None:
        self._set_status(self._state.bot, status, by, "my_chat_member")

    def _set_status(
        self, user: User, status: str, by: User, kind: str, old: JSON | None = None
    ) -> None:
        old = old or self.member_as_json(user)
        self.members[user.id] = status
        payload: JSON = {
            "chat": self.as_json(),
            "from": by.as_json(),
            "date": self._state.now,
            "old_chat_member": old,
            "new_chat_member": self.member_as_json(user),
        }
        self._state.updates.put(kind, payload)
