"""A page of further quotes for a question, as a message."""

from collections.abc import Iterator

from bot.conversation.further import QuotePage
from bot.model.shown_answers import ShownAnswer
from bot.texts import Texts
from handlers.callback_data.articles import ShowQuotes
from handlers.callback_data.keyboard import Button, stacked
from handlers.render.answer import fullest, question_above
from handlers.render.answer_buttons import reading_buttons
from handlers.render.markup import Markup, bold, italic, joined, plain
from handlers.render.reply import Reply


def render_quotes(page: QuotePage, shown: ShownAnswer, texts: Texts) -> Reply:
    """The quotes of a page, and the buttons to those before and after; the last one says so."""
    own = texts.answers
    head = joined("\n\n", [question_above(shown.heading[0]), bold(plain(own.quotes_title))])
    ended = Markup() if page.has_next else italic(plain(own.quotes_ended))
    markup, quotes = fullest(head, page.answer.quotes, ended, texts)
    turning = tuple(_turning(page, shown, texts))
    return Reply(markup, stacked(reading_buttons(quotes, texts), turning))


def _turning(page: QuotePage, shown: ShownAnswer, texts: Texts) -> Iterator[Button]:
    if page.number:
        yield Button(texts.answers.quotes_back, ShowQuotes(shown.id, page.number - 1))
    if page.has_next:
        yield Button(texts.answers.more_quotes, ShowQuotes(shown.id, page.number + 1))
