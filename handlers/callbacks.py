"""What a pressed button does.

Callback data comes from outside: what is unknown or no longer there gets a polite notice.
"""

from dataclasses import replace

from telegram import Message, Update
from telegram.constants import ChatType

from bot.errors import ArticleNotFound
from bot.texts import texts_for
from handlers.admin.staff import press_audit
from handlers.announcements.commands import press_broadcast
from handlers.articles.browse import article_page, latest_page
from handlers.articles.buttons import press_editorial
from handlers.callback_data import (
    Action,
    AnnouncementAction,
    ArticleAction,
    AskAsTyped,
    AskQuestion,
    ChooseLanguage,
    EditorialAction,
    FeedAction,
    ListAudit,
    ListLatest,
    ReadArticle,
    StatisticsAction,
    TurnArticlePage,
    decode,
)
from handlers.context import Context, reader_of
from handlers.deep_links import link_to
from handlers.feeds import press_feed
from handlers.general import language_choice
from handlers.questions.ask import follow_button
from handlers.questions.message_text import question_in
from handlers.render import Reply, render_answer
from handlers.statistics import press_statistics
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.failures import DropReason
from handlers.telegram.messenger import reply_target_of
from handlers.topics.buttons import press_topic
from index.types import Language


async def pressed(update: Update, context: Context) -> None:
    """Do what the button says, or tell that it no longer works."""
    query = update.callback_query
    if query is None:
        return
    language = await context.language(update)
    effect = ButtonResult()
    action = decode(query.data)
    if isinstance(query.message, Message) and action is not None:
        press = ButtonPress(query.message, query.data or "", language)
        effect = await _effect(action, press, update, context)
    stale = None if effect.reply or effect.url else texts_for(language).stale_button
    await context.messenger.answer_callback(query.id, effect.notice or stale, effect.url)
    if isinstance(query.message, Message) and effect.reply is not None:
        await _show(effect.reply, query.message, context, in_place=effect.in_place)


async def _effect(
    action: Action, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    effect = await _of_newsroom(action, press, update, context)
    if effect is not None:
        return effect
    if not isinstance(action, ArticleAction):
        return await press_topic(action, press, update, context)
    if press.message.chat.type == ChatType.CHANNEL:
        return (
            ButtonResult(url=link_to(action, context))
            if isinstance(action, ReadArticle)
            else ButtonResult()
        )
    reply = await _reply(action, press, update, context)
    return ButtonResult(
        reply, in_place=isinstance(action, TurnArticlePage | ListLatest | ChooseLanguage)
    )


async def _of_newsroom(
    action: Action, press: ButtonPress, update: Update, context: Context
) -> ButtonResult | None:
    """What a button of the newsroom does; None for those of readers."""
    if isinstance(action, EditorialAction):
        return await press_editorial(action, press, update, context)
    if isinstance(action, FeedAction):
        return await press_feed(action, press, update, context)
    if isinstance(action, StatisticsAction):
        return await press_statistics(action, press, update, context)
    if isinstance(action, AnnouncementAction):
        return await press_broadcast(action, press, update, context)
    if isinstance(action, ListAudit):
        return await press_audit(action, press, update, context)
    return None


async def _reply(
    action: ArticleAction, press: ButtonPress, update: Update, context: Context
) -> Reply | None:
    """What a button leads to, or None where that is no longer there."""
    texts = texts_for(press.language)
    try:
        match action:
            case AskQuestion() | AskAsTyped():
                return await _answer(action, press, context)
            case ReadArticle(article_id):
                return await article_page(update, context, article_id, 0, texts)
            case TurnArticlePage(article_id, page):
                return await article_page(update, context, article_id, page, texts)
            case ListLatest(offset):
                return await latest_page(context, offset, texts)
            case ChooseLanguage(language):
                return await _speak(language, update, context)
    except ArticleNotFound:
        return None


def _question_before(answer: Message, context: Context) -> str:
    """The question that ``answer`` replies to, or "" where it is gone or asks elsewhere."""
    asked = answer.reply_to_message
    return question_in(asked, context.bot.bot) if asked else ""


async def _answer(
    action: AskQuestion | AskAsTyped, press: ButtonPress, context: Context
) -> Reply | None:
    """The answer to the question that the button asks, with the question above it."""
    as_typed = isinstance(action, AskAsTyped)
    question = _question_before(press.message, context) if as_typed else press.label
    if not question:
        return None
    async with context.messenger.typing(reply_target_of(press.message)):
        answer = await context.services.answerer.ask(
            question, reader_language=press.language, as_typed=as_typed
        )
    texts = texts_for(answer.language)
    follow = follow_button(answer, press.message, context, texts)
    return render_answer(answer, texts, repeat_question=True, follow=follow)


async def _speak(language: Language, update: Update, context: Context) -> Reply:
    if reader := reader_of(update):
        await context.services.preferences.choose_language(reader.id, language)
        await context.services.alerts.chat_settings.change_language(reader.id, language)
    return language_choice(language, texts_for(language).language_chosen)


async def _show(reply: Reply, message: Message, context: Context, *, in_place: bool) -> None:
    """In the message with the button, or in a new one where that is not meant or not possible."""
    if in_place:
        failed = await context.messenger.edit(message.chat_id, message.message_id, reply)
        if failed is not DropReason.MESSAGE_GONE:
            return
    await context.messenger.send(replace(reply_target_of(message), reply_to=None), reply)
