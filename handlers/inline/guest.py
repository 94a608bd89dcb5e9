"""Guest mode: the bot is mentioned in a chat that it is no member of, and answers once.

Nothing is known or stored of such a chat: its id may be that of another one. What is said there
has no history, and what would change something is done in private.
"""

import time

from telegram import Message, Update

from bot.conversation.responses import (
    Answered,
    ArticleFound,
    ArticleOpened,
    DaysRefused,
    NewsListed,
    PagesOpened,
    Response,
    Talked,
)
from bot.conversation.service import ReaderMessage
from bot.conversation.wording import answer_note, days_text
from bot.model.schedule import time_zone
from bot.texts import Texts
from handlers.context import Context
from handlers.inline.results import answer_as_guest
from handlers.questions.ask import example_question
from handlers.questions.message_text import said_in
from handlers.render.answer import render_answer
from handlers.render.article import render_article
from handlers.render.conversation import render_talk
from handlers.render.news import render_news
from handlers.render.passed_on import render_found_article, render_pages
from handlers.render.reply import Reply, text_reply
from handlers.telegram.incoming import NO_PERSON


async def answer(update: Update, context: Context) -> None:
    """Answer the message that mentions the bot, with one message."""
    began, message = time.perf_counter(), update.guest_message
    if message is None or not message.guest_query_id or NO_PERSON.filter(message):
        return
    await context.open(update)
    reply, response = await _reply_to(message, context)
    is_sent = await answer_as_guest(message.guest_query_id, reply, context)
    if is_sent and isinstance(response, Answered):
        context.services.recorder.answered(response.answer, time.perf_counter() - began)
        context.services.monitoring.metrics.answered(response.answer)


async def _reply_to(message: Message, context: Context) -> tuple[Reply, Response | None]:
    said = said_in(message, context.bot.bot)
    if not said.text:
        example = await example_question(context)
        named = {"username": context.bot.username, "example": example}
        return text_reply(context.texts.inline.format("guest_how", **named)), None
    response = await context.services.conversation.respond(
        ReaderMessage(
            text=said.text,
            links=said.links,
            forwarded=said.forwarded,
            language=context.texts.language.content,
            zone=time_zone(context.services.settings.time_zone),
        )
    )
    return _rendered(response, context.texts_in(response.language)), response


def _rendered(response: Response, texts: Texts) -> Reply:
    """The response as a message; a pointer to the private chat for what changes something."""
    match response:
        case Answered(found):
            reply = render_answer(found, texts, note=answer_note(response, texts))
        case NewsListed():
            reply = render_news(response, texts)
        case DaysRefused():
            reply = text_reply(days_text(response, texts))
        case Talked():
            reply = render_talk(response, texts)
        case ArticleOpened(article):
            reply = render_article(article, 0, texts)
        case PagesOpened():
            reply = render_pages(response, texts, addable=False)
        case ArticleFound():
            reply = render_found_article(response, texts)
        case _:
            reply = text_reply(texts.inline.only_in_private)
    return reply
