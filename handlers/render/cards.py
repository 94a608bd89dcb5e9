"""Cards of inline mode: how each looks in the list, and the message that it sends."""

from dataclasses import dataclass

from bot.conversation.cards import Card
from bot.texts import Texts
from handlers.render.answer import highlighted_runs, quoted
from handlers.render.article import name, source_line
from handlers.render.characters import ELLIPSIS, one_line, shortened
from handlers.render.markup import Markup, joined, plain
from index.types import Article, Quote

MAX_CARD_TITLE = 100  # units; clients show two lines
MAX_CARD_DETAIL = 60
MAX_LEAD = 300


@dataclass(frozen=True, slots=True)
class RenderedCard:
    """A card: ``id`` among the others, what the list shows, and the message that it sends."""

    id: str
    title: str
    description: str
    content: Markup
    article: Article


def render_card(card: Card, texts: Texts) -> RenderedCard:
    """Show the quote's words, or the article's title, above its source and date."""
    article, quote = card.article, card.quote
    title = _words(quote) if quote else ""
    content = _quotation(quote) if quote else _lead(article)
    source = plain("— ") + source_line(article, texts)
    return RenderedCard(
        id=card.id,
        title=shortened(title, MAX_CARD_TITLE) or name(article),
        description=_details(article, texts),
        content=joined("\n", [content, source]),
        article=article,
    )


def _words(quote: Quote) -> str:
    return (f"{ELLIPSIS} " if quote.is_cut[0] else "") + one_line(quote.text)


def _quotation(quote: Quote) -> Markup:
    return quoted(quote.text, highlighted_runs(quote.text, quote.highlights), *quote.is_cut)


def _lead(article: Article) -> Markup:
    """The beginning of an article."""
    body = article.text[slice(*article.body[0])] if article.body else article.text
    return quoted(shortened(body.strip(), MAX_LEAD), ())


def _details(article: Article, texts: Texts) -> str:
    source = shortened(one_line(article.source), MAX_CARD_DETAIL)
    day = texts.day(article.date) if article.date else ""
    return " · ".join(filter(None, [source, day]))
