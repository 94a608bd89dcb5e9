"""What people do in a chat, and what a test reads there: the handle that tests hold.

Nothing here is the bot's doing; what the bot does comes through ``methods``.
"""

from dataclasses import replace
from typing import Any

from bot.playground.entities import found_in
from bot.playground.errors import JSON
from bot.playground.messages import Media, Message, User
from bot.playground.rooms import PRESENT, Room
from bot.playground.world import CallbackQuery

ANONYMOUS = User(1_087_968_824, "Group", is_bot=True, username="GroupAnonymousBot")
"""Who administrators are that write as their group."""


class Chat(Room):
    """One chat as its people see it."""

    def says(  # noqa: PLR0913 - all but who and what are named
        self,
        user: User,
        text: str,
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
        anonymous: bool = False,
        styled: tuple[JSON, ...] = (),
    ) -> Message:
        """``user`` writes ``text``; the bot gets the update if Telegram would give it one.

        An ``anonymous`` administrator writes as the group. ``styled`` are the entities that the
        writer has made.
        """
        self._open_by_writing(user)
        thread = topic if topic is not None else self.thread_of(reply_to)
        message = self._written(
            ANONYMOUS if anonymous else user,
            sender_chat=self.as_json() if anonymous else None,
            text=text,
            raw=text,
            entities=self._world.entities_as_json(text, []) + styled,
            reply_to_message_id=reply_to.message_id if reply_to else None,
            message_thread_id=thread,
            is_topic_message=thread in self.topics,
        )
        self._report("message", message)
        return message

    def forwards(self, user: User, text: str, writer: User | str) -> Message:
        """``user`` forwards what ``writer`` wrote: only a name where they hide who they are."""
        origin: JSON = {"type": "hidden_user", "sender_user_name": writer}
        if isinstance(writer, User):
            origin = {"type": "user", "sender_user": writer.as_json()}
        service = {"forward_origin": origin | {"date": self._world.now}}
        return self._spoken(user, text=text, raw=text, service=service)

    def shares_contact(self, user: User, person: User, *, known: bool = True) -> Message:
        """``user`` shares the contact of ``person``, whom Telegram may not have found by it."""
        contact: JSON = {"phone_number": "+620000", "first_name": person.first_name}
        contact |= {"user_id": person.id} if known else {}
        return self._spoken(user, service={"contact": contact})

    def sends_document(self, user: User, name: str, content: bytes, caption: str = "") -> Message:
        """``user`` sends a file."""
        number = f"document{self._world.next_number()}"
        media = self._world.files[number] = Media("document", number, name, content)
        return self._spoken(
            user,
            text=caption,
            raw=caption,
            entities=self._world.entities_as_json(caption, []),
            media=media,
        )

    def _spoken(self, user: User, **fields: Any) -> Message:
        self._open_by_writing(user)
        message = self._written(user, **fields)
        self._report("message", message)
        return message

    def edits(self, user: User, message: Message, text: str) -> Message:
        """``user`` changes the text of the own ``message``."""
        current = self._current(message)
        if current.sender.id != user.id:
            raise ValueError(f"{user.first_name} may only edit own messages")
        entities = self._world.entities_as_json(text, [])
        edited = self.keep(
            replace(current, text=text, raw=text, entities=entities, edit_date=self._world.now)
        )
        self._report("edited_message", edited)
        return edited

    def presses(self, user: User, message: Message, button: str) -> str:
        """``user`` presses the button with this label or data; the callback query's id."""
        current = self._current(message)
        data = current.button(button)["callback_data"]
        number = str(self._world.next_number())
        self._world.callbacks[number] = CallbackQuery(number, user, self._world.clock())
        payload: JSON = {
            "id": number,
            "from": user.as_json(),
            "message": self.show(current),
            "chat_instance": str(self.id),
            "data": data,
        }
        self._world.updates.put("callback_query", payload)
        return number

    async def next_message(self, timeout: float = 20) -> Message:  # noqa: ASYNC109 - see Mailbox
        """The oldest message of the bot that no test has read yet; raises TimeoutError."""
        return await self._sent.take(timeout)

    async def next_edit(self, timeout: float = 20) -> Message:  # noqa: ASYNC109 - see Mailbox
        """The oldest edit by the bot that no test has read yet; raises TimeoutError."""
        return await self._edited.take(timeout)

    @property
    def unread(self) -> int:
        """How many messages of the bot no test has read yet."""
        return len(self._sent)

    def topic(self, name: str, by: User | None = None) -> int:
        """Open a forum topic; its thread id."""
        if not self.is_forum:
            raise ValueError(f"{self.title!r} is no forum")
        service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self._written(by or self.owner, service=service)
        thread = message.message_id
        opened = replace(message, message_thread_id=thread, is_topic_message=True)
        self.topics[thread] = self.keep(opened)
        self._report("message", opened)
        return thread

    def blocks_bot(self, user: User) -> None:
        """``user`` stops the bot in the private chat."""
        self._set_bot_status(user, "kicked")

    def unblocks_bot(self, user: User) -> None:
        """``user`` lets the bot in again."""
        self._set_bot_status(user, "member")

    def adds_bot(self, user: User) -> None:
        """``user`` adds the bot to the group."""
        self._set_bot_status(user, "member")
        self._report_service(user, {"new_chat_members": [self._world.bot.as_json()]})

    def kicks_bot(self, user: User) -> None:
        """``user`` removes the bot from the group."""
        self._report_service(user, {"left_chat_member": self._world.bot.as_json()})
        self._set_bot_status(user, "kicked")

    def promote_admin(self, user: User, by: User | None = None) -> None:
        """Make a member an administrator; the bot hears of it where it is the one."""
        if user.id == self._world.bot.id:
            self._set_bot_status(by or self.owner, "administrator")
        else:
            self._set_status(user, "administrator", by or self.owner, "chat_member")

    def bot_leaves(self) -> None:
        """The bot goes by itself."""
        self._report_service(self._world.bot, {"left_chat_member": self._world.bot.as_json()})
        self._set_bot_status(self._world.bot, "left")

    def announce(self, service: JSON) -> None:
        """A service message by the chat's creator."""
        self._report_service(self.owner, service)

    def _current(self, message: Message) -> Message:
        if (current := self.find(message.message_id)) is None:
            raise LookupError(f"message {message.message_id} has been deleted")
        return current

    def _open_by_writing(self, user: User) -> None:
        """A first message in a private chat lets the bot in; a blocked bot is unblocked first."""
        bot = self._world.bot.id
        if self.is_private and self.members.get(bot) == "kicked":
            raise ValueError(f"{user.first_name} has blocked the bot")
        if self.is_private:
            self.members[bot] = "member"

    def _written(self, user: User, **fields: Any) -> Message:
        message = Message(self.new_message_id(), self.id, user, self._world.now, **fields)
        return self.keep(message)

    def _report(self, kind: str, message: Message) -> None:
        if self._reaches_bot(message):
            self._world.updates.put(kind, self.show(message))

    def _report_service(self, user: User, service: JSON) -> None:
        self._report("message", self._written(user, service=service))

    def _reaches_bot(self, message: Message) -> bool:
        """Privacy mode: commands, replies to the bot and mentions only, unless it is an admin."""
        status = self.members.get(self._world.bot.id, "left")
        if status not in PRESENT:
            return False
        if self.is_private or not self._world.privacy or status == "administrator":
            return True
        return message.service is not None or self._is_meant_for_bot(message)

    def _is_meant_for_bot(self, message: Message) -> bool:
        replied = self.messages.get(message.reply_to_message_id or 0)
        if replied is not None and replied.sender.id == self._world.bot.id:
            return True
        name = f"@{self._world.bot.username}".lower()
        mentions = [each.lower() for each in message.entity_texts("mention")]
        return name in mentions or self._is_command_for_bot(message, name)

    @staticmethod
    def _is_command_for_bot(message: Message, name: str) -> bool:
        first = next(iter(found_in(message.text)), None)
        if first is None or first.type != "bot_command" or first.offset != 0:
            return False
        command = message.text[: first.length].lower()
        return "@" not in command or command.endswith(name)

    def _set_bot_status(self, by: User, status: str) -> None:
        self._set_status(self._world.bot, status, by, "my_chat_member")

    def _set_status(self, user: User, status: str, by: User, kind: str) -> None:
        old = self.member_as_json(user)
        self.members[user.id] = status
        payload: JSON = {
            "chat": self.as_json(),
            "from": by.as_json(),
            "date": self._world.now,
            "old_chat_member": old,
            "new_chat_member": self.member_as_json(user),
        }
        self._world.updates.put(kind, payload)
