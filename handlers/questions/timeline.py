"""The order of events of a subject: by command, and page by page."""

from bot.conversation.following import exchange_before
from bot.conversation.understanding import Situation
from bot.questions.language import language_of
from handlers.callback_data.timeline import TurnTimeline
from handlers.context import Context
from handlers.questions.ask import deliver
from handlers.questions.history import history_of, speaker_in
from handlers.render.reply import Reply, text_reply
from handlers.render.timeline import render_timeline
from handlers.telegram.button_press import ButtonPress

_ASKS_ORDER = "timeline"
"""What a command without a subject says: it means that of what went before."""


async def timeline(context: Context) -> None:
    """Show the order of events of what follows the command, or of what was asked before."""
    message = context.message
    async with context.shared.speaker_lock(speaker_in(message, context)):
        subject = " ".join(context.args or ()) or await _subject_before(context)
        if not subject:
            await context.reply(text_reply(context.texts.timeline.timeline_how))
            return
        language = language_of(subject) or context.texts.language.content
        async with context.typing():
            shown = await context.services.conversation.timeline(subject, language)
        reply = render_timeline(shown.timeline, context.texts_in(language))
        await deliver(reply, shown.exchange, message, context)


async def turn_timeline(press: ButtonPress[TurnTimeline], context: Context) -> Reply | None:
    """Show another page; None if no article is about the subject any more."""
    subject, language = press.payload.subject, press.payload.language
    shown = await context.services.conversation.timeline(subject, language)
    if not shown.timeline.events:
        return None
    return render_timeline(shown.timeline, context.texts_in(language), press.payload.page)


async def _subject_before(context: Context) -> str:
    """The subject of the answer replied to, else of the last one of some minutes; "" if none."""
    history, replied_to = await history_of(_ASKS_ORDER, context.message, context)
    situation = Situation(
        language=context.texts.language.content,
        now=context.services.now(),
        history=history,
        replied_to=replied_to,
    )
    before = exchange_before(situation)
    return before.subject if before else ""
