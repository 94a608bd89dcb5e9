"""Events in a chat that are no messages of people: topics, rights and members change."""

from dataclasses import replace
from typing import Any

from bot.playground.chat_record import MEMBER_STATUSES, ChatRecord
from bot.playground.entities import detected_entities
from bot.playground.errors import JSON
from bot.playground.messages import Message, User

KINDS_IN_CHANNELS = {"message": "channel_post", "edited_message": "edited_channel_post"}
NOT_IN_CHANNELS = frozenset({"left_chat_member", "new_chat_members"})
"""Service messages that channels do not have."""


class ChatEvents(ChatRecord):
    """A chat in which topics, rights and members change, as the bot gets to see it."""

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

    def renames(self, *, title: str = "", username: str | None = None) -> None:
        """Change title or username, of which the bot gets to see the title only."""
        self.username = self.username if username is None else username
        if title:
            self.title = title
            self._add_service_message(self.owner, {"new_chat_title": title})

    def announce(self, service: JSON) -> None:
        """Add a service message by the chat's creator."""
        self._add_service_message(self.owner, service)

    def _add(self, user: User, **fields: Any) -> Message:
        message = Message(self.new_message_id(), self.id, user, self._state.now, **fields)
        return self.store(message)

    def _notify_bot(self, kind: str, message: Message) -> None:
        if self._reaches_bot(message):
            kind = KINDS_IN_CHANNELS[kind] if self.type == "channel" else kind
            self._state.updates.put(kind, self.show(message))

    def _add_service_message(self, user: User, service: JSON) -> None:
        if self.type == "channel" and not service.keys().isdisjoint(NOT_IN_CHANNELS):
            return
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
