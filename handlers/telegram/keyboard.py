"""Buttons as Telegram takes them."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callback_data.codec import encode
from handlers.callback_data.keyboard import Keyboard


def inline_keyboard(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(button.label, callback_data=encode(button.payload))
                for button in row
            ]
            for row in keyboard
        ]
    )
