"""The button under an answer that shows further quotes in its place, and the way back."""

from dataclasses import replace

from bot.conversation.further import QuotePage
from bot.conversation.intents import FilterLabel
from bot.conversation.responses import Answered, FurtherShown
from bot.model.shown_answers import ShownAnswer
from handlers.callback_data.articles import ShowQuotes
from handlers.context import Context
from handlers.questions.asker import is_asker
from handlers.questions.shown import AnswerView, answer_message
from handlers.render.further import render_quotes
from handlers.render.reply import Reply
from handlers.telegram.button_press import ButtonPress, ButtonResult


async def show_further(response: FurtherShown, context: Context) -> Reply:
    """Store further quotes as an answer of their own and make its message."""
    stored = context.services.shown_answers.add(response.shown)
    page = response.page if stored else replace(response.page, has_next=False)
    return render_quotes(page, response.shown, context.texts_in(response.language))


async def show_quotes(press: ButtonPress[ShowQuotes], context: Context) -> Reply | ButtonResult:
    """Show a page of the quotes; a notice if there is none, or for others than the asker."""
    texts, number = context.texts.answers, press.payload.page
    shown = await context.services.shown_answers.get(press.payload.answer_id)
    if shown is None:
        return ButtonResult(notice=texts.answer_gone)
    if not await is_asker(press.message, context):
        return ButtonResult(notice=texts.asker_only)
    page = await context.services.further.page(shown, number)
    if number and not page.answer.quotes:
        return ButtonResult(notice=context.texts.conversation.quotes_ended)
    reply = await _shown(page, shown, press, context)
    await context.services.shown_answers.turned(shown, number)
    return reply


async def _shown(
    page: QuotePage, shown: ShownAnswer, press: ButtonPress[ShowQuotes], context: Context
) -> Reply:
    """The message; page 0 is as it was sent, with the answer that the articles give now."""
    if page.number or shown.earlier:
        return render_quotes(page, shown, context.texts_in(shown.language))
    answer = replace(page.answer, question=shown.question, searched=shown.heading[1])
    conditions = tuple(FilterLabel(number, label) for number, label in shown.conditions)
    rating = await context.services.feedback.rating(shown.id)
    view = AnswerView(shown.heading, frozenset(shown.taken), shown, rating)
    return await answer_message(Answered(answer, None, conditions), view, press.message, context)
