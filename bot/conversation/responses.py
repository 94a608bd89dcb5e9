"""The responses to messages as plain data; handlers and the command line render them."""

from dataclasses import dataclass

from bot.conversation.intents import SmallTalk
from bot.questions.answer import Answer
from index.types import Language


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question, a refusal included."""

    answer: Answer

    @property
    def language(self) -> Language:
        """The language to reply in."""
        return self.answer.language


@dataclass(frozen=True, slots=True)
class Talked:
    """A line of small talk."""

    kind: SmallTalk
    language: Language


Response = Answered | Talked
