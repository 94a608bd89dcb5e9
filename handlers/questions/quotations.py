"""Lists of what somebody said, in their own words: the command and its buttons."""

from bot.conversation.quotations import shown
from bot.questions.language import language_of
from bot.questions.statement_questions import statement_question
from bot.quotations.listing import PersonsOffered, QuotationPage
from handlers.callback_data.quotations import TurnQuotations
from handlers.context import Context
from handlers.questions.ask import deliver
from handlers.questions.history import speaker_in
from handlers.render.quotations import render_quotations, render_shown
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress
from index.types import Language

MAX_ARGUMENT = 300
"""Characters of what follows the command that are read."""
_EXAMPLE = "Prabowo"
"""The example of a name while nobody is quoted."""


async def quotes(context: Context) -> None:
    """List what a person said, about a topic if there is one; without a name, say how."""
    written, message = " ".join(context.args or ())[:MAX_ARGUMENT], context.message
    if not written:
        example = await context.services.quotations.newest_speaker() or _EXAMPLE
        how = context.texts.quotations.format("quotations_how", example=example)
        await context.reply(text_reply(how))
        return
    language = context.texts.language.content
    async with context.shared.speaker_lock(speaker_in(message, context)):
        listed = await _listed(written, language_of(written) or language, context)
        response = shown(listed, language, context.services.now(), None)
        reply = render_shown(response, context.texts)
        await deliver(reply, response.exchange, message, context)


async def turn_quotations(press: ButtonPress[TurnQuotations], context: Context) -> Reply | None:
    """Show another page of a list; None if it is gone."""
    number, start = press.payload.list_id, press.payload.start
    language = context.texts.language.content
    page = await context.services.quotations.page(number, start, language)
    return render_quotations(page, context.texts) if page else None


async def _listed(
    written: str, language: Language, context: Context
) -> QuotationPage | PersonsOffered:
    """The list of "Blinken soal NATO", or of "Blinken NATO"."""
    lists, asked = context.services.quotations, statement_question(f"kutipan {written}")
    if asked is not None and asked.topic:
        return await lists.named(asked.person, asked.topic, language)
    return await lists.written(written, language)
