"""A page of quotations is one message that Telegram takes, whatever the articles hold."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model.interface_language import InterfaceLanguage
from bot.model.quotations import QuotationList, StoredQuotation
from bot.quotations.listing import (
    PAGE_SIZE,
    ListedStatement,
    PersonChoice,
    PersonsOffered,
    QuotationPage,
)
from bot.quotations.persons import Person
from bot.quotations.search import Statement
from bot.texts import texts_for
from handlers.callback_data.quotations import TurnQuotations
from handlers.render.quotations import render_persons, render_quotations
from tests.handlers.samples import any_text, make_article
from tests.tdlib import tdlib_parse

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
LAVROV = Person("sergei lavrov", "Sergei Lavrov", ("sergei lavrov",), 12)


def page(text: str, title: str, *, name: str = "Sergei Lavrov", total: int = 12) -> QuotationPage:
    article = make_article(f"“{text}”", title=title, source=title)
    said = StoredQuotation(7, 1, 1 + len(text), name, "sergei lavrov")
    listed = ListedStatement(Statement(said, article, 1.0), 3)
    person = Person("sergei lavrov", name, ("sergei lavrov",), total)
    return QuotationPage(
        QuotationList("sergei lavrov", title, id=5), person, (listed,) * PAGE_SIZE, 5, total, name
    )


@given(any_text, any_text, any_text)
def test_whatever_is_said_it_is_one_message(text: str, title: str, name: str) -> None:
    reply = render_quotations(page(text * 40, title * 40, name=name), INDONESIAN)
    shown, entities = tdlib_parse(reply.html, "HTML")
    assert len(shown.encode("utf-16-le")) // 2 <= 4096
    assert len(entities) <= 100
    assert all(button.label.strip() for row in reply.keyboard for button in row)


@given(st.text(max_size=300))
def test_whatever_the_name_is_it_can_be_chosen(name: str) -> None:
    person = Person("x", name, ("x",), 3)
    choice = PersonChoice(person, QuotationList("x", id=9))
    reply = render_persons(PersonsOffered(name, (choice,), is_known=True), INDONESIAN)
    assert [button.payload for row in reply.keyboard for button in row] == [TurnQuotations(9, 0)]


def test_a_page_in_the_middle_leads_both_ways_and_to_its_articles() -> None:
    reply = render_quotations(page("Tidak.", "Rapat"), INDONESIAN)
    payloads = [button.payload for row in reply.keyboard for button in row]
    assert TurnQuotations(5, 0) in payloads
    assert TurnQuotations(5, 10) in payloads
    assert "6–10 dari 12" in reply.html
    assert "6. " in reply.html


def test_of_somebody_who_said_nothing_that_is_told() -> None:
    empty = QuotationPage(QuotationList("x", "NATO", id=5), LAVROV, (), 0, 0)
    assert render_quotations(empty, INDONESIAN).html == (
        "Belum ada kutipan langsung dari Sergei Lavrov tentang NATO."
    )
