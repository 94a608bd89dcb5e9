"""Answer questions for what somebody said by that person's own words."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.questions.answer import Answer, AnswerOutcome, SpokenWords
from bot.questions.finding import Scope
from bot.questions.language import language_of
from bot.questions.statement_questions import StatementQuestion, statement_question
from index.types import Language, Quote


class SpokenSource(Protocol):
    """Finds what persons said, in their own words."""

    async def said(
        self,
        asked: StatementQuestion,
        language: Language,
        scope: Scope,
        *,
        as_typed: bool,
        limit: int,
    ) -> SpokenWords | None:
        """Return ``limit`` quotes that are asked for; None if nobody is quoted under the name."""

    async def may_speak(self, name: str, quotes: Sequence[Quote]) -> bool:
        """Whether words in what is shown of articles may be those of whom ``name`` means."""


class SpokenAnswerer:
    """Answers by what ``source`` finds; by nothing if it is None."""

    def __init__(self, source: SpokenSource | None) -> None:
        self._source = source

    def asked(self, question: str) -> StatementQuestion | None:
        """Return whose words ``question`` asks for; None if for none, or none can be found."""
        return statement_question(question) if self._source else None

    async def answer(  # noqa: PLR0913 - the last two are named
        self,
        asked: StatementQuestion | None,
        question: str,
        reader_language: Language,
        scope: Scope,
        *,
        as_typed: bool,
        limit: int,
    ) -> Answer | None:
        """Return what the person said who is asked for, a refusal if nothing about that.

        None if no such words are asked for, or of nobody who is known or written like a name.
        """
        if asked is None or self._source is None:
            return None
        began = time.perf_counter()
        language = language_of(question) or reader_language
        said = await self._source.said(asked, language, scope, as_typed=as_typed, limit=limit)
        if said is None:
            said = _of_unknown(asked)
        if said is None:
            return None
        return Answer(
            question,
            language,
            AnswerOutcome.ANSWERED if said.quotes else AnswerOutcome.REFUSED,
            quotes=said.quotes,
            took_ms=round((time.perf_counter() - began) * 1000, 2),
            searched=question.replace(asked.person, said.corrected) if said.corrected else "",
            confidence=said.quotes[0].score if said.quotes else 0.0,
            speaker=said.speaker,
            is_spoken=bool(said.quotes),
            has_more=len(said.quotes) >= limit,
        )

    @staticmethod
    def unquoted(asked: StatementQuestion | None, answer: Answer) -> Answer:
        """Return ``answer`` with the name of whose words are asked for, if its quotes have it.

        For what ``answer`` has nothing for: names that are typed as no name is, in lower case.
        """
        name = _name_in(answer.quotes, asked.person) if asked else ""
        return replace(answer, speaker=name) if name else answer

    async def without_denial(self, answer: Answer) -> Answer:
        """Return ``answer`` without its speaker if it says there are no words that it may show."""
        is_denied = bool(answer.speaker) and not (answer.is_spoken or answer.is_quoted_elsewhere)
        if not (self._source and is_denied and answer.quotes):
            return answer
        may_speak = await self._source.may_speak(answer.speaker, answer.quotes)
        return replace(answer, speaker="") if may_speak else answer


def _name_in(quotes: Sequence[Quote], person: str) -> str:
    """Return ``person`` as a quote writes it within a sentence, as a name; "" if none does."""
    words = r"\s+".join(map(re.escape, person.split()))
    for quote in quotes if words else ():
        for found in re.finditer(rf"(?<=[a-z] ){words}\b", quote.text, re.IGNORECASE):
            if all(word[0].isupper() and not word.isupper() for word in found[0].split()):
                return found[0]
    return ""


def _of_unknown(asked: StatementQuestion) -> SpokenWords | None:
    """Return that somebody is not quoted; None for who is not written like a name."""
    is_name = asked.person[:1].isupper() and not asked.person.isupper()  # "BMKG" is nobody
    return SpokenWords(asked.person) if is_name else None
