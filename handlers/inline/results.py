"""Send cards and guest answers to chats that are not the bot's own; errors are logged.

An answer to what somebody types is of no use a moment later, so that none is sent again.
"""

import logging
from collections.abc import Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.outbox.outcomes import logged
from bot.texts import Texts
from handlers.callback_data.articles import ReadArticle, ReadQuote
from handlers.callback_data.keyboard import Keyboard
from handlers.context import Context
from handlers.deep_links import link_to
from handlers.render.cards import RenderedCard
from handlers.render.markup import Markup
from handlers.render.reply import Reply, without_markup
from handlers.telegram.failures import classify
from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.rate_limiter import NO_RATE_LIMIT

log = logging.getLogger(__name__)


def inline_result(card: RenderedCard, texts: Texts, context: Context) -> InlineQueryResultArticle:
    """The card, whose message has a button that opens the article in the private chat."""
    link = link_to(ReadArticle(card.article.id), context)
    return InlineQueryResultArticle(
        card.id,
        card.title,
        _content(card.content),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(texts.read, url=link)]]),
        description=card.description or None,
    )


async def answer_query(  # noqa: PLR0913 - the last three are named
    query_id: str,
    results: Sequence[InlineQueryResultArticle],
    context: Context,
    *,
    cache_time: int,
    next_offset: str = "",
    button: InlineQueryResultsButton | None = None,
) -> None:
    """Show the cards for this person only: texts and dates are in the person's language."""
    bot: ExtBot[int] = context.bot
    try:
        await bot.answer_inline_query(
            query_id,
            results,
            cache_time=cache_time,
            is_personal=True,
            next_offset=next_offset,
            button=button,
            rate_limit_args=NO_RATE_LIMIT,
        )
    except TelegramError as error:
        log.info("what somebody typed was not answered: %s", logged(classify(error)))


async def answer_as_guest(query_id: str, reply: Reply, context: Context) -> bool:
    """Send the one message of a guest; whether it has arrived."""
    for each in (reply, without_markup(reply)):
        result = InlineQueryResultArticle(
            "answer",
            context.bot.first_name,
            _content(each.markup),
            reply_markup=_links(each.keyboard, context),
        )
        try:
            await context.bot.answer_guest_query(query_id, result, rate_limit_args=NO_RATE_LIMIT)
        except TelegramError as error:
            log.warning("a guest's answer was not sent: %s", logged(classify(error)))
        else:
            return True
    return False


def _content(markup: Markup) -> InputTextMessageContent:
    return InputTextMessageContent(
        markup.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
    )


def _links(keyboard: Keyboard, context: Context) -> InlineKeyboardMarkup | None:
    """The buttons that open an article, as links; others can't be pressed where the bot is not."""
    rows = [
        [
            InlineKeyboardButton(button.label, url=link_to(button.payload, context))
            for button in row
            if isinstance(button.payload, ReadArticle | ReadQuote)
        ]
        for row in keyboard
    ]
    shown = [row for row in rows if row]
    return InlineKeyboardMarkup(shown) if shown else None
