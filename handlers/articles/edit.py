"""Removing an article, bringing it back, and correcting what is said of it."""

import re
from collections.abc import Sequence

from telegram import Message, Update

from bot.articles.edits import read_override
from bot.errors import KutipError
from bot.texts import Texts
from bot.users.permissions import Command
from handlers.articles.browse import NUMBER
from handlers.callback_data import ReadArticle, RemoveArticle, TurnArticlePage, decode
from handlers.context import Context
from handlers.render import (
    Reply,
    render_article_choice,
    render_deleted_article,
    render_editable_article,
    render_edited_article,
    render_restored_article,
    text_reply,
)

_WORDS = re.compile(r"/\w+(?:@\w+)?\s*(?P<number>[0-9]{1,15})?\b[ \t]*(?P<rest>.*)", re.DOTALL)
_FIELD = re.compile(r"\s*([^\W\d_]{2,12})\s*:(.*)")


async def remove(update: Update, context: Context) -> None:
    """Remove the article whose number follows the command, or that the message above quotes."""
    texts = await context.texts(update)
    if await context.allowed(update, Command.REMOVE):
        await context.reply(update, await _removal(update, context, texts))


async def edit(update: Update, context: Context) -> None:
    """Correct the article whose number follows the command, or show what can be corrected."""
    texts = await context.texts(update)
    message = update.effective_message
    if message is None or not await context.allowed(update, Command.EDIT):
        return
    found = _WORDS.match(message.text or "")
    if found is None or found["number"] is None:
        await context.reply(update, text_reply(await _how("edit_how", context, texts)))
        return
    try:
        reply = await _edited(int(found["number"]), found["rest"], update, context)
    except KutipError as error:
        reply = text_reply(texts.format(error.key, **error.arguments))
    await context.reply(update, reply)


async def removed(article_id: int, update: Update, context: Context, texts: Texts) -> Reply:
    """Remove an article; raises ContentError and ArticleNotFound."""
    article = await context.services.editor.delete(article_id)
    await context.note(update, "did_remove", f"{article.id} {article.title}")
    return render_deleted_article(article, texts)


async def restored(article_id: int, update: Update, context: Context, texts: Texts) -> Reply:
    """Bring an article back; raises ContentError."""
    article = await context.services.editor.restore(article_id)
    await context.note(update, "did_restore", f"{article.id} {article.title}")
    return render_restored_article(article, texts)


async def _removal(update: Update, context: Context, texts: Texts) -> Reply:
    words = context.args or [""]
    numbers = [int(words[0])] if NUMBER.fullmatch(words[0]) else _quoted_above(update, context)
    if not numbers:
        return text_reply(await _how("remove_how", context, texts))
    try:
        if len(numbers) == 1:
            return await removed(numbers[0], update, context, texts)
        articles = await context.services.library.articles(numbers)
    except KutipError as error:
        return text_reply(texts.format(error.key, **error.arguments))
    there = [articles[number] for number in numbers if number in articles]
    return render_article_choice(there, texts) if there else text_reply(texts.stale_button)


async def _edited(article_id: int, rest: str, update: Update, context: Context) -> Reply:
    """Raises ArticleNotFound and ContentError."""
    texts = await context.texts(update)
    if not rest.strip():
        return render_editable_article(await context.services.library.article(article_id), texts)
    said = read_override(_fields(rest))
    edited = await context.services.editor.override(article_id, said)
    if edited.before != edited.after:
        await context.note(update, "did_edit", f"{article_id} {edited.after.title}")
    return render_edited_article(edited, texts)


def _fields(rest: str) -> list[tuple[str, str]]:
    """Names and values, one a line; what is no such line has no name."""
    found = [(line, _FIELD.fullmatch(line)) for line in rest.splitlines() if line.strip()]
    return [(field[1], field[2]) if field else ("", line) for line, field in found]


def _quoted_above(update: Update, context: Context) -> Sequence[int]:
    """The articles that the bot's message quotes to which the command replies, by its buttons."""
    message = update.effective_message
    above = message.reply_to_message if message else None
    if above is None or above.from_user is None or above.from_user.id != context.bot.id:
        return ()
    return list(dict.fromkeys(_numbers(above)))


def _numbers(message: Message) -> list[int]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    actions = (decode(str(button.callback_data)) for row in rows for button in row)
    return [
        each.article_id
        for each in actions
        if isinstance(each, ReadArticle | TurnArticlePage | RemoveArticle)
    ]


async def _how(key: str, context: Context, texts: Texts) -> str:
    newest = await context.services.library.latest(limit=1)
    return texts.format(key, example=newest[0].id if newest else 1)
