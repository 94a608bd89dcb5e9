"""A line of the terminal as a message, and the response to it as styled text."""

from collections.abc import Sequence

from rich.text import Text

from bot.cli.console import answer_text, article_text, headlines_text, printable
from bot.cli.timeline import timeline_text
from bot.conversation.responses import (
    AlertsAsked,
    Answered,
    ArticleFound,
    ArticleOpened,
    DaysRefused,
    NewsListed,
    PagesOpened,
    Response,
    SubjectAsked,
    Talked,
    TimelineShown,
    TopicsAsked,
)
from bot.conversation.service import ReaderMessage
from bot.conversation.wording import answer_note, days_text, found_text, news_head, pages_text
from bot.model.conversation import Exchange
from bot.model.schedule import time_zone
from bot.services.core import Services
from bot.texts import texts_for
from index.types import Language


def reader_message(
    text: str, services: Services, language: Language, history: Sequence[Exchange] = ()
) -> ReaderMessage:
    """Return a line typed at the terminal as a message; ``history`` is newest first."""
    zone = time_zone(services.settings.time_zone)
    return ReaderMessage(text=text, language=language, zone=zone, history=history)


def response_text(response: Response, *, numbered: bool = False) -> Text:
    """Return the response in its language; ``numbered`` adds the chat's command for an article."""
    match response:
        case Answered(answer):
            note = answer_note(response, texts_for(response.language))
            text = answer_text(answer, numbered=numbered, note=note)
        case NewsListed():
            text = _news(response, numbered=numbered)
        case TimelineShown(timeline):
            text = timeline_text(timeline)
        case DaysRefused():
            text = Text(printable(days_text(response, texts_for(response.language))))
        case Talked(kind, language, questions):
            line = texts_for(language).conversation.format(kind)
            text = Text("\n".join([line, *(f"  {printable(each)}" for each in questions)]))
        case ArticleOpened(article, language):
            text = article_text(article, texts_for(language))
        case AlertsAsked() | TopicsAsked():
            text = Text(texts_for(response.language).conversation.telegram_only)
        case SubjectAsked(exchanges, language):
            key = "subject_which" if exchanges else "subject_missing"
            subjects = [f"  {printable(each.subject)}" for each in exchanges]
            text = Text("\n".join([texts_for(language).conversation.format(key), *subjects]))
        case PagesOpened() | ArticleFound():
            text = _passed_on(response, numbered=numbered)
    return text


def _news(listed: NewsListed, *, numbered: bool) -> Text:
    texts = texts_for(listed.language)
    if not (listed.articles or listed.is_instead):
        return Text(texts.no_articles)
    if listed.is_old or not listed.articles:
        return Text(printable(news_head(listed, texts)))
    return headlines_text(listed.articles, news_head(listed, texts), texts, numbered=numbered)


def _passed_on(shown: PagesOpened | ArticleFound, *, numbered: bool) -> Text:
    """Return the article of a single address, or what is known of each, or of a text."""
    texts, articles = texts_for(shown.language), shown.articles
    if isinstance(shown, ArticleFound):
        head = found_text(shown, texts)
    elif len(shown.pages) == 1 and articles:
        return article_text(articles[0], texts)
    else:
        head = pages_text(shown, texts)
    if not articles:
        return Text(printable(head))
    return headlines_text(articles, head, texts, numbered=numbered)
