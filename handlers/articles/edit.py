"""Remove an article, restore it, and correct its metadata."""

import re
from collections.abc import Sequence

from telegram import Message

from bot.articles.edits import read_override
from bot.errors import ArticleNotFound
from handlers.articles.browse import ARTICLE_ID, usage
from handlers.callback_data.articles import (
    ReadArticle,
    ReadQuote,
    TurnArticlePage,
    TurnQuotePage,
)
from handlers.callback_data.codec import decode
from handlers.callback_data.editorial import RemoveArticle, RestoreArticle, UndoEdit
from handlers.context import Context
from handlers.questions.message_text import words_of
from handlers.render.editorial import (
    edit_subject,
    render_article_choice,
    render_deleted_article,
    render_deleted_articles,
    render_editable_article,
    render_edited_article,
    render_restored_article,
    render_undone_edit,
)
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress
from index.types import Article

MAX_REMOVED = 10

_COMMAND = re.compile(r"/\w+(?:@\w+)?\s*(?P<number>[0-9]{1,15})?\b[ \t]*(?P<rest>.*)", re.DOTALL)
_FIELD = re.compile(r"\s*([^\W\d_]{2,12})\s*:(.*)")


async def edit(context: Context) -> Reply:
    """Correct the article whose number follows the command, or show what can be corrected."""
    found = _COMMAND.match(words_of(context.message))
    written = found["number"] if found else None
    above = () if written else _quoted_above(context)
    if found is None or not (written or len(above) == 1):
        return await usage("edit_which" if above else "edit_how", context)
    article_id, fields = int(written or above[0]), _fields(found["rest"])
    if fields:
        return await _edited(article_id, fields, context)
    return render_editable_article(
        await context.services.library.article(article_id), context.texts
    )


async def remove(context: Context) -> Reply:
    """Remove the articles whose numbers follow the command, or that the message above quotes."""
    written = " ".join(context.args or ()).replace(",", " ").replace(";", " ").split()
    numbers = [int(each) for each in written if ARTICLE_ID.fullmatch(each)]
    if len(numbers) < len(written) or len(numbers) > MAX_REMOVED:
        return await usage("remove_how", context)
    if len(numbers) > 1:
        return await _all_removed(list(dict.fromkeys(numbers)), context)
    numbers = numbers or list(_quoted_above(context))
    if not numbers:
        return await usage("remove_how", context)
    if len(numbers) == 1:
        return await _removed(numbers[0], context)
    found = await context.services.library.articles(numbers)
    articles = [found[number] for number in numbers if number in found]
    if not articles:
        return text_reply(context.texts.stale_button)
    return render_article_choice(articles, context.texts)


async def remove_article(press: ButtonPress[RemoveArticle], context: Context) -> Reply:
    """Remove the article of the button."""
    return await _removed(press.payload.article_id, context)


async def restore_article(press: ButtonPress[RestoreArticle], context: Context) -> Reply:
    """Restore an article that was removed; raises ContentError."""
    article = await context.services.editor.restore(press.payload.article_id)
    await context.audit("did_restore", f"{article.id} {article.title}")
    return render_restored_article(article, context.texts)


async def _all_removed(numbers: Sequence[int], context: Context) -> Reply:
    """Remove articles, and say of each whether it was there; raises ContentError."""
    removed, missing = list[Article](), list[int]()
    for number in numbers:
        try:
            article = await context.services.editor.delete(number)
        except ArticleNotFound:
            missing.append(number)
        else:
            await context.audit("did_remove", f"{article.id} {article.title}")
            removed.append(article)
    return render_deleted_articles(removed, missing, context.texts)


async def _removed(article_id: int, context: Context) -> Reply:
    """Remove an article; raises ContentError and ArticleNotFound."""
    article = await context.services.editor.delete(article_id)
    await context.audit("did_remove", f"{article.id} {article.title}")
    return render_deleted_article(article, context.texts)


async def _edited(article_id: int, fields: list[tuple[str, str]], context: Context) -> Reply:
    """Correct an article; raises ArticleNotFound and ContentError."""
    edited = await context.services.editor.override(article_id, read_override(fields))
    if edited.before != edited.after:
        await context.audit("did_edit", edit_subject(edited, context.texts))
    return render_edited_article(edited, context.texts)


async def undo_edit(press: ButtonPress[UndoEdit], context: Context) -> Reply:
    """Take the last correction of an article back; raises ContentError and ArticleNotFound."""
    edited = await context.services.editor.undo_override(press.payload.article_id)
    await context.audit("did_edit", edit_subject(edited, context.texts))
    return render_undone_edit(edited, context.texts)


def _fields(rest: str) -> list[tuple[str, str]]:
    """Names and values, one a line; a line of another form has "" for its name."""
    found = [(line, _FIELD.fullmatch(line)) for line in rest.splitlines() if line.strip()]
    return [(field[1], field[2]) if field else ("", line) for line, field in found]


def _quoted_above(context: Context) -> Sequence[int]:
    """The articles, by their buttons, of the bot's message that the command replies to."""
    above = context.message.reply_to_message
    if above is None or above.from_user is None or above.from_user.id != context.bot.id:
        return ()
    return list(dict.fromkeys(_article_ids(above)))


def _article_ids(message: Message) -> list[int]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    payloads = (decode(str(button.callback_data)) for row in rows for button in row)
    kinds = ReadArticle | ReadQuote | TurnArticlePage | TurnQuotePage | RemoveArticle
    return [each.article_id for each in payloads if isinstance(each, kinds)]
