"""The newsroom's channels and their posts."""

import re
from dataclasses import dataclass
from datetime import datetime

PRIVATE_ID_OFFSET = 1_000_000_000_000
"""A channel's id is -number minus this; links to posts of private channels have the number."""

_KEY = re.compile(r"telegram:(-?\d{1,18})/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class ChannelSource:
    """A channel whose posts become articles.

    ``username`` is "" for a private channel. ``named_by`` is the person of the staff who named it;
    ``lost_at`` is when the bot stopped to be its administrator, None while it is one.
    """

    chat_id: int
    title: str
    username: str
    named_by: int
    named_at: datetime
    lost_at: datetime | None = None

    @property
    def name(self) -> str:
        """Return the name that people know it by."""
        return f"@{self.username}" if self.username else self.title

    def address_of(self, message_id: int) -> str:
        """Return the web address of a post; that of a private channel opens for its members."""
        if self.username:
            return f"https://t.me/{self.username}/{message_id}"
        return f"https://t.me/c/{-self.chat_id - PRIVATE_ID_OFFSET}/{message_id}"


@dataclass(frozen=True, slots=True)
class ChannelCounts:
    """The number of channels that are sources, and of these those the bot can't read any more."""

    named: int
    lost: int


NO_CHANNELS = ChannelCounts(named=0, lost=0)


@dataclass(frozen=True, slots=True)
class ChannelPost:
    """A post of a channel, or what it has become by an edit.

    ``words`` is its text or caption without formatting, custom emoji and addresses, "" for a post
    without words. ``album`` is the id that the posts of an album share, "" for a single post.
    """

    chat_id: int
    message_id: int
    words: str
    date: datetime
    album: str = ""
    is_edit: bool = False

    @property
    def key(self) -> str:
        """Return the key of its article."""
        return post_key(self.chat_id, self.message_id)


def post_key(chat_id: int, message_id: int) -> str:
    """Return the key of a post's article."""
    return f"{key_prefix(chat_id)}{message_id}"


def key_prefix(chat_id: int) -> str:
    """Return the start of the keys of a channel's articles."""
    return f"telegram:{chat_id}/"


def post_of(key: str) -> tuple[int, int]:
    """Return the channel's id and the post's number in an article's key; zeros of others."""
    found = _KEY.fullmatch(key)
    return (int(found[1]), int(found[2])) if found else (0, 0)
