"""A line of the terminal as a message, and the response to it as styled text."""

from collections.abc import Sequence

from rich.text import Text

from bot.cli.console import answer_text, article_text, headlines_text, printable
from bot.cli.further import further_text, links_text
from bot.cli.quotations import quotations_text
from bot.cli.timeline import timeline_text
from bot.conversation.responses import (
    AlertsAsked,
    Answered,
    ArticleFound,
    ArticleOpened,
    DaysRefused,
    FurtherShown,
    NewsListed,
    PagesLinked,
    PagesOpened,
    QuotationsShown,
    Response,
    SubjectAsked,
    Talked,
    TimelineShown,
    TopicsAsked,
)
from bot.conversation.service import ReaderMessage
from bot.conversation.wording import answer_note, days_text, found_text, news_head, pages_text
from bot.model.conversation import Exchange
from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import time_zone
from bot.services.core import Services
from bot.texts import Texts, texts_for


def reader_message(
    text: str, services: Services, language: InterfaceLanguage, history: Sequence[Exchange] = ()
) -> ReaderMessage:
    """Return a line typed at the terminal as a message; ``history`` is newest first."""
    zone = time_zone(services.settings.time_zone)
    return ReaderMessage(text=text, language=language.content, zone=zone, history=history)


def response_text(response: Response, reader: InterfaceLanguage, *, numbered: bool = False) -> Text:
    """Return the response in its language; ``numbered`` adds the chat's command for an article.

    ``reader`` is the language of the reader's other texts.
    """
    texts = texts_for(reader.replying_in(response.language))
    match response:
        case Answered(answer):
            note = answer_note(response, texts)
            text = answer_text(answer, texts, numbered=numbered, note=note)
        case NewsListed() | TimelineShown() | QuotationsShown() | FurtherShown() | PagesLinked():
            text = _listed(response, texts, numbered=numbered)
        case DaysRefused():
            text = Text(printable(days_text(response, texts)))
        case Talked(kind, _, questions):
            line = texts.conversation.format(kind)
            text = Text("\n".join([line, *(f"  {printable(each)}" for each in questions)]))
        case ArticleOpened(article, quote=quote):
            text = article_text(article, texts, quote.place(article) if quote else None)
        case AlertsAsked() | TopicsAsked():
            text = Text(texts.conversation.telegram_only)
        case SubjectAsked(exchanges):
            key = "subject_which" if exchanges else "subject_missing"
            subjects = [f"  {printable(each.subject)}" for each in exchanges]
            text = Text("\n".join([texts.conversation.format(key), *subjects]))
        case PagesOpened() | ArticleFound():
            text = _passed_on(response, texts, numbered=numbered)
    return text


def _listed(
    response: NewsListed | TimelineShown | QuotationsShown | FurtherShown | PagesLinked,
    texts: Texts,
    *,
    numbered: bool,
) -> Text:
    match response:
        case FurtherShown(page):
            return further_text(page, texts, numbered=numbered)
        case PagesLinked():
            return links_text(response, texts)
        case NewsListed():
            return _news(response, texts, numbered=numbered)
        case TimelineShown(timeline):
            return timeline_text(timeline, texts)
        case QuotationsShown(listed):
            return quotations_text(listed, texts, numbered=numbered)


def _news(listed: NewsListed, texts: Texts, *, numbered: bool) -> Text:
    if not (listed.articles or listed.is_instead):
        return Text(texts.no_articles)
    if listed.is_old or not listed.articles:
        return Text(printable(news_head(listed, texts)))
    return headlines_text(listed.articles, news_head(listed, texts), texts, numbered=numbered)


def _passed_on(shown: PagesOpened | ArticleFound, texts: Texts, *, numbered: bool) -> Text:
    """Return the article of a single address, or what is known of each, or of a text."""
    articles = shown.articles
    if isinstance(shown, ArticleFound):
        head = found_text(shown, texts)
    elif len(shown.pages) == 1 and articles:
        return article_text(articles[0], texts)
    else:
        head = pages_text(shown, texts)
    if not articles:
        return Text(printable(head))
    return headlines_text(articles, head, texts, numbered=numbered)
