"""Further quotes for a question, and the pages that quotes are from, as messages."""

from collections.abc import Iterator

from bot.conversation.further import QuotePage
from bot.conversation.responses import PagesLinked
from bot.model.shown_answers import ShownAnswer
from bot.texts import Texts
from handlers.callback_data.articles import ShowQuotes
from handlers.callback_data.keyboard import Button, LinkButton, stacked
from handlers.render.answer import fullest, question_above
from handlers.render.answer_buttons import reading_buttons
from handlers.render.article import source_line
from handlers.render.markup import Markup, bold, is_button_address, italic, joined, plain
from handlers.render.reply import Reply


def render_quotes(page: QuotePage, shown: ShownAnswer, texts: Texts) -> Reply:
    """The quotes of a page, and the buttons to those before and after; the last one says so."""
    own = texts.answers
    head = joined("\n\n", [question_above(shown.heading[0]), bold(plain(own.quotes_title))])
    ended = Markup() if page.has_next else italic(plain(texts.conversation.quotes_ended))
    markup, quotes = fullest(head, page.answer.quotes, ended, texts)
    turning = tuple(_turning(page, shown, texts))
    return Reply(markup, stacked(reading_buttons(quotes, texts), turning))


def render_links(linked: PagesLinked, texts: Texts) -> Reply:
    """The articles' titles, linked to their pages at the quotes, and a button for each page."""
    own, is_single = texts.answers, len(linked.links) == 1
    lines = [source_line(each.article, texts, each.place) for each in linked.links]
    buttons = [
        LinkButton(
            own.source_page if is_single else own.format("source_numbered", number=number),
            url=each.url,
        )
        for number, each in enumerate(linked.links, 1)
        if is_button_address(each.url)
    ]
    return Reply(joined("\n\n", [bold(plain(own.links_title)), *lines]), stacked(buttons))


def _turning(page: QuotePage, shown: ShownAnswer, texts: Texts) -> Iterator[Button]:
    if page.number:
        yield Button(texts.answers.quotes_back, ShowQuotes(shown.id, page.number - 1))
    if page.has_next:
        yield Button(texts.answers.more_quotes, ShowQuotes(shown.id, page.number + 1))
