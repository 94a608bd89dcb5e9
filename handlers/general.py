"""Who I am, how to use me, which language I speak, and what I store."""

from telegram import Update

from bot.errors import ArticleNotFound, SubscriptionError
from bot.texts import LANGUAGES, Texts, texts_for
from bot.users.permissions import commands_of
from handlers.articles.browse import article_page
from handlers.callback_data import (
    AskQuestion,
    Button,
    ChooseLanguage,
    ReadArticle,
    ShowSources,
    ShowTopic,
)
from handlers.context import Context, reader_of
from handlers.deep_links import Linked, linked
from handlers.questions.ask import example_question
from handlers.render import Reply, render_sources, text_reply, titled_reply
from handlers.topics.controller import controller_for, explained
from handlers.topics.targets import numbered
from index.types import Language


async def start(update: Update, context: Context) -> None:
    """Introduce myself, with sample questions as buttons; alerts that slept come again."""
    if update.effective_chat is not None:
        await context.services.alerts.chats.reactivate(update.effective_chat.id)
    texts = await context.texts(update)
    if (action := linked(context.args)) and (reply := await _followed(action, update, context)):
        await context.reply(update, reply)
        return
    questions = await context.services.suggestions.questions(texts.language)
    keyboard = tuple((Button(question, AskQuestion(n)),) for n, question in enumerate(questions))
    invitation = texts.start_samples if questions else texts.no_articles
    paragraphs = [texts.start_body, invitation]
    await context.reply(update, titled_reply(texts.start_title, paragraphs, keyboard))


async def help_(update: Update, context: Context) -> None:
    """Say how to ask, and list the commands."""
    texts = await context.texts(update)
    example = await example_question(context, texts)
    commands = commands_of(await context.role(update))
    lines = [
        texts.format("help_line", command=command, description=texts.format(f"command_{command}"))
        for command in commands
    ]
    paragraphs = [
        texts.format("help_body", example=example),
        texts.help_alerts,
        texts.format("help_groups", username=context.bot.username),
        "\n".join([texts.help_commands, *lines]),
    ]
    await context.reply(update, titled_reply(texts.help_title, paragraphs))


async def language(update: Update, context: Context) -> None:
    """Offer the languages."""
    current = await context.language(update)
    await context.reply(update, language_choice(current, texts_for(current).language_ask))


def language_choice(current: Language, text: str) -> Reply:
    """A text above one button for each language, the current one marked."""
    return text_reply(
        text, (tuple(_language_button(texts, current) for texts in LANGUAGES.values()),)
    )


async def privacy(update: Update, context: Context) -> None:
    """Say what is stored."""
    texts = await context.texts(update)
    await context.reply(update, titled_reply(texts.privacy_title, [texts.privacy_body]))


async def forget(update: Update, context: Context) -> None:
    """Delete what is stored of the reader."""
    if reader := reader_of(update):
        await context.services.preferences.forget(reader.id)
    await context.reply(update, text_reply((await context.texts(update)).forgotten))


async def unknown(update: Update, context: Context) -> None:
    """Point whoever sends a command that I don't know to the help."""
    await context.reply(update, text_reply((await context.texts(update)).unknown_command))


async def _followed(action: Linked, update: Update, context: Context) -> Reply | None:
    """What the link opens that led here; None where that is no longer there."""
    texts = await context.texts(update)
    try:
        match action:
            case ReadArticle(article_id):
                return await article_page(update, context, article_id, 0, texts)
            case ShowSources(story_id):
                articles = await context.services.alerts.history.sources(story_id)
                return render_sources(articles, texts) if articles else None
            case ShowTopic(topic_id, channel):
                target = await numbered(channel, update, context)
                desk = await controller_for(target, context, texts)
                return desk.show(await desk.topic(topic_id))
    except ArticleNotFound:
        return None
    except SubscriptionError as error:
        return explained(error, texts)


def _language_button(texts: Texts, current: Language) -> Button:
    name = texts.language_name
    label = texts.format("language_current", name=name) if texts.language is current else name
    return Button(label, ChooseLanguage(texts.language))
