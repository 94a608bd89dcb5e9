"""The articles themselves: the newest ones, and one to read."""

import re

from telegram import Update

from bot.errors import ArticleNotFound
from bot.texts import Texts
from bot.users.permissions import Command
from handlers.context import Context
from handlers.render import LATEST_PAGE_SIZE, Reply, render_article, render_latest, text_reply

NUMBER = re.compile("[0-9]{1,15}", re.ASCII)


async def latest(update: Update, context: Context) -> None:
    """Show the newest articles."""
    texts = await context.texts(update)
    await context.reply(update, await latest_page(context, 0, texts))


async def article(update: Update, context: Context) -> None:
    """Show the article whose number follows the command."""
    texts = await context.texts(update)
    await context.reply(update, await _article_reply(update, context, texts))


async def latest_page(context: Context, offset: int, texts: Texts) -> Reply:
    """The newest articles after the first ``offset``; the very newest if there are none there."""
    library = context.services.library
    total = (await library.status()).articles
    if not total:
        return text_reply(texts.no_articles)
    start = offset if offset < total else 0
    return render_latest(
        await library.latest(limit=LATEST_PAGE_SIZE, offset=start), start, total, texts
    )


async def article_page(
    update: Update, context: Context, article_id: int, page: int, texts: Texts
) -> Reply:
    """One page of an article, for whoever caused the update; raises ArticleNotFound."""
    article = await context.services.library.article(article_id)
    removable = await context.may(update, Command.REMOVE)
    return render_article(article, page, texts, removable=removable)


async def _article_reply(update: Update, context: Context, texts: Texts) -> Reply:
    words = context.args or [""]
    if not NUMBER.fullmatch(words[0]):
        newest = await context.services.library.latest(limit=1)
        return text_reply(texts.format("article_how", example=newest[0].id if newest else 1))
    try:
        return await article_page(update, context, int(words[0]), 0, texts)
    except ArticleNotFound as error:
        return text_reply(texts.format(error.key, **error.arguments))
