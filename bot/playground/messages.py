"""Users, files and messages as plain data, and their Bot API objects."""

from dataclasses import dataclass
from typing import Any

from bot.playground.errors import JSON


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the bot."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str = ""
    username: str = ""
    language_code: str = ""

    def as_json(self) -> JSON:
        """Return the User object."""
        shown: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return shown | {name: value for name, value in optional.items() if value}


@dataclass(frozen=True, slots=True)
class Media:
    """The file of a message; ``kind`` is "document" or "photo"."""

    kind: str
    file_id: str
    name: str
    content: bytes
    content_type: str = "application/octet-stream"

    def as_json(self) -> Any:
        """Return the Document object, or the list of PhotoSize with one entry."""
        shown: JSON = {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": len(self.content),
        }
        if self.kind == "photo":
            return [shown | {"width": 1, "height": 1}]
        return shown | {"file_name": self.name, "mime_type": self.content_type}


@dataclass(frozen=True, slots=True)
class Message:
    """A version of a message; an edit makes another one with the same id.

    ``text`` is parsed, the caption if there is ``media``; ``raw`` is as sent. ``entities`` are in
    the Bot API's JSON. ``service`` holds the fields of a service message, ``more`` further fields
    of any other.
    """

    message_id: int
    chat_id: int
    sender: User
    date: int
    text: str = ""
    entities: tuple[JSON, ...] = ()
    raw: str = ""
    parse_mode: str = ""
    reply_markup: JSON | None = None
    reply_to_message_id: int | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    link_preview_options: JSON | None = None
    disable_notification: bool = False
    media: Media | None = None
    edit_date: int | None = None
    sender_chat: JSON | None = None
    service: JSON | None = None
    more: JSON | None = None

    @property
    def buttons(self) -> list[JSON]:
        """Return all inline buttons, row after row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def button(self, wanted: str) -> JSON:
        """Return the inline button with this label or callback data; raises LookupError."""
        for button in self.buttons:
            if wanted in (button["text"], button.get("callback_data")):
                return button
        there = ", ".join(repr(button["text"]) for button in self.buttons) or "none"
        raise LookupError(f"no button {wanted!r}; there are: {there}")

    def entity_texts(self, kind: str) -> list[str]:
        """Return the parts of the text that the entities of one type cover."""
        units = self.text.encode("utf-16-le")
        spans = [
            (each["offset"] * 2, (each["offset"] + each["length"]) * 2)
            for each in self.entities
            if each["type"] == kind
        ]
        return [units[start:end].decode("utf-16-le") for start, end in spans]

    def content_as_json(self) -> JSON:
        """Return the Message object without the chat and the message replied to."""
        shown: JSON = {
            "message_id": self.message_id,
            "from": self.sender.as_json(),
            "date": self.date,
        }
        names = ("edit_date", "message_thread_id", "sender_chat")
        shown |= {name: value for name in names if (value := getattr(self, name)) is not None}
        if self.buttons:  # a reply keyboard is shown to nobody
            shown["reply_markup"] = self.reply_markup
        if self.is_topic_message:
            shown["is_topic_message"] = True
        return shown | (self.service or {}) | (self.more or {}) | self._text_as_json()

    def _text_as_json(self) -> JSON:
        prefix = "caption" if self.media else "text"
        shown: JSON = {self.media.kind: self.media.as_json()} if self.media else {}
        if self.text:
            shown[prefix] = self.text
        if self.entities:
            shown["caption_entities" if self.media else "entities"] = list(self.entities)
        if self.link_preview_options is not None:
            shown["link_preview_options"] = self.link_preview_options
        return shown
