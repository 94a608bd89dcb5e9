"""Go on with the last answer or list: shorter, further quotes, its articles and their pages."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.conversation.continuing import in_one_sentence, last_exchange
from bot.conversation.further import FurtherQuotes
from bot.conversation.intents import Continuation, Continue, SmallTalk
from bot.conversation.responses import (
    Answered,
    ArticleOpened,
    FurtherShown,
    PageLink,
    PagesLinked,
    Response,
    Talked,
)
from bot.conversation.shown_answers import ShownAnswers, goes_on_from
from bot.conversation.understanding import Situation
from bot.model.conversation import Exchange
from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.questions.answering import QuestionAnswerer
from index.types import Article, Language, Span

FindSubject = Callable[[str, Language], Awaitable[str]]
"""Return the words that a text is about."""

_OF_LISTS = {Continuation.OPEN, Continuation.LINK}
"""Continuations of a list, too."""


class Continuations:
    """Responds to messages that go on with what was answered; ``shown`` knows what that was."""

    def __init__(
        self,
        answerer: QuestionAnswerer,
        shown: ShownAnswers | None,
        subject: FindSubject,
        now: Callable[[], datetime],
    ) -> None:
        self._answerer = answerer
        self._shown = shown
        self._further = FurtherQuotes(answerer)
        self._subject = subject
        self._now = now

    async def respond(self, asked: Continue, situation: Situation) -> Response:
        """Return the response; raises StorageError."""
        language, before = situation.language, last_exchange(situation)
        if before is None or not before.articles:
            return Talked(SmallTalk.NOTHING_BEFORE, language)
        if asked.how not in _OF_LISTS and not before.question:
            return Talked(SmallTalk.WHICH_NUMBER, language)
        if asked.how is Continuation.SHORTER:
            answer = await self._answerer.ask(before.question, reader_language=before.language)
            return Answered(in_one_sentence(answer), before, is_again=True)
        shown = await self._answer_shown(before)
        if asked.is_further and shown is not None:
            return await self._quotes(shown, before, language)
        if asked.how is Continuation.LINK:
            linked = await self._linked(asked.number, shown, before, language)
            if linked is not None:
                return linked
        return await self._opened(asked.number or 1, shown, before, language)

    async def _answer_shown(self, before: Exchange) -> ShownAnswer | None:
        if self._shown is None or not before.answer_id:
            return None
        return await self._shown.get(before.answer_id)

    async def _quotes(
        self, shown: ShownAnswer, before: Exchange, language: Language
    ) -> FurtherShown | Talked:
        """Return the quotes after those that the answer's message shows now."""
        page = await self._further.page(shown, shown.page + 1)
        if not page.answer.quotes:
            return Talked(SmallTalk.QUOTES_ENDED, language)
        now = self._now()
        own = goes_on_from(shown, page, now)
        articles = tuple(dict.fromkeys(quote.article_id for quote in own.quotes))
        exchange = replace(before, articles=articles, at=now, answer_id=own.id)
        return FurtherShown(replace(page, number=0), own, language, exchange)

    async def _linked(
        self, number: int, shown: ShownAnswer | None, before: Exchange, language: Language
    ) -> PagesLinked | None:
        """Return the pages of the articles, or of that with the number; None if there are none."""
        several = before.articles if before.question else before.articles[:1]
        found = [await self._answerer.article(each) for each in _chosen(before, number) or several]
        links = tuple(
            PageLink(article, _place_of(article, shown)) for article in found if article is not None
        )
        if not any(link.url for link in links):
            return None
        return PagesLinked(links, language, replace(before, at=self._now()))

    async def _opened(
        self, number: int, shown: ShownAnswer | None, before: Exchange, language: Language
    ) -> ArticleOpened | Talked:
        chosen = _chosen(before, number)
        article = await self._answerer.article(chosen[0]) if chosen else None
        if article is None:
            return Talked(SmallTalk.NO_SUCH_NUMBER, language)
        exchange = await self._exchange_opened(article, before)
        return ArticleOpened(article, language, exchange, _quote_of(article, shown))

    async def _exchange_opened(self, article: Article, before: Exchange) -> Exchange:
        """Return ``before``, about the article; the others of it can be opened next."""
        subject = await self._subject(article.title, article.language)
        opened = replace(before, subject=subject, at=self._now())
        return opened if before.is_list else replace(opened, question=article.title)


def _chosen(before: Exchange, number: int) -> tuple[int, ...]:
    """Return the article with a number, from 1, -1 for the last one; () without a number."""
    return before.articles[number - 1 if number > 0 else number :][:1] if number else ()


def _quote_of(article: Article, shown: ShownAnswer | None) -> ShownQuote | None:
    """Return the first quote of an article that was shown."""
    quotes = shown.quotes if shown else ()
    return next((quote for quote in quotes if quote.article_id == article.id), None)


def _place_of(article: Article, shown: ShownAnswer | None) -> Span | None:
    """Return where the quote that was shown stands in the article now."""
    quote = _quote_of(article, shown)
    return quote.place(article) if quote else None
