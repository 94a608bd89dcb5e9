"""One message: markup and the buttons under it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from handlers.callback_data.keyboard import Keyboard
from handlers.render.characters import shortened
from handlers.render.markup import MAX_UNITS, Markup, bold, joined, plain, without_tags


@dataclass(frozen=True, slots=True)
class Reply:
    """One message, ready to be sent; ``asks`` if the reader's next message answers it.

    With a ``picture``, a PNG, the markup is its caption.
    """

    markup: Markup
    keyboard: Keyboard = ()
    asks: bool = False
    picture: bytes = b""

    @property
    def html(self) -> str:
        """The markup as Telegram takes it."""
        return self.markup.html


def text_reply(text: str, keyboard: Keyboard = ()) -> Reply:
    """A plain text as a message."""
    return Reply(plain(text), keyboard)


def titled_reply(title: str, paragraphs: Iterable[str], keyboard: Keyboard = ()) -> Reply:
    """Plain paragraphs under a bold title."""
    return Reply(joined("\n\n", [bold(plain(title)), *map(plain, paragraphs)]), keyboard)


def without_markup(reply: Reply) -> Reply:
    """The plain text of a reply, for when Telegram doesn't accept its markup."""
    bare = text_reply(shortened(without_tags(reply.markup), MAX_UNITS))
    return replace(bare, picture=reply.picture)
