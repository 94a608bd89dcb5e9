"""An answer on its way to the reader: stored as it is shown, with its buttons."""

from dataclasses import dataclass, replace

from telegram import Message
from telegram.constants import ChatType

from bot.conversation.responses import Answered
from bot.conversation.wording import answer_note
from bot.model.shown_answers import ShownAnswer
from bot.questions.answer import Answer, AnswerOutcome
from bot.texts import Texts
from handlers.callback_data.articles import AskQuestion, ShowQuotes
from handlers.callback_data.codec import follow
from handlers.callback_data.keyboard import Button
from handlers.callback_data.timeline import OpenTimeline
from handlers.context import Context
from handlers.questions.feedback import feedback_buttons
from handlers.render.answer import render_answer
from handlers.render.answer_buttons import NO_BUTTONS, AnswerButtons
from handlers.render.news import condition_buttons
from handlers.render.reply import Reply


@dataclass(frozen=True, slots=True)
class AnswerView:
    """How an answer is shown.

    ``heading`` and ``taken`` are as in ShownAnswer; ``stored`` is the answer as it was stored, None
    if that failed or nothing is quoted. ``rating`` is whether it helped, None if it was not rated.
    """

    heading: tuple[str, str, str]
    taken: frozenset[int]
    stored: ShownAnswer | None
    rating: bool | None = None


async def show_answer(
    response: Answered,
    message: Message,
    context: Context,
    *,
    repeated: str = "",
    taken: frozenset[int] = frozenset(),
) -> Reply:
    """Store the answer and make its message; ``repeated`` is the question that it puts above.

    It is stored before it is sent, so that the quickest press finds it.
    """
    note = answer_note(response, context.texts_in(response.language))
    heading = (repeated, response.answer.searched, note)
    stored = await _stored(response, context, heading, taken)
    return await answer_message(response, AnswerView(heading, taken, stored), message, context)


async def answer_message(
    response: Answered, view: AnswerView, message: Message, context: Context
) -> Reply:
    """The message of an answer in this chat; ``message`` is of the chat."""
    texts, answer = context.texts_in(response.language), response.answer
    repeated, _, note = view.heading
    reply = render_answer(
        replace(answer, question=repeated or answer.question),
        texts,
        repeat_question=bool(repeated),
        buttons=await _buttons(response, message, context, view),
        note=note,
    )
    offered = () if repeated else condition_buttons(response.conditions, texts, view.taken)
    return replace(reply, keyboard=(*reply.keyboard, *offered))


async def _stored(
    response: Answered,
    context: Context,
    heading: tuple[str, str, str],
    taken: frozenset[int],
) -> ShownAnswer | None:
    if response.shown is None:
        return None
    conditions = tuple((each.number, each.label) for each in response.conditions)
    shown = replace(response.shown, heading=heading, conditions=conditions, taken=tuple(taken))
    return shown if context.services.shown_answers.add(shown) else None


async def _buttons(
    response: Answered, message: Message, context: Context, view: AnswerView
) -> AnswerButtons:
    """The buttons for this chat; what goes on with the answer needs it stored."""
    texts = context.texts_in(response.language)
    answer = response.answer
    buttons = (
        NO_BUTTONS if view.stored is None else _going_on(answer, view.stored, view.rating, texts)
    )
    if answer.quotes:
        questions = enumerate(await context.services.related.of(answer))
        related = [Button(question, AskQuestion(number)) for number, question in questions]
        buttons = replace(buttons, related=related)
    if answer.outcome in {AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED}:
        asked = answer.searched or answer.question
        topic = await context.services.alerts.suggestions.of_question(asked, answer.language)
        buttons = replace(buttons, follow=_follow_button(topic, message, texts))
    return buttons


def _going_on(
    answer: Answer, stored: ShownAnswer, rating: bool | None, texts: Texts
) -> AnswerButtons:
    """The buttons that go on with a stored answer."""
    more = Button(texts.answers.more_quotes, ShowQuotes(stored.id, 1))
    timeline = Button(texts.timeline.timeline_button, OpenTimeline(stored.id))
    return AnswerButtons(
        answer_id=stored.id,
        more=more if answer.has_more else None,
        timeline=timeline if answer.days > 1 else None,
        feedback=feedback_buttons(stored.id, texts, rating),
    )


def _follow_button(topic: str | None, message: Message, texts: Texts) -> Button | None:
    """The button that subscribes to the weighty words of the question, if it has any."""
    payload = follow(topic) if topic else None
    private = message.chat.type == ChatType.PRIVATE
    return Button(texts.follow if private else texts.follow_here, payload) if payload else None
