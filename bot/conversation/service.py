"""Respond to what somebody writes: understand it, and ask the articles if that is meant."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.conversation import days
from bot.conversation.addresses import find_addresses
from bot.conversation.continuing import last_exchange
from bot.conversation.copies import asks, is_about
from bot.conversation.dates import may_name_days
from bot.conversation.going_on import Continuations
from bot.conversation.headlines import Headlines, list_news, listed_instead, of_any_day
from bot.conversation.intents import (
    Ask,
    Continue,
    FindArticle,
    Intent,
    ListNews,
    OpenAddresses,
    ShowTimeline,
    SmallTalk,
    Talk,
)
from bot.conversation.news import language_of_news
from bot.conversation.passed_on import PassedOn
from bot.conversation.quotations import QuotationLists, list_quotations
from bot.conversation.responses import (
    Answered,
    ArticleFound,
    NewsListed,
    PagesOpened,
    Response,
    Talked,
    says_little,
)
from bot.conversation.shown_answers import ShownAnswers, shown_answer
from bot.conversation.subject_timelines import SubjectTimelines
from bot.conversation.subjects import subject_phrase
from bot.conversation.understanding import (
    Situation,
    understand,
    understand_text,
    understand_words,
)
from bot.conversation.unsearched import response_without_search
from bot.model.conversation import Exchange
from bot.model.shown_answers import ShownAnswer
from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.answering import QuestionAnswerer
from bot.questions.finding import Scope
from bot.questions.language import language_of
from index.answers.correction import reads_as
from index.answers.reader.composition import MAX_QUOTES
from index.query.parser import MAX_QUESTION
from index.types import Article, Language

_SEARCHED = {AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED}
_OPENING = {SmallTalk.GREETING, SmallTalk.SALAM, SmallTalk.ABILITIES}
"""Kinds of talk from people who may not know yet what to ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderMessage:
    """A message and its circumstances.

    ``language`` is that of the reader's other texts, ``zone`` their time zone; ``as_typed`` asks
    the words as they are, whatever they seem to mean. ``history`` and ``replied_to`` are what it
    may refer to, as in ``Situation``. ``without`` are the numbers of conditions that were taken
    back; ``at`` is when it was written, None for now. ``links`` and ``forwarded`` are as in
    ``Situation``, too. An answer has up to ``most_quotes``.
    """

    text: str
    language: Language
    zone: ZoneInfo
    as_typed: bool = False
    history: Sequence[Exchange] = ()
    replied_to: Exchange | None = None
    without: frozenset[int] = frozenset()
    at: datetime | None = None
    links: Sequence[str] = ()
    forwarded: bool = False
    most_quotes: int = MAX_QUOTES


Suggest = Callable[[Language], Awaitable[tuple[str, ...]]]
"""Return questions that the articles answer."""


async def _nothing(_: Language) -> tuple[str, ...]:
    return ()


class Conversation:
    """Responds to messages of all chats."""

    def __init__(  # noqa: PLR0913 - its collaborators
        self,
        answerer: QuestionAnswerer,
        headlines: Headlines,
        passed_on: PassedOn,
        now: Callable[[], datetime],
        *,
        suggest: Suggest = _nothing,
        lists: QuotationLists | None = None,
        shown: ShownAnswers | None = None,
    ) -> None:
        self._answerer = answerer
        self._headlines = headlines
        self._passed_on = passed_on
        self._weights = passed_on.weights
        self._now = now
        self._suggest = suggest
        self.timelines = SubjectTimelines(answerer, passed_on.weights, now)
        self._lists = lists
        self._continuations = Continuations(answerer, shown, self._subject, now)

    async def respond(self, message: ReaderMessage) -> Response:
        """Return the response to ``message``, whatever it says; raises StorageError."""
        if message.as_typed:
            return await self._answered(Ask(message.text), message, message.language)
        passed = find_addresses(message.text, message.links)
        words = passed.words[:MAX_QUESTION]
        language = language_of(words) or language_of_news(words) or message.language
        if not days.is_loaded() and may_name_days(words):
            await asyncio.to_thread(days.load)
        now = (message.at or self._now()).astimezone(message.zone)
        situation = Situation(
            language=language,
            now=now,
            history=message.history,
            replied_to=message.replied_to,
            without=message.without,
            links=message.links,
            forwarded=message.forwarded,
        )
        intent = understand(message.text, situation)
        if isinstance(intent, OpenAddresses):
            return await self._opened(intent, situation, message)
        response = await self._response(intent, situation, message)
        if passed.addresses and says_little(response) and not isinstance(response, Talked):
            opened = await self.pages(passed.addresses, message.language)
            return opened if opened.articles else response
        return response

    async def _response(
        self, intent: Intent, situation: Situation, message: ReaderMessage
    ) -> Response:
        language = situation.language
        response: Response
        match intent:
            case Ask() as asked:
                response = await self._searched(asked, message, language)
            case ListNews() as listing:
                before = last_exchange(situation) if listing.after else None
                response = await self._listed(listing, before.language if before else language)
            case ShowTimeline() as order:
                response = await self._timeline(order, message, language)
            case Continue() as further:
                response = await self._continuations.respond(further, situation)
            case FindArticle(text):
                response = await self._of_passage(text, situation, message)
            case Talk(kind) if kind in _OPENING:
                response = Talked(kind, language, await self._suggest(language))
            case other:
                response = response_without_search(other, message.history, language, self._now())
        return response

    async def _searched(self, asked: Ask, message: ReaderMessage, language: Language) -> Response:
        """Return what somebody said if that is asked for, else the answer, or headlines."""
        lists = self._lists
        shown = await list_quotations(asked, lists, language, self._now()) if lists else None
        return shown or listed_instead(asked, await self._answered(asked, message, language))

    async def _listed(self, listing: ListNews, language: Language) -> NewsListed | Talked:
        """Return the list; a line that it has ended if it goes on with one that has no more."""
        listed = await list_news(listing, self._headlines, language)
        if listing.after and not listed.articles:
            return Talked(SmallTalk.LIST_ENDED, language)
        said = ", ".join(each.label for each in listing.conditions)
        exchange = Exchange.of_list(listed.articles, language, self._now(), said)
        return replace(listed, exchange=exchange if listed.articles else None)

    async def _timeline(
        self, asked: ShowTimeline, message: ReaderMessage, language: Language
    ) -> Response:
        """Return the order of events; of a single one or none, the answer about the subject."""
        shown = await self.timelines.of(asked.subject, language, asked.articles)
        if len(shown.timeline.events) > 1:
            return shown
        return await self._answered(Ask(shown.timeline.subject), message, language)

    async def pages(self, addresses: Sequence[str], language: Language) -> PagesOpened:
        """Return which articles are from the pages at web addresses; raises StorageError."""
        pages = await self._passed_on.pages(addresses)
        opened = PagesOpened(pages, len(addresses) - len(pages), language)
        return replace(opened, exchange=await self._exchange_about(opened.articles))

    async def _opened(
        self, asked: OpenAddresses, situation: Situation, message: ReaderMessage
    ) -> Response:
        """Return what is at the addresses, unless the words beside them get an answer."""
        opened = await self.pages(asked.addresses, message.language)
        if not asked.beside or any(is_about(asked.beside, each) for each in opened.articles):
            return opened
        beside = understand_text(asked.beside, situation)
        response = await self._response(beside, situation, message)
        return opened if says_little(response) else response

    async def _of_passage(
        self, text: str, situation: Situation, message: ReaderMessage
    ) -> Response:
        """Return the article that a text is of; if none is like it, the answer to its question."""
        found = await self._passed_on.copies(text, situation.language)
        if found.article is None and asks(text):
            return await self._response(understand_words(text, situation), situation, message)
        shown = ArticleFound(found, message.language)
        return replace(shown, exchange=await self._exchange_about(shown.articles))

    async def _answered(self, asked: Ask, message: ReaderMessage, language: Language) -> Answered:
        """Return the answer; of other days if those asked for have none."""
        answer, is_instead = await self._asked(asked, message, language), False
        any_day = replace(asked, filters=of_any_day(asked.filters), newest=True)
        if answer.outcome is AnswerOutcome.REFUSED and any_day.filters != asked.filters:
            other = await self._asked(any_day, message, language)
            is_instead = other.answered
            answer = other if is_instead or not answer.nearest else answer
        shown = shown_answer(any_day if is_instead else asked, answer, self._now())
        if asked.shown and answer.outcome in _SEARCHED:
            is_same = reads_as(asked.shown, message.text)
            answer = answer if is_same else replace(answer, searched=asked.shown)
        exchange = await self._exchange(answer, asked, shown)
        return Answered(answer, exchange, asked.conditions, is_instead=is_instead, shown=shown)

    async def _asked(self, asked: Ask, message: ReaderMessage, language: Language) -> Answer:
        return await self._answerer.ask(
            asked.question,
            reader_language=language,
            as_typed=message.as_typed,
            newest=asked.newest,
            scope=Scope(asked.filters, about=asked.about),
            most_quotes=message.most_quotes,
        )

    async def _exchange(
        self, answer: Answer, asked: Ask, shown: ShownAnswer | None
    ) -> Exchange | None:
        """Return what later messages refer to; None if nothing was searched for."""
        if answer.outcome not in _SEARCHED:
            return None
        subject = asked.subject or await self._subject(asked.question, answer.language)
        articles = dict.fromkeys(quote.article.id for quote in answer.quotes)
        nearest = (article.id for article in answer.nearest)
        return Exchange(
            question=asked.question,
            subject=subject,
            language=answer.language,
            articles=tuple(articles) or tuple(nearest),
            at=self._now(),
            answer_id=shown.id if shown else 0,
        )

    async def _exchange_about(self, articles: Sequence[Article]) -> Exchange | None:
        """Return what later messages refer to after articles were shown; None without any."""
        if not articles:
            return None
        first = articles[0]
        return Exchange(
            question=first.title,
            subject=await self._subject(first.title, first.language),
            language=first.language,
            articles=tuple(article.id for article in articles),
            at=self._now(),
        )

    async def _subject(self, text: str, language: Language) -> str:
        return await self._weights.decide(partial(subject_phrase, text, language))
