"""The responses to messages as plain data; handlers and the command line render them."""

from dataclasses import dataclass, field

from bot.conversation.copies import FoundCopies
from bot.conversation.further import QuotePage
from bot.conversation.intents import FilterLabel, Impossible, SmallTalk
from bot.conversation.passed_on import Page
from bot.model.conversation import Exchange
from bot.model.schedule import Schedule
from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.questions.answer import Answer, page_at
from bot.questions.timeline import Timeline
from bot.quotations.listing import PersonsOffered, QuotationPage
from index.types import Article, Language, Span


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question, a refusal included; ``exchange`` is what later ones refer to.

    ``conditions`` are those of the message; ``is_instead`` if nothing that meets them answers, and
    this is the newest that does. ``is_again`` is whether it was given before, and is only shown
    in another way. ``shown`` is what is stored of it, None without quotes.
    """

    answer: Answer
    exchange: Exchange | None = None
    conditions: tuple[FilterLabel, ...] = ()
    is_instead: bool = False
    is_again: bool = False
    shown: ShownAnswer | None = field(default=None, compare=False)

    @property
    def language(self) -> Language:
        """The language to reply in."""
        return self.answer.language


@dataclass(frozen=True, slots=True)
class Talked:
    """A line of small talk; ``questions`` are some to begin with."""

    kind: SmallTalk
    language: Language
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubjectAsked:
    """The question what a message is about; ``exchanges`` have the subjects to choose from.

    ``exchange`` is the message, for one that names the subject.
    """

    exchanges: tuple[Exchange, ...]
    language: Language
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class NewsListed:
    """The newest articles, each story once, newest first; none if nothing is stored.

    None with ``is_instead`` if none is stored of the section that is asked for.
    ``conditions`` are those of the message; ``is_instead`` if no article meets them, and these are
    the newest that there are. ``is_old`` if the only one is that much older than other news that
    there is none of late. ``subject`` is what all of them are about, "" if nothing is said of it.
    """

    articles: tuple[Article, ...]
    language: Language
    conditions: tuple[FilterLabel, ...] = ()
    is_instead: bool = False
    is_old: bool = False
    subject: str = ""
    exchange: Exchange | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DaysRefused:
    """Days of which there can be no article, as the message names them."""

    reason: Impossible
    words: str
    language: Language


@dataclass(frozen=True, slots=True)
class ArticleOpened:
    """An article of the last answer or list, the others of which can be opened next.

    ``quote`` is the one that the answer has of it, if any.
    """

    article: Article
    language: Language
    exchange: Exchange | None = field(default=None, compare=False)
    quote: ShownQuote | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FurtherShown:
    """Further quotes for the question of the last answer; ``shown`` is what is stored of them."""

    page: QuotePage
    shown: ShownAnswer
    language: Language
    exchange: Exchange | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PageLink:
    """An article and where in it the quote stands that was shown, if one was."""

    article: Article
    place: Span | None

    @property
    def url(self) -> str:
        """The address of the article's page, at the quote; "" if it has none."""
        return page_at(self.article, self.place) if self.place else self.article.url


@dataclass(frozen=True, slots=True)
class PagesLinked:
    """The pages of the last answer's articles, at least one of which has an address."""

    links: tuple[PageLink, ...]
    language: Language
    exchange: Exchange | None = field(default=None, compare=False)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles."""
        return tuple(each.article for each in self.links)


@dataclass(frozen=True, slots=True)
class AlertsAsked:
    """Alerts were asked for, about a subject or "" if it was not said; nothing is stored yet."""

    subject: str
    schedule: Schedule | None
    language: Language
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class TopicsAsked:
    """The chat's topics were asked for, to change or end them."""

    language: Language


@dataclass(frozen=True, slots=True)
class PagesOpened:
    """The pages at the addresses of a message; ``left`` others of it were not looked up."""

    pages: tuple[Page, ...]
    left: int
    language: Language
    exchange: Exchange | None = None

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles that are there."""
        return tuple(page.article for page in self.pages if page.article is not None)


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """The article that somebody passed on, or that there is none, and its relatives."""

    found: FoundCopies
    language: Language
    exchange: Exchange | None = None

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles that are there."""
        own = (self.found.article,) if self.found.article else ()
        return *own, *self.found.related


@dataclass(frozen=True, slots=True)
class TimelineShown:
    """The order of events of a subject that was asked for."""

    timeline: Timeline
    exchange: Exchange | None = field(default=None, compare=False)

    @property
    def language(self) -> Language:
        """The language to reply in."""
        return self.timeline.language


@dataclass(frozen=True, slots=True)
class QuotationsShown:
    """A list of what somebody said, or the persons whom the message may mean.

    ``conditions`` are those of the message.
    """

    listed: QuotationPage | PersonsOffered
    language: Language
    conditions: tuple[FilterLabel, ...] = ()
    exchange: Exchange | None = None


Response = (
    Answered
    | TimelineShown
    | Talked
    | SubjectAsked
    | NewsListed
    | DaysRefused
    | ArticleOpened
    | FurtherShown
    | PagesLinked
    | AlertsAsked
    | TopicsAsked
    | PagesOpened
    | ArticleFound
    | QuotationsShown
)


def shown_of(response: Response) -> ShownAnswer | None:
    """Return what is to be stored of a response when it is shown; None if it quotes nothing."""
    return response.shown if isinstance(response, Answered | FurtherShown) else None


_FORGOTTEN = Talked | DaysRefused | TopicsAsked


def exchange_of(response: Response) -> Exchange | None:
    """Return what later messages refer to; None if they can refer to nothing."""
    return None if isinstance(response, _FORGOTTEN) else response.exchange


def says_little(response: Response) -> bool:
    """Whether a response is neither an answer nor a list."""
    if isinstance(response, Answered):
        return not response.answer.answered
    return isinstance(response, Talked | SubjectAsked)
