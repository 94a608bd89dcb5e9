"""An article to read, page by page, and the list of the newest ones."""

from collections.abc import Sequence

from bot.texts import Texts
from handlers.callback_data import (
    Button,
    Keyboard,
    ListLatest,
    ReadArticle,
    RemoveArticle,
    TurnArticlePage,
    rows,
)
from handlers.render.characters import fitting, one_line, shortened, units
from handlers.render.markup import Markup, bold, italic, joined, link, plain
from handlers.render.reply import Reply
from index.types import Article, Span

PAGE_UNITS = 2800  # leaves room for the heading, the credits and the page number
MAX_TITLE = 300
MAX_DETAIL = 120  # source, place
MAX_CREDITS = 400
MAX_LISTED_TITLE = 160
LATEST_PAGE_SIZE = 8  # articles in a list of the newest
BUTTONS_PER_ROW = 4
PARAGRAPH_GAP = 2  # units: an empty line


def name(article: Article) -> str:
    """The title, or what else tells the article apart: its source, its first words, its place."""
    body = article.text[slice(*article.body[0])] if article.body else article.text
    for candidate in (article.title, article.source, body[:MAX_TITLE], article.key):
        if words := one_line(candidate):
            return shortened(words, MAX_TITLE)
    return f"#{article.id}"


def source_line(article: Article, texts: Texts) -> Markup:
    """Title, linked where there is an address; source; date."""
    title = name(article)
    details = [article.source] if article.title else []
    details += [texts.day(article.date)] if article.date else []
    return joined(" · ", [link(_foreign(title, MAX_TITLE), article.url), *_details(details)])


def render_article(article: Article, page: int, texts: Texts, *, removable: bool = False) -> Reply:
    """One page of an article; a page that isn't there becomes the nearest one that is.

    ``removable`` where whoever reads it may take it away.
    """
    pages = paged(article)
    page = max(0, min(page, len(pages) - 1))
    last = page == len(pages) - 1
    parts = [
        _heading(article, texts, whole=page == 0),
        *(plain(article.text[start:end].strip()) for start, end in pages[page]),
        italic(_foreign(article.credits, MAX_CREDITS)) if last else Markup(),
        _page_number(page, len(pages), texts),
    ]
    turning = _turning(article, page, len(pages), texts)
    removal = Button(texts.articles.remove, RemoveArticle(article.id))
    return Reply(joined("\n\n", parts), (*turning, (removal,)) if removable else turning)


def render_latest(articles: Sequence[Article], offset: int, total: int, texts: Texts) -> Reply:
    """A run of the newest articles, each under the number that opens it."""
    shown = texts.format(
        "latest_range",
        first=texts.number(offset + 1),
        last=texts.number(offset + len(articles)),
        total=texts.number(total),
    )
    lines = joined("\n", (listed(article, texts) for article in articles))
    head = bold(plain(texts.latest_title)) + plain(f" · {shown}")
    keyboard = (*openers(articles), *_turning_list(offset, len(articles), total, texts))
    return Reply(joined("\n\n", [head, lines, plain(texts.latest_how)]), keyboard)


def paged(article: Article) -> list[list[Span]]:
    """The body in pages of whole paragraphs; one that is longer than a page is cut at a space."""
    pages: list[list[Span]] = [[]]
    room = PAGE_UNITS
    for paragraph in article.body or (Span(0, len(article.text)),):
        for piece in _pieces(article.text, paragraph):
            needed = units(article.text[slice(*piece)]) + PARAGRAPH_GAP
            if needed > room and pages[-1]:
                pages.append([])
                room = PAGE_UNITS
            pages[-1].append(piece)
            room -= needed
    return pages


def _pieces(text: str, paragraph: Span) -> list[Span]:
    """The paragraph in pieces that fit on a page."""
    pieces = []
    start, end = paragraph
    limit = PAGE_UNITS - PARAGRAPH_GAP
    while (taken := fitting(text[start:end], limit)) < end - start:
        cut = text.rfind(" ", start + 1, start + taken) + 1 or start + taken
        pieces.append(Span(start, cut))
        start = cut
    return [*pieces, Span(start, end)]


def _heading(article: Article, texts: Texts, *, whole: bool) -> Markup:
    """The title, and beneath it on the first page what is known of the article."""
    title = bold(link(_foreign(name(article), MAX_TITLE), article.url))
    if not whole:
        return title
    day = [texts.day(article.date)] if article.date else []
    details = _details([*day, article.source if article.title else "", article.place])
    return joined("\n", [title, joined(" · ", details)])


def _page_number(page: int, pages: int, texts: Texts) -> Markup:
    if pages == 1:
        return Markup()
    shown = {"page": texts.number(page + 1), "pages": texts.number(pages)}
    return plain(texts.format("article_page", **shown))


def _turning(article: Article, page: int, pages: int, texts: Texts) -> Keyboard:
    """Buttons to the page before and the page after, as far as there are any."""
    turns = [("previous_page", page - 1), ("next_page", page + 1)]
    buttons = tuple(
        Button(
            texts.format(label, page=texts.number(target + 1)), TurnArticlePage(article.id, target)
        )
        for label, target in turns
        if 0 <= target < pages
    )
    return (buttons,) if buttons else ()


def listed(article: Article, texts: Texts) -> Markup:
    """An article as a line of a list, behind its number."""
    number = bold(plain(str(article.id)))
    title = _foreign(name(article), MAX_LISTED_TITLE)
    source = article.source if article.title else ""
    details = _details([source, *([texts.day(article.date)] if article.date else [])])
    return number + plain("  ") + joined(" · ", [title, *details])


def openers(articles: Sequence[Article]) -> Keyboard:
    """A button for each article, which opens it."""
    buttons = [Button(str(article.id), ReadArticle(article.id)) for article in articles]
    return rows(buttons, BUTTONS_PER_ROW)


def _turning_list(offset: int, shown: int, total: int, texts: Texts) -> Keyboard:
    """Buttons to newer and older articles, as far as there are any."""
    newer = (
        [Button(texts.newer, ListLatest(max(0, offset - LATEST_PAGE_SIZE)))] if offset > 0 else []
    )
    older = [Button(texts.older, ListLatest(offset + shown))] if offset + shown < total else []
    return ((*newer, *older),) if newer or older else ()


def _details(values: Sequence[str]) -> list[Markup]:
    return [_foreign(value, MAX_DETAIL) for value in values if one_line(value)]


def _foreign(text: str, limit: int) -> Markup:
    """Words of an article on one line, and not too many."""
    return plain(shortened(one_line(text), limit))
