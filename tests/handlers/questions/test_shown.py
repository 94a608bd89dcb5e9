"""Each answer with quotes is stored before it is sent, without the person."""

from typing import Any

import pytest
from telegram.constants import ChatType

from bot.errors import StorageError
from bot.storage.shown_answers import ShownAnswerStore
from handlers.render.reply import Reply
from handlers.telegram.messenger import ReplyTarget
from tests.handlers.harness import GROUP, READER, Harness

WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
NOTHING = "siapa juara bulu tangkis All England 1976"


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The answers that are stored."""
    added: list[Any] = []
    add = ShownAnswerStore.add

    async def adding(store: ShownAnswerStore, answer: Any) -> None:
        await add(store, answer)
        added.append(answer)

    monkeypatch.setattr(ShownAnswerStore, "add", adding)
    return added


async def test_an_answer_is_stored_before_it_is_sent(
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
    async def failing(_store: ShownAnswerStore, _answer: Any) -> None:
        raise StorageError("storage_full", path="kutip.db", reason="disk full")

    monkeypatch.setattr(ShownAnswerStore, "add", failing)
    assert "Ratna Dewi" in (await harness.says(WHO)).text
