"""Respond to what somebody writes: understand it, and ask the articles if that is meant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.intents import Ask, Talk
from bot.conversation.responses import Answered, Response, Talked
from bot.conversation.understanding import Situation, understand
from bot.questions.answering import QuestionAnswerer
from bot.questions.language import language_of
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderMessage:
    """A message and its circumstances.

    ``language`` is that of the reader's other texts, ``zone`` their time zone; ``as_typed`` asks
    the words as they are, whatever they seem to mean.
    """

    text: str
    language: Language
    zone: ZoneInfo
    as_typed: bool = False


class Conversation:
    """Responds to messages of all chats."""

    def __init__(
        self,
        answerer: QuestionAnswerer,
        idf: Callable[[str], float],
        now: Callable[[], datetime],
    ) -> None:
        self._answerer = answerer
        self._idf = idf
        self._now = now

    async def respond(self, message: ReaderMessage) -> Response:
        """Return the response to ``message``, whatever it says; raises StorageError."""
        if message.as_typed:
            return await self._answered(Ask(message.text), message, message.language)
        language = language_of(message.text) or message.language
        now = self._now().astimezone(message.zone)
        situation = Situation(language=language, now=now, idf=self._idf)
        match understand(message.text, situation):
            case Talk(kind):
                return Talked(kind, language)
            case Ask() as asked:
                return await self._answered(asked, message, language)
            case other:
                raise NotImplementedError(other)

    async def _answered(self, asked: Ask, message: ReaderMessage, language: Language) -> Answered:
        answer = await self._answerer.ask(
            asked.question, reader_language=language, as_typed=message.as_typed
        )
        return Answered(answer)
