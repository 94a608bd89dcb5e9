"""A message gets the response that its intent calls for."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.headlines import Headlines
from bot.conversation.intents import SmallTalk
from bot.conversation.responses import Answered, Talked
from bot.conversation.service import Conversation, ReaderMessage
from bot.questions.answer import AnswerOutcome
from index.types import Language
from tests.bot.questions.test_answering import answering_from

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)


def conversation() -> Conversation:
    answering, newest = answering_from([])
    return Conversation(answering, Headlines(newest), lambda _: 1.0, lambda: NOW)


def written(text: str) -> ReaderMessage:
    return ReaderMessage(text=text, language=Language.INDONESIAN, zone=ZoneInfo("Asia/Jakarta"))


async def test_small_talk_is_answered_in_its_language_and_without_articles() -> None:
    assert await conversation().respond(written("halo")) == Talked(
        SmallTalk.GREETING, Language.INDONESIAN
    )


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("?", AnswerOutcome.EMPTY), ("kapan gempa?", AnswerOutcome.NO_ARTICLES)],
)
async def test_a_question_gets_its_answer(text: str, outcome: AnswerOutcome) -> None:
    response = await conversation().respond(written(text))
    assert isinstance(response, Answered)
    assert response.answer.outcome is outcome
