"""What the newsroom's buttons on pages and articles do.

Whoever presses needs the same right as for the command: callback data is hostile, and roles end.
"""

from telegram import Update

from bot.errors import KutipError
from bot.texts import Texts, texts_for
from bot.users.permissions import Command
from handlers.articles.edit import removed, restored
from handlers.callback_data import (
    DiscardDraft,
    EditorialAction,
    RemoveArticle,
    RestoreArticle,
    SaveDraft,
)
from handlers.context import Context
from handlers.render import render_discarded_draft, render_saved_draft
from handlers.telegram.button_press import ButtonPress, ButtonResult


async def press_editorial(
    action: EditorialAction, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    """Do what the button says, or say why not."""
    texts = texts_for(press.language)
    needed = Command.ADD if isinstance(action, SaveDraft | DiscardDraft) else Command.REMOVE
    if not await context.may(update, needed):
        return ButtonResult(notice=texts.staff.admins_only)
    try:
        return await _effect(action, update, context, texts)
    except KutipError as error:
        return ButtonResult(notice=texts.format(error.key, **error.arguments))


async def _effect(
    action: EditorialAction, update: Update, context: Context, texts: Texts
) -> ButtonResult:
    pages = context.services.drafts
    match action:
        case SaveDraft(draft):
            outcome, article = await pages.save(draft)
            await context.note(update, "did_add", article.url or article.title)
            return ButtonResult(render_saved_draft(outcome, article, texts), in_place=True)
        case DiscardDraft(draft):
            return ButtonResult(render_discarded_draft(pages.discard(draft), texts), in_place=True)
        case RemoveArticle(article_id):
            return ButtonResult(await removed(article_id, update, context, texts))
        case RestoreArticle(article_id):
            return ButtonResult(await restored(article_id, update, context, texts), in_place=True)
