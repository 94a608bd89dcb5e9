"""An article to read, page by page, and the list of the newest ones."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.model.shown_answers import ShownQuote
from bot.questions.answer import page_at
from bot.texts import Texts
from bot.texts.sections import section_text
from handlers.callback_data.articles import ListLatest, ReadArticle, TurnArticlePage, TurnQuotePage
from handlers.callback_data.editorial import RemoveArticle
from handlers.callback_data.keyboard import Button, Keyboard, rows, stacked
from handlers.callback_data.payload import ButtonPayload
from handlers.render.characters import fitting, one_line, shortened, units
from handlers.render.markup import Markup, bold, italic, joined, link, plain
from handlers.render.pager import BY_AGE, ListSlice, page_buttons, slice_buttons, slice_range
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
    """The title, or what else identifies the article: its source, its first words, its key."""
    body = article.text[slice(*article.body[0])] if article.body else article.text
    for candidate in (article.title, article.source, body[:MAX_TITLE], article.key):
        if words := one_line(candidate):
            return shortened(words, MAX_TITLE)
    return f"#{article.id}"


def source_line(article: Article, texts: Texts, quote: Span | None = None) -> Markup:
    """The title, linked if there is an address, to its page at the ``quote``; source; date.

    A title that the quote says, as that of a post of one sentence, is not said again.
    """
    is_said = quote is not None and article.text[slice(*quote)] == article.title
    title = article.source if is_said and article.source else name(article)
    details = [article.source] if article.title and not is_said else []
    details += [texts.day(article.date)] if article.date else []
    return joined(" · ", [_linked(_line(title, MAX_TITLE), article, quote), *_details(details)])


def render_article(
    article: Article,
    page: int | None,
    texts: Texts,
    *,
    removable: bool = False,
    quote: ShownQuote | None = None,
) -> Reply:
    """A page of an article, the nearest one if there is none of this number.

    The ``quote`` is bold; where it is not there any more, its page, None, says so. ``removable``
    adds the button that removes the article.
    """
    pages = paged(article)
    place = quote.place(article) if quote else None
    is_moved = page is None and quote is not None and place is None
    page = max(0, min(_page_of(place, pages) if page is None else page, len(pages) - 1))
    last = page == len(pages) - 1
    parts = [
        italic(plain(texts.answers.quote_moved)) if is_moved else Markup(),
        _heading(article, texts, place, whole=page == 0),
        *(_paragraph(article.text, piece, place) for piece in pages[page]),
        italic(_line(article.credits, MAX_CREDITS)) if last else Markup(),
        _page_number(page, len(pages), texts),
    ]
    turn = partial(TurnArticlePage, article.id) if quote is None else _turn_at(quote)
    removal = (Button(texts.articles.remove, RemoveArticle(article.id)),) if removable else ()
    turning = page_buttons(page, len(pages), turn, texts)
    return Reply(joined("\n\n", parts), stacked(turning, removal))


def render_latest(articles: Sequence[Article], offset: int, total: int, texts: Texts) -> Reply:
    """A page of the newest articles, each with a numbered button that opens it."""
    page = ListSlice(offset, LATEST_PAGE_SIZE, total)
    shown = slice_range("latest_range", page, texts)
    lines = joined("\n", (listed(article, texts) for article in articles))
    head = bold(plain(texts.latest_title)) + plain(f" · {shown}")
    turning = slice_buttons(page, ListLatest, texts, BY_AGE)
    parts = [head, lines, plain(texts.latest_how)]
    return Reply(joined("\n\n", parts), stacked(*openers(articles), turning))


def paged(article: Article) -> list[list[Span]]:
    """The body in pages of whole paragraphs; a paragraph longer than a page is cut at a space."""
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


def _page_of(place: Span | None, pages: Sequence[Sequence[Span]]) -> int:
    """The page on which a quote begins, the first one if it is on none."""
    if place is None:
        return 0
    return next((number for number, page in enumerate(pages) if page[-1].end > place.start), 0)


def _turn_at(quote: ShownQuote) -> Callable[[int], ButtonPayload]:
    return lambda page: TurnQuotePage(page, *quote)


def _paragraph(text: str, piece: Span, place: Span | None) -> Markup:
    """A piece of the text, with what of it is quoted in bold."""
    start, end = piece
    whole = text[start:end]
    start, end = start + len(whole) - len(whole.lstrip()), start + len(whole.rstrip())
    if place is None or place.end <= start or end <= place.start:
        return plain(text[start:end])
    first, last = max(start, place.start), min(end, place.end)
    return plain(text[start:first]) + bold(plain(text[first:last])) + plain(text[last:end])


def _linked(title: Markup, article: Article, place: Span | None) -> Markup:
    """The title linked to the article's page, to the quote in it if there is one."""
    return link(title, page_at(article, place) if place else article.url)


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


def _heading(article: Article, texts: Texts, place: Span | None, *, whole: bool) -> Markup:
    """The title, and on the first page (``whole``) date, source, section and place beneath it."""
    title = bold(_linked(_line(name(article), MAX_TITLE), article, place))
    if not whole:
        return title
    day = [texts.day(article.date)] if article.date else []
    source = article.source if article.title else ""
    details = _details([*day, source, section_text(article, texts.language.content), article.place])
    return joined("\n", [title, joined(" · ", details)])


def _page_number(page: int, pages: int, texts: Texts) -> Markup:
    if pages == 1:
        return Markup()
    shown = {"page": texts.number(page + 1), "pages": texts.number(pages)}
    return plain(texts.format("article_page", **shown))


def listed(article: Article, texts: Texts) -> Markup:
    """An article as a line of a list: number, title, source, date."""
    return bold(plain(str(article.id))) + plain("  ") + headline(article, texts)


def headline(article: Article, texts: Texts) -> Markup:
    """An article as a line without its number: title, source, date."""
    source = article.source if article.title else ""
    details = _details([source, *([texts.day(article.date)] if article.date else [])])
    return joined(" · ", [_line(name(article), MAX_LISTED_TITLE), *details])


def openers(articles: Sequence[Article]) -> Keyboard:
    """A button for each article that opens it."""
    buttons = [Button(str(article.id), ReadArticle(article.id)) for article in articles]
    return rows(buttons, BUTTONS_PER_ROW)


def _details(values: Sequence[str]) -> list[Markup]:
    return [_line(value, MAX_DETAIL) for value in values if one_line(value)]


def _line(text: str, limit: int) -> Markup:
    """A text of an article on one line, shortened."""
    return plain(shortened(one_line(text), limit))
