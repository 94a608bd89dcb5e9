"""Answers and articles as JSON, for programs and for ``kutip import``."""

from collections.abc import AsyncIterator
from typing import Any

from bot.conversation.further import QuotePage
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
from bot.questions.answer import Answer
from bot.quotations.listing import PersonsOffered
from bot.quotations.quoting import words_of
from index.types import Article, Language, Quote


def response_to_json(response: Response) -> dict[str, Any]:
    """Return the answer as an object, or what else the message was as its ``kind``."""
    match response:
        case Answered(answer) | FurtherShown(QuotePage(answer)):
            fields = answer_to_json(answer)
        case TimelineShown() | NewsListed():
            fields = _listed_to_json(response)
        case DaysRefused(reason, _, language):
            fields = _unanswered(f"days_{reason}", language)
        case Talked(kind, language):
            fields = _unanswered(kind.value, language)
        case ArticleOpened(article, language):
            opened = {"article_id": article.public_id, "title": article.title}
            fields = _unanswered("article", language, **opened)
        case AlertsAsked() | TopicsAsked():
            fields = _topics_to_json(response)
        case SubjectAsked(exchanges, language):
            subjects = [each.subject for each in exchanges]
            fields = _unanswered("subject_missing", language, subjects=subjects)
        case PagesOpened() | ArticleFound() | PagesLinked():
            listed = [_headline_to_json(article) for article in response.articles]
            fields = _unanswered("articles", response.language, articles=listed)
        case QuotationsShown():
            fields = _quotations_to_json(response)
    return fields


def _unanswered(kind: str, language: Language, **fields: Any) -> dict[str, Any]:
    return {"answered": False, "kind": kind, **fields, "language": language.value}


def _listed_to_json(response: TimelineShown | NewsListed) -> dict[str, Any]:
    if isinstance(response, NewsListed):
        listed = [_headline_to_json(article) for article in response.articles]
        return _unanswered("news", response.language, articles=listed)
    timeline = response.timeline
    events = [
        {"day": event.day.isoformat(), "text": event.text, **_headline_to_json(event.article)}
        for event in timeline.events
    ]
    return _unanswered("timeline", timeline.language, subject=timeline.subject, events=events)


def _topics_to_json(asked: AlertsAsked | TopicsAsked) -> dict[str, Any]:
    if isinstance(asked, AlertsAsked):
        return _unanswered("subscribe", asked.language, subject=asked.subject)
    return _unanswered("topics", asked.language)


def _quotations_to_json(shown: QuotationsShown) -> dict[str, Any]:
    listed = shown.listed
    if isinstance(listed, PersonsOffered):
        names = [each.person.name for each in listed.choices]
        return _unanswered("persons", shown.language, persons=names)
    quotes = [
        {"text": words_of(each.quotation, each.article), **_headline_to_json(each.article)}
        for each in (one.statement for one in listed.statements)
    ]
    return _unanswered("quotations", shown.language, speaker=listed.person.name, quotes=quotes)


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return an object of plain values.

    ``confidence`` is the probability that the articles answer. A quote's ``text`` is what is
    visible, ``article.text[start:end]``; ``context`` what stands before and after it, without it;
    ``highlights`` are pairs of offsets into ``text``; ``date`` is ISO 8601, "" if unknown.
    """
    return {
        "question": answer.question,
        "answered": answer.answered,
        "confidence": round(float(answer.confidence), 4),
        "language": answer.language.value,
        "quotes": [_quote_to_json(quote) for quote in answer.quotes],
        "took_ms": round(float(answer.took_ms), 3),
    }


def _headline_to_json(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.public_id,
        "title": article.title,
        "source": article.source,
        "date": article.date.isoformat() if article.date else "",
        "url": article.url,
    }


def _quote_to_json(quote: Quote) -> dict[str, Any]:
    article = quote.article
    return {
        "text": quote.text,
        "highlights": [[int(span.start), int(span.end)] for span in quote.highlights],
        **_headline_to_json(article),
        "score": float(quote.score),
        "start": quote.start,
        "end": quote.end,
        "context": "\n".join(filter(None, (quote.before, quote.after))),
    }


async def articles_to_json(articles: AsyncIterator[Article]) -> AsyncIterator[dict[str, str]]:
    """Yield an object of non-empty strings per article; importing it makes the same article.

    ``key`` is given for an article whose ``id`` an earlier one has.
    """
    seen: set[str] = set()
    async for article in articles:
        fields = {
            "id": article.external_id,
            "key": article.key if article.external_id in seen else "",
            "title": article.title,
            "date": article.date.isoformat() if article.date else "",
            "source": article.source,
            "url": article.url,
            "section": article.section,
            "lang": article.language.value,
            "text": article.text,
        }
        if article.external_id:
            seen.add(article.external_id)
        yield {name: value for name, value in fields.items() if value}
