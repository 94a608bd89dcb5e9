"""A button that was pressed, and what comes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from telegram import InlineKeyboardMarkup, Message

from handlers.callback_data.codec import encode
from handlers.callback_data.payload import ButtonPayload
from handlers.render.reply import Reply

AnyPayload_co = TypeVar("AnyPayload_co", bound=ButtonPayload, covariant=True)


@dataclass(frozen=True, slots=True)
class ButtonPress(Generic[AnyPayload_co]):
    """The payload of a pressed button, and the message that it is under."""

    payload: AnyPayload_co
    message: Message

    @property
    def label(self) -> str:
        """The button's label; "" if the message no longer has the button."""
        markup, data = self.message.reply_markup, encode(self.payload)
        keys = (key for row in (markup.inline_keyboard if markup else ()) for key in row)
        return next((key.text for key in keys if key.callback_data == data), "")


@dataclass(frozen=True, slots=True)
class ButtonResult:
    """The result of a press: a reply, in place of the message or new; a notice; or a link.

    A notice that is no alert passes by itself. ``keyboard`` takes the place of the message's.
    A press without any of them is answered with the notice that the button no longer works.
    ``on_sent`` is called with the new message.
    """

    reply: Reply | None = None
    in_place: bool = False
    notice: str | None = None
    url: str | None = None
    on_sent: Callable[[Message], Awaitable[None]] | None = None
    is_alert: bool = True
    keyboard: InlineKeyboardMarkup | None = None
