"""The keyboard under a message."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.callback_data.payload import ButtonPayload


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    label: str
    payload: ButtonPayload


_NOTHING = ButtonPayload()


@dataclass(frozen=True, slots=True)
class LinkButton(Button):
    """A button that opens a web page; Telegram tells nobody that it was pressed."""

    payload: ButtonPayload = _NOTHING
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


def stacked(*rows: Sequence[Button]) -> Keyboard:
    """The rows that have buttons, one above the other."""
    return tuple(tuple(row) for row in rows if row)


def rows(buttons: Sequence[Button], width: int) -> Keyboard:
    """The buttons in rows of ``width``."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
