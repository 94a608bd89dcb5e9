"""Responses that are no answers, as messages."""

from collections.abc import Iterable

from bot.conversation.responses import Talked
from bot.model.conversation import Exchange
from bot.texts import Texts
from handlers.callback_data.articles import AskAbout, AskQuestion
from handlers.callback_data.keyboard import Button
from handlers.render.characters import one_line, shortened
from handlers.render.reply import Reply, text_reply

MAX_LABEL = 40


def render_talk(talked: Talked, texts: Texts) -> Reply:
    """The line of small talk, with questions to begin with as buttons."""
    questions = enumerate(talked.questions)
    keyboard = tuple((Button(question, AskQuestion(number)),) for number, question in questions)
    return text_reply(texts.conversation.format(talked.kind), keyboard)


def render_subject_asked(exchanges: Iterable[Exchange], texts: Texts) -> Reply:
    """The question what a message is about, with a button for each of the last subjects."""
    rows = [
        (Button(shortened(one_line(each.subject), MAX_LABEL), AskAbout(each.question_id)),)
        for each in exchanges
    ]
    key = "subject_which" if rows else "subject_missing"
    return text_reply(texts.conversation.format(key), tuple(rows))
