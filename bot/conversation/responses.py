"""The responses to messages as plain data; handlers and the command line render them."""

from dataclasses import dataclass

from bot.conversation.intents import SmallTalk
from bot.model.conversation import Exchange
from bot.questions.answer import Answer
from index.types import Language


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question, a refusal included; ``exchange`` is what later ones refer to."""

    answer: Answer
    exchange: Exchange | None = None

    @property
    def language(self) -> Language:
        """The language to reply in."""
        return self.answer.language


@dataclass(frozen=True, slots=True)
class Talked:
    """A line of small talk."""

    kind: SmallTalk
    language: Language


@dataclass(frozen=True, slots=True)
class SubjectAsked:
    """The question what a message is about; ``exchanges`` have the subjects to choose from."""

    exchanges: tuple[Exchange, ...]
    language: Language


Response = Answered | Talked | SubjectAsked


def exchange_of(response: Response) -> Exchange | None:
    """Return what later messages refer to; None if the response answers no question."""
    return response.exchange if isinstance(response, Answered) else None
