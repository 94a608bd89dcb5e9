"""Cards for what is typed after the bot's name: quotes that answer it, or the newest articles.

People pause while they type, so that the same words are asked again and again, with more of them
or fewer: the last cards are kept in memory, for as long as the articles are the same.
"""

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.conversation.headlines import Headlines
from bot.conversation.responses import (
    Answered,
    ArticleFound,
    NewsListed,
    PagesOpened,
    Response,
)
from bot.conversation.service import Conversation, ReaderMessage
from bot.questions.language import language_of
from index.types import ANY_ARTICLE, Article, Language, Quote

PAGE_SIZE = 10
MAX_QUOTES = 20
MAX_OF_ARTICLE = 3
MAX_LATEST = 30
MAX_CACHED = 64
"""Questions; of each at most ``MAX_QUOTES`` quotes."""

_OFFSET = re.compile("[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Card:
    """A quote, or an article as a whole if it is None."""

    article: Article
    quote: Quote | None = None

    @property
    def id(self) -> str:
        """The id among the cards of an answer, at most 64 bytes."""
        if self.quote is None:
            return str(self.article.id)
        return f"{self.article.id}:{self.quote.start}:{self.quote.end}"


@dataclass(frozen=True, slots=True)
class CardPage:
    """Some of the cards, in ``language``; ``next_offset`` is "" after the last."""

    cards: tuple[Card, ...]
    language: Language
    next_offset: str = ""
    is_first: bool = True


_Key = tuple[str, Language, str, date, int]
_Cards = tuple[tuple[Card, ...], Language]


class CardFinder:
    """Finds the cards; ``version`` counts the changes of the articles."""

    def __init__(
        self,
        conversation: Conversation,
        headlines: Headlines,
        version: Callable[[], int],
        now: Callable[[], datetime],
    ) -> None:
        self._conversation = conversation
        self._headlines = headlines
        self._version = version
        self._now = now
        self._cached: OrderedDict[_Key, _Cards] = OrderedDict()

    async def page(self, typed: ReaderMessage, offset: str = "") -> CardPage:
        """Return the cards from ``offset`` on, which may be any text; raises StorageError."""
        start = int(offset) if _OFFSET.fullmatch(offset) else 0 if not offset else None
        if start is None:
            return CardPage((), typed.language, is_first=False)
        cards, language = await self._all(replace(typed, text=" ".join(typed.text.split())))
        end = start + PAGE_SIZE
        further = str(end) if end < len(cards) else ""
        return CardPage(cards[start:end], language, further, is_first=not start)

    async def _all(self, typed: ReaderMessage) -> _Cards:
        today = self._now().astimezone(typed.zone).date()
        key = (typed.text.casefold(), typed.language, typed.zone.key, today, self._version())
        found = self._cached.pop(key, None) or await self._found(typed)
        self._cached[key] = found
        if len(self._cached) > MAX_CACHED:
            self._cached.popitem(last=False)
        return found

    async def _found(self, typed: ReaderMessage) -> _Cards:
        if not typed.text:
            newest = await self._headlines.newest(ANY_ARTICLE, MAX_LATEST)
            return tuple(map(Card, newest)), typed.language
        response = await self._conversation.respond(replace(typed, most_quotes=MAX_QUOTES))
        cards = _varied({each.id: each for each in cards_of(response)}.values())
        return cards, response.language if cards else language_of(typed.text) or typed.language


def _varied(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Return the first few of each article: they are to be chosen from."""
    counts = Counter[int]()
    chosen = []
    for card in cards:
        counts[card.article.id] += 1
        if counts[card.article.id] <= MAX_OF_ARTICLE:
            chosen.append(card)
    return tuple(chosen)


def cards_of(response: Response) -> Sequence[Card]:
    """Return the quotes or articles of a response; none of what neither quotes nor lists."""
    match response:
        case Answered(answer):
            return [Card(quote.article, quote) for quote in answer.quotes]
        case NewsListed() | PagesOpened() | ArticleFound():
            return list(map(Card, response.articles))
        case _:
            return ()
