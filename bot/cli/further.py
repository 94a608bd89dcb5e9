"""Further quotes and the pages of quotes as text for the terminal."""

from dataclasses import replace

from rich.text import Text

from bot.cli.console import answer_text, headlines_text, printable
from bot.conversation.further import QuotePage
from bot.conversation.responses import PagesLinked
from bot.texts import Texts


def further_text(page: QuotePage, texts: Texts, *, numbered: bool) -> Text:
    """Return the quotes of a page below a title; the last page says that it is."""
    title = Text(texts.answers.quotes_title, style="bold")
    quotes = answer_text(replace(page.answer, searched=""), texts, numbered=numbered)
    ended = [] if page.has_next else [Text(texts.conversation.quotes_ended, style="dim")]
    return Text("\n\n").join([title, quotes, *ended])


def links_text(linked: PagesLinked, texts: Texts) -> Text:
    """Return the articles, and the addresses of their pages at the quotes."""
    articles = [each.article for each in linked.links]
    head = headlines_text(articles, texts.answers.links_title, texts, numbered=True)
    urls = (Text(printable(each.url)) for each in linked.links if each.url)
    return Text("\n").join([head, *urls])
