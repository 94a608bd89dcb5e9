"""Lists of what somebody said, and the persons to choose from."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.conversation.responses import QuotationsShown
from bot.conversation.wording import persons_head, quotations_head
from bot.quotations.listing import (
    PAGE_SIZE,
    ListedStatement,
    PersonChoice,
    PersonsOffered,
    QuotationPage,
)
from bot.quotations.persons import Person
from bot.quotations.quoting import words_of
from bot.texts import Texts
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.keyboard import Button, Keyboard, rows, stacked
from handlers.callback_data.quotations import TurnQuotations
from handlers.render.article import BUTTONS_PER_ROW, source_line
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, italic, joined, plain, quotation
from handlers.render.news import condition_buttons
from handlers.render.pager import BY_AGE, ListSlice, slice_buttons, slice_range
from handlers.render.reply import Reply

MAX_WORDS = 500, 300, 100
"""Units of what is shown of a statement; the less, the longer the names of the sources are."""
MAX_LABEL = 50


def render_quotations(page: QuotationPage, texts: Texts) -> Reply:
    """A page of a list; each statement has a numbered button that opens its article."""
    head = bold(plain(quotations_head(page, texts)))
    if not page.total:
        return Reply(plain(quotations_head(page, texts)), _choices(page.others, texts))
    shown = ListSlice(page.start, PAGE_SIZE, page.total)
    if page.total > PAGE_SIZE:
        head += plain(f" · {slice_range('latest_range', shown, texts)}")
    turning = slice_buttons(
        shown, lambda start: TurnQuotations(page.listed.id, start), texts, BY_AGE
    )
    rows_below = stacked(*_openers(page), turning, *_choices(page.others, texts))
    for limit in MAX_WORDS:
        parts = [_read_as(page, texts), head, *_statements(page, limit, texts)]
        markup = joined("\n\n", parts)
        if markup.fits:
            break
    return Reply(markup, rows_below)


def render_shown(response: QuotationsShown, texts: Texts, taken: Collection[int] = ()) -> Reply:
    """The list that a message asked for, with buttons that take back its conditions."""
    listed = response.listed
    conditions = condition_buttons(response.conditions, texts, taken)
    if isinstance(listed, PersonsOffered):
        reply = render_persons(listed, texts)
    else:
        reply = render_quotations(listed, texts)
    return replace(reply, keyboard=(*reply.keyboard, *conditions))


def render_persons(offered: PersonsOffered, texts: Texts) -> Reply:
    """The question which person is meant, with a button for the list of each."""
    return Reply(plain(persons_head(offered, texts)), _choices(offered.choices, texts))


def _choices(choices: Sequence[PersonChoice], texts: Texts) -> Keyboard:
    buttons = [
        Button(_label(each.person, texts), TurnQuotations(each.listed.id, 0)) for each in choices
    ]
    return rows(buttons, 1)


def _label(person: Person, texts: Texts) -> str:
    return f"{shortened(one_line(person.name), MAX_LABEL)} · {texts.number(person.quotations)}"


def _read_as(page: QuotationPage, texts: Texts) -> Markup:
    """The name as it was corrected; empty if it was not."""
    if not page.corrected:
        return Markup()
    name = shortened(one_line(page.person.name), MAX_LABEL)
    return plain(texts.quotations.format("quotations_read_as", name=name))


def _statements(page: QuotationPage, limit: int, texts: Texts) -> Iterator[Markup]:
    for number, each in enumerate(page.statements, page.start + 1):
        yield _statement(number, each, limit, texts)


def _statement(number: int, each: ListedStatement, limit: int, texts: Texts) -> Markup:
    """The words, who said them as the article names them, and where."""
    statement = each.statement
    words = words_of(statement.quotation, statement.article)
    source = plain(f"{number}. ") + source_line(statement.article, texts)
    if each.others:
        others = texts.quotations.format("quotations_others", count=each.others)
        source = joined(" · ", [source, italic(plain(others))])
    return joined("\n", [quotation(plain(shortened(words, limit))), source])


def _openers(page: QuotationPage) -> Keyboard:
    """A button for each statement, with its number, that opens the article."""
    buttons = [
        Button(f"📖 {number}", ReadArticle(each.statement.article.id))
        for number, each in enumerate(page.statements, page.start + 1)
    ]
    return rows(buttons, BUTTONS_PER_ROW + 1)
