"""The label of a pressed button."""

from dataclasses import replace

from handlers.callback_data.articles import AskQuestion
from handlers.callback_data.keyboard import Button
from handlers.render.reply import text_reply
from handlers.telegram.button_press import ButtonPress
from handlers.telegram.keyboard import inline_keyboard
from tests.handlers.harness import Harness

REPLY = text_reply("?", ((Button("Siapa?", AskQuestion(0)), Button("Kapan?", AskQuestion(1))),))


def test_the_label_is_that_of_the_button_with_the_same_payload(harness: Harness) -> None:
    message = harness.message("?", reply_markup=inline_keyboard(REPLY.keyboard))
    assert ButtonPress(AskQuestion(1), message).label == "Kapan?"
    assert ButtonPress(AskQuestion(2), message).label == ""


def test_a_message_without_buttons_has_no_label(harness: Harness) -> None:
    keyboard = inline_keyboard(replace(REPLY, keyboard=()).keyboard)
    message = harness.message("?", reply_markup=keyboard)
    assert ButtonPress(AskQuestion(1), message).label == ""
