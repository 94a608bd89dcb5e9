"""The intents of messages: plain data, one a message."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.schedule import Schedule
from index.types import ANY_ARTICLE, Filters


class SmallTalk(StrEnum):
    """A kind of message that asks for nothing that articles hold."""

    GREETING = "greeting"
    SALAM = "salam"
    WELLBEING = "wellbeing"
    THANKS = "thanks"
    FAREWELL = "farewell"
    WISH = "wish"
    LAUGHTER = "laughter"
    PRAISE = "praise"
    INSULT = "insult"
    COMPLAINT = "complaint"
    APOLOGY = "apology"
    ACKNOWLEDGEMENT = "acknowledgement"
    INVITATION = "invitation"
    PRESENCE = "presence"
    IDENTITY = "identity"
    ABILITIES = "abilities"
    SOURCES = "sources"
    MACHINE = "machine"
    LANGUAGES = "languages"
    CHAT = "chat"
    EMOJI = "emoji"
    UNCLEAR = "unclear"
    NOTHING_BEFORE = "nothing_before"
    PRESS_TO_SAVE = "press_to_save"
    NO_SUCH_NUMBER = "no_such_number"
    WHICH_NUMBER = "which_number"
    LIST_ENDED = "list_ended"
    QUOTES_ENDED = "quotes_ended"
    OPINION = "opinion"
    ADVICE = "advice"
    TRANSLATION = "translation"
    WEATHER = "weather"
    FORECAST = "forecast"
    TASK = "task"


class Impossible(StrEnum):
    """A reason why no article can be of the days that are asked for."""

    REVERSED = "reversed"
    FUTURE = "future"
    NO_SUCH_DAY = "no_such_day"


class Continuation(StrEnum):
    """A way to go on with the last answer or list."""

    SHORTER = "shorter"
    MORE = "more"
    OPEN = "open"
    CONTEXT = "context"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class FilterLabel:
    """A condition of a message, as it is written; ``number`` tells it from the others, from 0."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the articles.

    ``question`` is what is searched for; ``subject`` what was carried into it from an earlier
    message, "" if nothing; ``shown`` how a question is shown that says more than was written, ""
    if it does not; ``newest`` is whether newer articles come first: those about ``about``, words of
    the question, if there are any. ``conditions`` are what the message says of its ``filters``.
    ``lists`` is whether it asks for news of its subject: headlines will do if nothing is quoted.
    """

    question: str
    subject: str = ""
    shown: str = ""
    filters: Filters = ANY_ARTICLE
    newest: bool = False
    conditions: tuple[FilterLabel, ...] = ()
    about: str = ""
    lists: bool = False


@dataclass(frozen=True, slots=True)
class ListNews:
    """The newest headlines; ``count`` as asked for, 0 for as many as are usual.

    Those with the words ``without`` are left out. ``after`` is the id of the last article of the
    list that this goes on with, 0 if it begins one.
    """

    filters: Filters = ANY_ARTICLE
    count: int = 0
    conditions: tuple[FilterLabel, ...] = ()
    without: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class ImpossibleDays:
    """A message about days of which there can be no articles; ``words`` name them."""

    reason: Impossible
    words: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Alerts about a subject; ``schedule`` is None if no time was named."""

    subject: str
    schedule: Schedule | None = None


@dataclass(frozen=True, slots=True)
class ManageTopics:
    """The topics that somebody subscribed to, to change or end them."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Small talk, to be answered with a line of its kind."""

    kind: SmallTalk


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on with the last answer or list; ``number`` counts its articles from 1, -1 is the last.

    ``is_further`` is whether more of the same kind is asked for, not more of an article.
    """

    how: Continuation
    number: int = 0
    is_further: bool = False


@dataclass(frozen=True, slots=True)
class OpenAddresses:
    """The articles at these addresses; ``beside`` is what else the message says, or ""."""

    addresses: tuple[str, ...]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class FindArticle:
    """The article that this text is or is a part of."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowTimeline:
    """The order of events of a subject, that of an answer if ``articles`` were quoted there."""

    subject: str
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AskSubject:
    """A question that lacks its subject, and the subjects it may be about, likeliest first."""

    question: str
    subjects: tuple[str, ...] = ()


Intent = (
    Ask
    | ListNews
    | ImpossibleDays
    | Subscribe
    | ManageTopics
    | Talk
    | Continue
    | OpenAddresses
    | FindArticle
    | AskSubject
    | ShowTimeline
)
