"""Answers as they are shown: made of what was asked and quoted, stored, and found again."""

import asyncio
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
from bot.runtime.log_context import in_job
from bot.storage.shown_answers import ShownAnswerStore
from index.types import Quote

log = logging.getLogger(__name__)

MAX_PENDING = 1000
"""Answers in memory until they are stored; so many only if storage hangs."""

_IDS = 10**15
"""Fifteen digits are what a number of a button may have."""


class ShownAnswers:
    """Stores what is shown, and finds it for the buttons under it.

    It is in memory until it is stored, for which no answer waits: the quickest press finds it.
    """

    def __init__(self, store: ShownAnswerStore) -> None:
        self._store = store
        self._pending: dict[int, ShownAnswer] = {}
        self._writing: asyncio.Task[None] | None = None

    def add(self, shown: ShownAnswer) -> bool:
        """Store an answer soon; False if too many wait already: the answer goes without buttons."""
        if len(self._pending) >= MAX_PENDING:
            log.warning("an answer is not stored: %d others wait for it", len(self._pending))
            return False
        self._pending[shown.id] = shown
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return True

    async def get(self, answer_id: int) -> ShownAnswer | None:
        """Return an answer; None if it is unknown or deleted. Raises StorageError."""
        return self._pending.get(answer_id) or await self._store.get(answer_id)

    async def turned(self, shown: ShownAnswer, page: int) -> None:
        """Store which page of quotes the message shows now; a failure is logged."""
        await self.finish()
        try:
            await self._store.update(replace(shown, page=page))
        except KutipError:
            log.exception("the page that an answer shows is not stored")

    async def finish(self) -> None:
        """Wait until all answers are stored."""
        if self._writing is not None:
            await asyncio.shield(self._writing)

    async def _write(self) -> None:
        """Store what is pending, all of it at a time; what can't be stored is dropped."""
        with in_job("answers"):
            await self._write_pending()

    async def _write_pending(self) -> None:
        while self._pending:
            answers = list(self._pending.values())
            try:
                await self._store.add(*answers)
            except KutipError:
                log.exception("%d answers are not stored; their buttons will say so", len(answers))
            finally:
                for each in answers:
                    del self._pending[each.id]


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
