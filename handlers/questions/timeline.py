"""The order of events of a subject: by command, and page by page."""

from telegram import Message

from bot.conversation.following import exchange_before
from bot.conversation.understanding import Situation
from bot.model.conversation import Exchange
from bot.questions.language import language_of
from handlers.callback_data.timeline import OpenTimeline, TurnTimeline
from handlers.context import Context
from handlers.questions.ask import deliver
from handlers.questions.history import history_of, remember, speaker_in
from handlers.render.reply import Reply, text_reply
from handlers.render.timeline import render_timeline
from handlers.telegram.button_press import ButtonPress, ButtonResult

_ASKS_ORDER = "timeline"
"""The question of a command without a subject, which means that of what went before."""


async def timeline(context: Context) -> None:
    """Show the order of events of what follows the command, or of what was asked before."""
    message = context.message
    async with context.shared.speaker_lock(speaker_in(message, context)):
        subject, quoted = " ".join(context.args or ()), tuple[int, ...]()
        if not subject and (before := await _exchange_before(context)):
            subject, quoted = before.subject, before.articles
        if not subject:
            await context.reply(text_reply(context.texts.timeline.timeline_how))
            return
        language = language_of(subject) or context.texts.language.content
        async with context.typing():
            shown = await context.services.conversation.timelines.of(subject, language, quoted)
        reply = render_timeline(shown.timeline, context.texts_in(language))
        await deliver(reply, shown.exchange, message, context)


async def open_timeline(press: ButtonPress[OpenTimeline], context: Context) -> ButtonResult:
    """Show the order of events of what an answer is about; nothing if it is not stored any more."""
    services, above = context.services, press.message
    answer = await services.shown_answers.get(press.payload.answer_id)
    if answer is None:
        return ButtonResult()
    async with context.typing():
        shown = await services.conversation.timelines.of_answer(answer)
    texts = context.texts_in(shown.language)
    if len(shown.timeline.events) < 2:
        return ButtonResult(notice=texts.timeline.timeline_one_day)

    async def remember_sent(sent: Message) -> None:
        if sent.chat_id == above.chat_id:
            await remember(sent.message_id, sent.message_id, above, shown.exchange, context)

    return ButtonResult(render_timeline(shown.timeline, texts), on_sent=remember_sent)


async def turn_timeline(press: ButtonPress[TurnTimeline], context: Context) -> Reply | None:
    """Show another page; None if no article is about the subject any more."""
    subject, language = press.payload.subject, press.payload.language
    shown = await context.services.conversation.timelines.of(subject, language)
    if not shown.timeline.events:
        return None
    return render_timeline(shown.timeline, context.texts_in(language), press.payload.page)


async def _exchange_before(context: Context) -> Exchange | None:
    """The answer replied to, else the last one of some minutes that has a subject; None if none."""
    history, replied_to = await history_of(_ASKS_ORDER, context.message, context)
    situation = Situation(
        language=context.texts.language.content,
        now=context.services.now(),
        history=history,
        replied_to=replied_to,
    )
    return exchange_before(situation)
