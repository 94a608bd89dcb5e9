"""Each answer with quotes is known before it is sent, and stored without the person."""

from typing import Any

import pytest
from telegram.constants import ChatType

from bot.conversation import shown_answers
from bot.conversation.shown_answers import ShownAnswers
from bot.errors import StorageError
from bot.model.interface_language import InterfaceLanguage
from bot.storage.shown_answers import ShownAnswerStore
from bot.texts import texts_for
from handlers.callback_data.articles import ReadQuote
from handlers.callback_data.feedback import RateAnswer
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import Follow
from handlers.render.reply import Reply
from handlers.telegram.messenger import ReplyTarget
from tests.handlers.harness import GROUP, READER, Harness, payloads

ENGLISH = texts_for(InterfaceLanguage.ENGLISH).answers
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
NOTHING = "siapa juara bulu tangkis All England 1976"


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The answers that are stored."""
    added: list[Any] = []
    add = ShownAnswers.add

    def adding(shown: ShownAnswers, answer: Any) -> bool:
        added.append(answer)
        return add(shown, answer)

    monkeypatch.setattr(ShownAnswers, "add", adding)
    return added


async def test_an_answer_is_known_before_it_is_sent_and_then_stored(
    harness: Harness, stored: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    known_when_sent = []
    send = harness.messenger.send

    async def sending(target: ReplyTarget, reply: Reply) -> Any:
        known_when_sent.append(await harness.services.shown_answers.get(stored[-1].id))
        return await send(target, reply)

    monkeypatch.setattr(harness.messenger, "send", sending)
    await harness.says(WHO)
    (known,) = known_when_sent
    assert known is not None
    assert known.question == WHO
    await harness.services.shown_answers.finish()
    assert await harness.services.shown_answers.get(known.id) == known
    quote = known.quotes[0]
    article = await harness.services.library.article(quote.article_id)
    assert "Ratna Dewi" in article.text[quote.start : quote.end]


async def test_a_refusal_and_small_talk_are_not_stored(harness: Harness, stored: list[Any]) -> None:
    await harness.says(NOTHING)
    await harness.says("halo")
    assert stored == []


async def test_what_was_corrected_is_stored_as_it_was_searched(
    harness: Harness, stored: list[Any]
) -> None:
    await harness.says("Siapa yang meresmikn Jembatan Sungai Lestarri?")
    assert (stored[0].question, stored[0].heading) == (WHO, ("", WHO, ""))


async def test_a_group_has_its_answers_stored_as_anybody(
    harness: Harness, stored: list[Any]
) -> None:
    assert GROUP.type == ChatType.SUPERGROUP
    await harness.says(f"/ask {WHO}", chat=GROUP)
    assert str(READER.id) not in repr(stored[0]) and str(GROUP.id) not in repr(stored[0])


async def test_what_cannot_be_stored_is_answered_all_the_same(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(_store: ShownAnswerStore, *_answers: Any) -> None:
        raise StorageError("storage_full", path="kutip.db", reason="disk full")

    monkeypatch.setattr(ShownAnswerStore, "add", failing)
    answer = await harness.says(WHO)
    assert "Ratna Dewi" in answer.text
    await harness.services.shown_answers.finish()
    rating = next(each for each in payloads(answer.reply) if isinstance(each, RateAnswer))
    assert (await harness.presses(rating, under=answer.reply)).notice == ENGLISH.answer_gone


async def test_what_waits_for_storage_is_bounded(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_answers, "MAX_PENDING", 0)
    answer = await harness.says(WHO)
    assert "Ratna Dewi" in answer.text
    assert [type(each) for each in payloads(answer.reply)] == [ReadQuote, ButtonPayload, Follow]
