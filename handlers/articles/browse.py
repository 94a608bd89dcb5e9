"""The articles themselves: the newest ones, and one to read."""

import re

from bot.conversation.addresses import find_addresses
from bot.conversation.responses import ArticleFound, PagesOpened
from bot.errors import ArticleNotFound
from bot.model.shown_answers import ShownQuote
from bot.users.permissions import Command
from handlers.callback_data.articles import (
    ListLatest,
    ReadArticle,
    ReadQuote,
    TurnArticlePage,
    TurnQuotePage,
)
from handlers.context import Context
from handlers.render.article import LATEST_PAGE_SIZE, render_article, render_latest
from handlers.render.passed_on import render_found_article, render_pages
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress, ButtonResult

Opened = Reply | ButtonResult

ARTICLE_ID = re.compile("[0-9]{1,15}", re.ASCII)


async def latest(context: Context) -> Reply:
    """List the newest articles."""
    return await _latest_page(0, context)


async def list_latest(press: ButtonPress[ListLatest], context: Context) -> Reply:
    """Show another page of the newest articles."""
    return await _latest_page(press.payload.offset, context)


async def article(context: Context) -> Reply:
    """Show the article whose number or address follows the command; without one, say how."""
    written = (context.args or [""])[0]
    if addresses := find_addresses(" ".join(context.args or ())).addresses:
        pages = await context.services.conversation.pages(addresses, context.texts.language.content)
        return await passed_on(pages, context)
    if not ARTICLE_ID.fullmatch(written):
        return await usage("article_how", context)
    return await article_page(context, int(written))


async def read_article(press: ButtonPress[ReadArticle], context: Context) -> Opened:
    """Show an article."""
    return await _opened(context, press.payload.article_id)


async def turn_page(press: ButtonPress[TurnArticlePage], context: Context) -> Opened:
    """Show another page of an article."""
    return await _opened(context, press.payload.article_id, press.payload.page)


async def read_quote(press: ButtonPress[ReadQuote], context: Context) -> Opened:
    """Show the page of an article that has a quote, which is bold."""
    return await _opened(context, press.payload.article_id, None, press.payload.quote)


async def turn_quote_page(press: ButtonPress[TurnQuotePage], context: Context) -> Opened:
    """Show another page of an article that was opened at a quote."""
    payload = press.payload
    return await _opened(context, payload.article_id, payload.page, payload.quote)


async def article_page(
    context: Context,
    article_id: int,
    page: int | None = 0,
    quote: ShownQuote | None = None,
) -> Reply:
    """A page of an article, with a button to remove it for who may; raises ArticleNotFound.

    With a ``quote``, None is the page that has it.
    """
    found = await context.services.library.article(article_id)
    removable = await context.may(Command.REMOVE)
    return render_article(found, page, context.texts, removable=removable, quote=quote)


async def passed_on(shown: PagesOpened | ArticleFound, context: Context) -> Reply:
    """The article of a single address, or what is known of each, or of a text.

    Raises ArticleNotFound.
    """
    if isinstance(shown, ArticleFound):
        return render_found_article(shown, context.texts)
    if len(shown.pages) == 1 and shown.articles:
        return await article_page(context, shown.articles[0].id)
    return render_pages(shown, context.texts, addable=await context.may(Command.ADD))


async def usage(key: str, context: Context) -> Reply:
    """How a command about an article is written, with the newest article as the example."""
    newest = await context.services.library.latest(limit=1)
    return text_reply(context.texts.format(key, example=newest[0].id if newest else 1))


async def _latest_page(offset: int, context: Context) -> Reply:
    """The newest articles after the first ``offset``; the very newest if there are none there."""
    library = context.services.library
    total = (await library.status()).articles
    if not total:
        return text_reply(context.texts.no_articles)
    start = offset if offset < total else 0
    articles = await library.latest(limit=LATEST_PAGE_SIZE, offset=start)
    return render_latest(articles, start, total, context.texts)


async def _opened(
    context: Context, article_id: int, page: int | None = 0, quote: ShownQuote | None = None
) -> Opened:
    """A page of an article, or the notice that it is gone."""
    try:
        return await article_page(context, article_id, page, quote)
    except ArticleNotFound:
        return ButtonResult(notice=context.texts.answers.article_gone)
