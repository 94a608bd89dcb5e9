"""👍 and 👎 under an answer: for who asked, marked on the button, and changed by another press."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.texts import Texts
from handlers.callback_data.codec import decode
from handlers.callback_data.feedback import RateAnswer
from handlers.callback_data.keyboard import Button
from handlers.context import Context
from handlers.questions.asker import is_asker
from handlers.telegram.button_press import ButtonPress, ButtonResult

LABELS = {True: "👍", False: "👎"}


def feedback_buttons(answer_id: int, texts: Texts, rating: bool | None) -> Sequence[Button]:
    """The buttons of a stored answer, the chosen one marked."""
    return [
        Button(_label(texts, helpful, rating), RateAnswer(answer_id, int(helpful)))
        for helpful in LABELS
    ]


async def rate_answer(press: ButtonPress[RateAnswer], context: Context) -> ButtonResult:
    """Store the rating, or take it back; the message stays but for its buttons."""
    answer_id, helpful = press.payload.answer_id, press.payload.helpful
    texts = context.texts
    if helpful > 1:
        return ButtonResult()
    shown = await context.services.shown_answers.get(answer_id)
    if shown is None:
        return ButtonResult(notice=texts.answers.answer_gone)
    if not await is_asker(press.message, context):
        return ButtonResult(notice=texts.feedback.feedback_only_asker, is_alert=False)
    rating = await context.services.feedback.rate(shown, helpful=bool(helpful))
    keys = {True: "feedback_thanks", False: "feedback_noted", None: "feedback_taken_back"}
    return ButtonResult(
        notice=texts.feedback.format(keys[rating]),
        is_alert=False,
        keyboard=_marked(press.message, answer_id, rating, texts),
    )


def _label(texts: Texts, helpful: bool, rating: bool | None) -> str:
    name = LABELS[helpful]
    return texts.format("chosen", name=name) if rating is helpful else name


def _marked(
    message: Message, answer_id: int, rating: bool | None, texts: Texts
) -> InlineKeyboardMarkup | None:
    """The message's buttons with the rating marked; None if it has none."""
    if message.reply_markup is None:
        return None

    def marked(button: InlineKeyboardButton) -> InlineKeyboardButton:
        data = button.callback_data
        payload = decode(data) if isinstance(data, str) else None
        if not isinstance(payload, RateAnswer) or payload.answer_id != answer_id:
            return button
        label = _label(texts, bool(payload.helpful), rating)
        return InlineKeyboardButton(label, callback_data=data)

    rows = message.reply_markup.inline_keyboard
    return InlineKeyboardMarkup([[marked(button) for button in row] for row in rows])
