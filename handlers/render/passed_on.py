"""Articles that somebody passed on, by their addresses or as texts."""

from collections.abc import Iterator, Sequence

from bot.conversation.passed_on import Page
from bot.conversation.responses import ArticleFound, PagesOpened
from bot.conversation.wording import found_text, pages_text
from bot.texts import Texts
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.editorial import AddPage
from handlers.callback_data.keyboard import Button
from handlers.render.article import name
from handlers.render.characters import shortened
from handlers.render.reply import Reply, text_reply
from index.types import Article

MAX_LABEL = 40


def render_pages(opened: PagesOpened, texts: Texts, *, addable: bool) -> Reply:
    """List what is known of each page; ``addable`` offers to add the unknown ones."""
    buttons = _page_buttons(opened.pages, texts, addable=addable)
    return text_reply(pages_text(opened, texts), tuple((button,) for button in buttons))


def render_found_article(response: ArticleFound, texts: Texts) -> Reply:
    """Say whether the passed on article is there, with buttons to read it and its relatives."""
    rows = tuple((_read(article, texts),) for article in response.articles)
    return text_reply(found_text(response, texts), rows)


def _page_buttons(pages: Sequence[Page], texts: Texts, *, addable: bool) -> Iterator[Button]:
    for number, page in enumerate(pages):
        if page.article is not None:
            yield _read(page.article, texts)
        elif addable:
            label = texts.conversation.page_add
            yield Button(f"{label} {number + 1}" if len(pages) > 1 else label, AddPage(number))


def _read(article: Article, texts: Texts) -> Button:
    title = texts.format("read_titled", title=shortened(name(article), MAX_LABEL))
    day = f" · {texts.day(article.date)}" if article.date else ""
    return Button(title + day, ReadArticle(article.id))
