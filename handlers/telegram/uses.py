"""The kinds of uses of the bot, which ``handlers.telegram.limits`` counts."""

from enum import Enum, auto


class Use(Enum):
    """The kind of an update's use."""

    MESSAGE = auto()
    """Or a press of a button."""
    UPLOAD = auto()
    """A file, or an address to fetch."""
    TYPING = auto()
    """An inline query: of those that wait in a chat, only the newest is of use."""
