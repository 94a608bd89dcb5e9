"""Inline mode: what people type after the bot's name in any chat gets cards to choose from."""

from telegram import InlineQueryResultsButton, Update

from bot.conversation.cards import CardPage
from bot.conversation.dates import may_name_days
from bot.conversation.service import ReaderMessage
from bot.model.schedule import time_zone
from handlers.context import Context
from handlers.deep_links import question_parameter
from handlers.inline.results import answer_query, inline_result
from handlers.questions.message_text import MAX_QUESTION
from handlers.render.cards import render_card

CACHE_S, LATEST_CACHE_S, NOTHING_CACHE_S = 300, 60, 30
"""How long Telegram may show the same cards: for a question, for the newest articles, for what has
no answer yet."""


async def show_cards(update: Update, context: Context) -> None:
    """Show what answers the words, or the newest articles if there are none yet."""
    query = update.inline_query
    if query is None:
        return
    await context.open(update)
    words = query.query[:MAX_QUESTION].strip()
    typed = ReaderMessage(
        text=words,
        language=context.texts.language.content,
        zone=time_zone(await _zone_of(words, query.from_user.id, context)),
    )
    page = await context.services.cards.page(typed, query.offset)
    texts = context.texts_in(page.language)
    await answer_query(
        query.id,
        [inline_result(render_card(each, texts), texts, context) for each in page.cards],
        context,
        cache_time=_cache_time(words, page),
        next_offset=page.next_offset,
        button=_button(words, page, context),
    )


async def count_chosen(_update: Update, context: Context) -> None:
    """Count a card that was sent; Telegram says so if BotFather was told to."""
    context.services.recorder.chosen()


async def _zone_of(words: str, person: int, context: Context) -> str:
    """The time zone of the person's own chat; the bot's if it does not matter."""
    if not may_name_days(words):
        return context.services.settings.time_zone
    return (await context.services.alerts.chats.state(person)).zone.key


def _cache_time(words: str, page: CardPage) -> int:
    if not page.cards:
        return NOTHING_CACHE_S
    return CACHE_S if words else LATEST_CACHE_S


def _button(words: str, page: CardPage, context: Context) -> InlineQueryResultsButton | None:
    """The way to the private chat if there is no card, where the same is asked."""
    if page.cards or not page.is_first:
        return None
    parameter = question_parameter(words)
    label = context.texts.inline.ask_in_private
    return InlineQueryResultsButton(label, start_parameter=parameter)
