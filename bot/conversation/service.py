"""Respond to what somebody writes: understand it, and ask the articles if that is meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.intents import Ask, AskSubject, Talk
from bot.conversation.responses import Answered, Response, SubjectAsked, Talked
from bot.conversation.subjects import subject_phrase
from bot.conversation.understanding import Situation, understand
from bot.model.conversation import Exchange
from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.answering import QuestionAnswerer
from bot.questions.language import language_of
from index.types import Language

_SEARCHED = {AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderMessage:
    """A message and its circumstances.

    ``language`` is that of the reader's other texts, ``zone`` their time zone; ``as_typed`` asks
    the words as they are, whatever they seem to mean. ``history`` and ``replied_to`` are what it
    may refer to, as in ``Situation``.
    """

    text: str
    language: Language
    zone: ZoneInfo
    as_typed: bool = False
    history: Sequence[Exchange] = ()
    replied_to: Exchange | None = None


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
        situation = Situation(
            language=language,
            now=now,
            idf=self._idf,
            history=message.history,
            replied_to=message.replied_to,
        )
        match understand(message.text, situation):
            case Talk(kind):
                return Talked(kind, language)
            case Ask() as asked:
                return await self._answered(asked, message, language)
            case AskSubject(_, subjects):
                return SubjectAsked(_with_subjects(message.history, subjects), language)
            case other:
                raise NotImplementedError(other)

    async def _answered(self, asked: Ask, message: ReaderMessage, language: Language) -> Answered:
        answer = await self._answerer.ask(
            asked.question, reader_language=language, as_typed=message.as_typed
        )
        if asked.shown and answer.outcome in _SEARCHED:
            answer = replace(answer, searched=asked.shown)
        return Answered(answer, self._exchange(answer, asked))

    def _exchange(self, answer: Answer, asked: Ask) -> Exchange | None:
        """Return what later messages refer to; None if nothing was searched for."""
        if answer.outcome not in _SEARCHED:
            return None
        subject = asked.subject or subject_phrase(asked.question, answer.language, self._idf)
        articles = dict.fromkeys(quote.article.id for quote in answer.quotes)
        nearest = (article.id for article in answer.nearest)
        return Exchange(
            question=asked.question,
            subject=subject,
            language=answer.language,
            articles=tuple(articles) or tuple(nearest),
            at=self._now(),
        )


def _with_subjects(history: Sequence[Exchange], subjects: Sequence[str]) -> tuple[Exchange, ...]:
    """Return the newest exchange of each subject."""
    newest = {each.subject: each for each in reversed(history)}
    return tuple(newest[subject] for subject in subjects)
