"""The state of a chat: members, topics and messages; their JSON, and the bot's permissions."""

from dataclasses import replace
from math import ceil
from typing import Any

from bot.playground.errors import JSON, ApiError, bad_request, forbidden, too_many_requests
from bot.playground.messages import Message, User
from bot.playground.server_state import ServerState
from bot.playground.wait_queue import WaitQueue

MEMBER_STATUSES = frozenset({"creator", "administrator", "member", "restricted"})
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
RIGHTS_IN_CHANNELS = ("can_post_messages", "can_edit_messages")
RIGHTS_OF_MEMBERS = (
    "can_send_messages",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_react_to_messages",
)
"""Rights to write, which a restricted member loses."""
NO_RIGHTS_OF_MEMBERS = (
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
)
CHAT_NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}
OWN_MESSAGE_IDS = frozenset({"supergroup", "channel"})


class ChatRecord:
    """A chat; ``type`` is "private", "group", "supergroup" or "channel".

    ``owner`` is the person of a private chat, or the creator of the group or channel.
    """

    def __init__(
        self, state: ServerState, chat_id: int, kind: str, owner: User, title: str = ""
    ) -> None:
        self.id = chat_id
        self.type = kind
        self.owner = owner
        self.title = title or owner.first_name
        self.username = ""
        self.is_forum = False
        self.bot_may_write = True
        self.closed_topics: set[int] = set()
        self.members: dict[int, str] = {}
        self.topics: dict[int, Message] = {}
        self.messages: dict[int, Message] = {}
        self.actions: list[str] = []
        self.flooded_until = 0.0
        self._state = state
        self._own_ids = 0
        self._sent: WaitQueue[Message] = WaitQueue(
            f"message in {self.title!r}", state.calls.explain
        )
        self._edited: WaitQueue[Message] = WaitQueue(f"edit in {self.title!r}", state.calls.explain)

    @property
    def is_private(self) -> bool:
        """Return whether this is a chat of one person with the bot."""
        return self.type == "private"

    def as_json(self) -> JSON:
        """Return the Chat object."""
        shown: JSON = {"id": self.id, "type": self.type}
        if self.is_private:
            person = self.owner.as_json()
            names = ("first_name", "last_name", "username")
            return shown | {name: person[name] for name in names if name in person}
        if self.username:
            shown["username"] = self.username
        return shown | {"title": self.title} | ({"is_forum": True} if self.is_forum else {})

    def show(self, message: Message) -> JSON:
        """Return the Message object, with the message that it replies to."""
        shown = self._show_alone(message)
        replied = self.messages.get(message.reply_to_message_id or 0)
        if replied is None and message.is_topic_message:
            # Any other message in a topic is shown as a reply to the topic's first.
            replied = self.topics.get(message.message_thread_id or 0)
        return shown | ({"reply_to_message": self._show_alone(replied)} if replied else {})

    def _show_alone(self, message: Message) -> JSON:
        shown = message.content_as_json() | {"chat": self.as_json()}
        if self.type == "channel":  # posts are the channel's
            shown["sender_chat"] = self.as_json()
            del shown["from"]
        return shown

    def member_as_json(self, user: User) -> JSON:
        """Return the ChatMember object."""
        status = self.members.get(user.id, "left")
        shown: JSON = {"status": status, "user": user.as_json()}
        if status == "creator":
            shown["is_anonymous"] = False
        elif status == "administrator":
            shown |= {"can_be_edited": False, "is_anonymous": False}
            shown |= dict.fromkeys(RIGHTS, True)
            if self.type == "channel":
                may_post = self.bot_may_write or user.id != self._state.bot.id
                shown |= dict.fromkeys(RIGHTS_IN_CHANNELS, may_post)
        elif status == "restricted":
            shown |= {"is_member": True, "until_date": 0}
            shown |= dict.fromkeys(NO_RIGHTS_OF_MEMBERS, False)
            shown |= dict.fromkeys(RIGHTS_OF_MEMBERS, self.bot_may_write)
        elif status == "kicked":
            shown["until_date"] = 0
        return shown

    def find(self, message_id: int) -> Message | None:
        """Return the message as edited last, None if there is none."""
        return self.messages.get(message_id)

    def thread_of(self, replied: Message | None) -> int | None:
        """Return the thread of a reply; a supergroup without topics has one per root message."""
        if replied is None or self.type != "supergroup":
            return None
        current = self.messages.get(replied.message_id, replied)
        if current.message_thread_id is not None or self.is_forum:
            return current.message_thread_id
        return current.message_id

    def new_message_id(self) -> int:
        """Return the next id: supergroups and channels count their own, all others share."""
        if self.type not in OWN_MESSAGE_IDS:
            return self._state.next_message_id()
        self._own_ids += 1
        return self._own_ids

    def store(self, message: Message) -> Message:
        """Store ``message``, in the place of an earlier version."""
        self.messages[message.message_id] = message
        self._state.publish("message", chat=self, message=message)
        return message

    def delete(self, message: Message) -> None:
        """Delete ``message``, for everybody."""
        del self.messages[message.message_id]
        self._state.publish("deleted", chat=self, message=message)

    def show_action(self, action: str, thread: int = 0) -> None:
        """Show what the bot is about to do, such as typing."""
        self.actions.append(action)
        self._state.publish("action", chat=self, action=action, thread=thread)

    def send(self, message: Message) -> Message:
        """Store a message of the bot, which a test may take."""
        self._sent.put(self.store(message))
        return message

    def change(self, message: Message, **fields: Any) -> Message:
        """Store an edit by the bot, which a test may take."""
        changed = self.store(replace(message, edit_date=self._state.now, **fields))
        self._edited.put(changed)
        return changed

    def check_writable(self) -> None:
        """Raise ApiError if the bot may not write."""
        refusal = self._refusal()
        if refusal is not None:
            raise refusal

    def refuse_for(self, seconds: float) -> None:
        """Answer every message of the bot with a 429 for so long, as after too many of them."""
        self.flooded_until = self._state.clock() + seconds

    def _refusal(self) -> ApiError | None:
        if (left := self.flooded_until - self._state.clock()) > 0:
            return too_many_requests(ceil(left))
        status = self.members.get(self._state.bot.id, "left")
        if status in MEMBER_STATUSES:
            return None if self.bot_may_write else self._no_rights()
        if self.is_private and status == "kicked":
            return forbidden("bot was blocked by the user")
        if self.is_private:
            return forbidden("bot can't initiate conversation with a user")
        if status == "kicked":
            return forbidden(f"bot was kicked from the {CHAT_NAMES[self.type]}")
        return forbidden(f"bot is not a member of the {CHAT_NAMES[self.type]}")

    def _no_rights(self) -> ApiError:
        if self.type == "channel":
            return bad_request("need administrator rights in the channel chat")
        return bad_request("not enough rights to send text messages to the chat")

    def check_thread(self, thread_id: int) -> None:
        """Raise ApiError if the chat has no such topic, or it is closed to the bot."""
        if thread_id and (not self.is_forum or thread_id not in self.topics):
            raise bad_request("message thread not found")
        leads = self.members.get(self._state.bot.id) == "administrator"
        if thread_id in self.closed_topics and not leads:
            raise bad_request("TOPIC_CLOSED")
