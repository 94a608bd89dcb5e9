"""Responses that are no answers, as messages."""

from collections.abc import Iterable

from bot.conversation.responses import Talked
from bot.model.conversation import Exchange
from bot.texts import Texts
from handlers.callback_data.articles import AskAbout
from handlers.callback_data.keyboard import Button
from handlers.render.characters import one_line, shortened
from handlers.render.reply import Reply, text_reply

MAX_LABEL = 40


def talk_text(talked: Talked, texts: Texts) -> str:
    """The line of small talk."""
    return texts.conversation.format(talked.kind)


def render_subject_asked(exchanges: Iterable[Exchange], texts: Texts) -> Reply:
    """The question what a message is about, with a button for each of the last subjects."""
    rows = [
        (Button(shortened(one_line(each.subject), MAX_LABEL), AskAbout(each.question_id)),)
        for each in exchanges
    ]
    key = "subject_which" if rows else "subject_missing"
    return text_reply(texts.conversation.format(key), tuple(rows))
