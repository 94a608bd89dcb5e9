"""Buttons as Telegram takes them."""

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.outbox.outcomes import logged
from handlers.callback_data.codec import encode
from handlers.callback_data.keyboard import Button, Keyboard, LinkButton
from handlers.telegram.failures import classify

log = logging.getLogger(__name__)


def inline_keyboard(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup([[_inline_button(button) for button in row] for row in keyboard])


def _inline_button(button: Button) -> InlineKeyboardButton:
    if isinstance(button, LinkButton):
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=encode(button.payload))


async def edit_keyboard(message: Message, keyboard: InlineKeyboardMarkup) -> None:
    """Change the buttons of a message, in one attempt: they work as they were, too."""
    try:
        await message.edit_reply_markup(keyboard)
    except TelegramError as error:
        log.info("buttons were not changed: %s", logged(classify(error)))
