"""Answers as they are shown: made of what was asked and quoted, stored, and found again."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversation.further import QuotePage
from bot.conversation.intents import Ask
from bot.errors import KutipError
from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.questions.answer import Answer
from bot.storage.shown_answers import ShownAnswerStore
from index.types import Quote

log = logging.getLogger(__name__)

_IDS = 10**15
"""Fifteen digits are what a number of a button may have."""


class ShownAnswers:
    """Stores what was shown, and finds it for the buttons under it."""

    def __init__(self, store: ShownAnswerStore) -> None:
        self._store = store

    async def add(self, shown: ShownAnswer) -> bool:
        """Store an answer; False if that failed, which is logged: the answer goes without."""
        try:
            await self._store.add(shown)
        except KutipError:
            log.exception("an answer is not stored; its buttons are left out")
            return False
        return True

    async def get(self, answer_id: int) -> ShownAnswer | None:
        """Return an answer; None if it is unknown or deleted. Raises StorageError."""
        return await self._store.get(answer_id)

    async def turned(self, shown: ShownAnswer, page: int) -> None:
        """Store which page of quotes the message shows now; a failure is logged."""
        try:
            await self._store.update(replace(shown, page=page))
        except KutipError:
            log.exception("the page that an answer shows is not stored")


def shown_answer(asked: Ask, answer: Answer, at: datetime) -> ShownAnswer | None:
    """Return the answer as it is stored, under a new id; None without quotes."""
    if not answer.quotes:
        return None
    return ShownAnswer(
        id=_new_id(),
        question=answer.searched or asked.question,
        language=answer.language,
        quotes=shown_quotes(answer.quotes),
        at=at,
        filters=asked.filters,
        newest=asked.newest,
        about=asked.about,
    )


def goes_on_from(shown: ShownAnswer, page: QuotePage, at: datetime) -> ShownAnswer:
    """Return the quotes of a page as an answer of a message of its own, under a new id."""
    return replace(
        shown,
        id=_new_id(),
        quotes=shown_quotes(page.answer.quotes),
        at=at,
        heading=("", "", ""),
        conditions=(),
        taken=(),
        page=0,
        earlier=page.earlier,
    )


def _new_id() -> int:
    return 1 + secrets.randbelow(_IDS - 1)


def shown_quotes(quotes: Sequence[Quote]) -> tuple[ShownQuote, ...]:
    """Return which characters of which articles are quoted."""
    return tuple(map(ShownQuote.of, quotes))
