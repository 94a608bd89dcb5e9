"""Answers as they were shown: written with each answer, read when a button is pressed."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.storage.database import Database
from bot.storage.tables.shown_answers import shown_answers
from index.types import Filters, Language

MAX_STORED_QUESTION = 1000
"""Characters; as many as are searched for."""
MAX_STORED_NOTE = 300
MAX_STORED_CONDITIONS = 10

_ADD = shown_answers.insert()
_KNOWN = select(shown_answers).where(shown_answers.c.id == bindparam("answer"))


class ShownAnswerStore:
    """Reads and writes shown answers, by their id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, *answers: ShownAnswer) -> None:
        """Store answers."""
        await self._database.write_all(*((_ADD, _columns(answer)) for answer in answers))

    async def get(self, answer_id: int) -> ShownAnswer | None:
        """Return an answer; None if it is unknown, deleted or damaged."""
        for row in await self._database.rows(_KNOWN, {"answer": answer_id}):
            return _answer(row)
        return None

    async def update(self, answer: ShownAnswer) -> None:
        """Store what has changed of an answer."""
        this = shown_answers.update().where(shown_answers.c.id == answer.id)
        details = _columns(answer)["details"]
        await self._database.execute(this.values(details=details))

    async def prune(self, before: datetime) -> None:
        """Delete the answers that were shown before."""
        old = shown_answers.c.created_at < before
        await self._database.execute(shown_answers.delete().where(old))


def _columns(answer: ShownAnswer) -> dict[str, Any]:
    filters = answer.filters
    details = {
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
        "source": filters.source,
        "section": filters.section,
        "newest": answer.newest,
        "about": answer.about,
        "heading": [part[:MAX_STORED_NOTE] for part in answer.heading],
        "conditions": answer.conditions[:MAX_STORED_CONDITIONS],
        "taken": answer.taken[:MAX_STORED_CONDITIONS],
        "page": answer.page,
        "earlier": _written(answer.earlier),
    }
    return {
        "id": answer.id,
        "question": answer.question[:MAX_STORED_QUESTION],
        "language": answer.language.value,
        "quotes": _written(answer.quotes),
        "details": json.dumps({name: value for name, value in details.items() if value}),
        "created_at": answer.at,
    }


def _answer(row: Row[Any]) -> ShownAnswer | None:
    try:
        details = json.loads(row.details)
        repeated, searched, note = map(str, details.get("heading", ("", "", "")))
        return ShownAnswer(
            id=row.id,
            question=row.question,
            language=Language(row.language),
            quotes=_read(row.quotes),
            at=row.created_at,
            filters=Filters(
                since=_day(details.get("since")),
                until=_day(details.get("until")),
                source=str(details.get("source", "")),
                section=str(details.get("section", "")),
            ),
            newest=bool(details.get("newest")),
            about=str(details.get("about", "")),
            heading=(repeated, searched, note),
            conditions=tuple((int(n), str(label)) for n, label in details.get("conditions", ())),
            taken=tuple(map(int, details.get("taken", ()))),
            page=int(details.get("page", 0)),
            earlier=_read(details.get("earlier", "")),
        )
    except (ValueError, TypeError, AttributeError):
        return None


def _written(quotes: Sequence[ShownQuote]) -> str:
    return " ".join(":".join(map(str, quote)) for quote in quotes)


def _read(quotes: str) -> tuple[ShownQuote, ...]:
    return tuple(ShownQuote(*map(int, each.split(":"))) for each in quotes.split())


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
