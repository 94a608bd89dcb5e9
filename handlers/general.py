"""The commands that every bot has: start, help, language, privacy, forget."""

import re
from collections.abc import Sequence

from telegram import Update
from telegram.constants import ChatType

from bot.errors import ArticleNotFound
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.texts import LANGUAGES, Texts, texts_for
from bot.users.permissions import Command, commands_of, min_role
from handlers.articles.browse import article_page
from handlers.callback_data.articles import AskQuestion, ChooseLanguage, ReadArticle, ReadQuote
from handlers.callback_data.keyboard import Button
from handlers.callback_data.topics import ChannelDigest, ShowSources, ShowTopic
from handlers.context import Context, texts_of
from handlers.deep_links import LinkPayload, linked, linked_question
from handlers.questions.ask import ask_linked, example_question
from handlers.render.alerts import render_sources
from handlers.render.reply import Reply, text_reply, titled_reply
from handlers.render.staff import ROLES_KEYS
from handlers.telegram.button_press import ButtonPress
from handlers.topics.alert_buttons import channel_digest
from handlers.topics.manage import topic_card
from handlers.topics.request import open_request
from handlers.topics.targets import chat_or_channel, this_chat

CANCEL = re.compile(r"^/(?:cancel|batal)\b", re.IGNORECASE)


async def start(context: Context) -> Reply | None:
    """Open or ask what a deep link says, or introduce the bot with questions as buttons.

    The chat's alerts begin anew if they were stopped because the bot had been blocked.
    """
    target = context.reply_target
    settings = context.services.alerts.chat_settings
    await settings.sign_of_life(target.chat_id, target.thread_id or 0)
    if question := linked_question(context.args):
        await ask_linked(question, context)
        return None
    payload = linked(context.args)
    opened = await _opened(payload, context) if payload else None
    return opened or await _introduction(context)


async def help_(context: Context) -> Reply:
    """Say how to ask, and list the commands of the reader's role, those of each role apart."""
    texts, commands = context.texts, commands_of(await context.role())
    here = texts.format("start_group", username=context.bot.username)
    paragraphs = [
        texts.format("help_body", example=await example_question(context))
        if is_private(context)
        else here,
        texts.help_alerts,
        texts.format("help_groups", username=context.bot.username) if is_private(context) else "",
        *(_command_list(role, commands, texts) for role in Role),
    ]
    return titled_reply(texts.help_title, paragraphs)


def _command_list(role: Role, commands: Sequence[Command], texts: Texts) -> str:
    """The commands that need this role, under a heading; "" if there are none."""
    lines = [
        texts.format("help_line", command=command, description=texts.format(f"command_{command}"))
        for command in commands
        if min_role(command) is role
    ]
    heading = texts.help_commands
    if role > Role.READER:
        heading = texts.format("help_of_staff", roles=texts.format(ROLES_KEYS[role]))
    return "\n".join([heading, *lines]) if lines else ""


async def language(context: Context) -> Reply:
    """Offer the languages."""
    return _language_choice(context.texts.language, context.texts.language_ask)


async def choose_language(press: ButtonPress[ChooseLanguage], context: Context) -> Reply:
    """Speak this language to the reader from now on, in alerts too if they have any.

    In a group to all of it, if an administrator says so; raises NotAllowed.
    """
    chosen = press.payload.language
    if not is_private(context):
        target = await this_chat(context)
        await context.services.alerts.chats.set_language(target.chat.chat_id, chosen)
    elif context.reader:
        await context.services.preferences.choose_language(context.reader.id, chosen)
        await context.services.alerts.chat_settings.change_language(context.reader.id, chosen)
    return _language_choice(chosen, texts_for(chosen).language_chosen)


async def privacy(context: Context) -> Reply:
    """Say what is stored."""
    texts, settings = context.texts, context.services.settings
    body = texts.format(
        "privacy_body",
        answers_days=settings.answers_days,
        audit_days=settings.audit_days,
        feedback_days=settings.feedback_days,
        unanswered_days=settings.unanswered_days,
    )
    return titled_reply(texts.privacy_title, [body])


async def forget(context: Context) -> Reply:
    """Delete what is stored of the reader."""
    if context.reader:
        await context.services.erasure.forget(context.reader.id)
    texts = await texts_of(context.incoming, context.services)  # the chosen language is gone too
    return text_reply(texts.forgotten)


async def ignore(update: Update, context: Context) -> None:
    """Leave a message without an answer."""


async def cancel(context: Context) -> Reply:
    """Say what can be undone, and how: no command of this bot waits for anything."""
    return text_reply(context.texts.nothing_to_cancel)


async def unknown(context: Context) -> Reply:
    """Point at the help after a command that does not exist."""
    return text_reply(context.texts.unknown_command)


def is_private(context: Context) -> bool:
    """Whether the chat is a person's own."""
    return context.message.chat.type == ChatType.PRIVATE


async def _introduction(context: Context) -> Reply:
    texts = context.texts
    if not is_private(context):
        how = texts.format("start_group", username=context.bot.username)
        return titled_reply(texts.start_title, [texts.start_body, how])
    questions = await context.services.suggestions.questions(texts.language.content)
    keyboard = tuple((Button(question, AskQuestion(n)),) for n, question in enumerate(questions))
    invitation = texts.start_samples if questions else texts.no_articles
    commands = commands_of(await context.role())
    of_staff = [_command_list(role, commands, texts) for role in Role if role > Role.READER]
    return titled_reply(texts.start_title, [texts.start_body, *of_staff, invitation], keyboard)


async def _opened(payload: LinkPayload, context: Context) -> Reply | None:
    """The reply that a deep link opens; None if its subject is no longer there."""
    match payload:
        case ReadArticle(article_id) | ReadQuote(article_id):
            quote = payload.quote if isinstance(payload, ReadQuote) else None
            try:
                return await article_page(context, article_id, None if quote else 0, quote)
            except ArticleNotFound:
                return None
        case ShowSources(story_id):
            articles = await context.services.alerts.history.sources(story_id)
            return render_sources(articles, context.texts) if articles else None
        case ChannelDigest():
            return await channel_digest(payload, context)
        case ShowTopic(topic_id, channel):
            target = await chat_or_channel(channel, context)
            return await topic_card(topic_id, await open_request(target, context))


def _language_choice(current: InterfaceLanguage, text: str) -> Reply:
    """A text above one button for each language, the current one marked."""
    return text_reply(
        text, (tuple(_language_button(each, current) for each in LANGUAGES.values()),)
    )


def _language_button(texts: Texts, current: InterfaceLanguage) -> Button:
    name = texts.language_name
    label = texts.format("language_current", name=name) if texts.language is current else name
    return Button(label, ChooseLanguage(texts.language))
