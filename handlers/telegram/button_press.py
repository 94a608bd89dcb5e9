"""A button that was pressed, and what comes of it."""

from dataclasses import dataclass

from telegram import Message

from handlers.render import Reply
from index.types import Language


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button that was pressed: under which message, what it says, and in which language."""

    message: Message
    data: str
    language: Language

    @property
    def label(self) -> str:
        """What is written on the button, or "" where it is no longer there."""
        markup = self.message.reply_markup
        rows = markup.inline_keyboard if markup else ()
        labels = (key.text for row in rows for key in row if key.callback_data == self.data)
        return next(labels, "")


@dataclass(frozen=True, slots=True)
class ButtonResult:
    """What a press leads to: a reply, in place of the message or new; a notice; or a link."""

    reply: Reply | None = None
    in_place: bool = False
    notice: str | None = None
    url: str | None = None
