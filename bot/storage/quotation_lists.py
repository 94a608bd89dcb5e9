"""Lists of quotations by number, so that the buttons under them work after a restart.

The number of a list is a digest of what it is of: asking again stores nothing more.
"""

from collections.abc import Callable
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.model.quotations import QuotationList
from bot.storage.database import Database
from bot.storage.tables.quotations import quotation_lists
from index.types import Filters

LIST_RETENTION = timedelta(days=30)
"""For so long after its last use the buttons under a list work."""

_ID_BITS = 49
"""A button holds numbers of at most 15 digits."""


class QuotationListStore:
    """Stores lists by number."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def add(self, listed: QuotationList) -> QuotationList:
        """Store a list, or that it is used again, and return it with its number."""
        numbered = replace(listed, id=_number(listed))
        row = insert(quotation_lists).values(
            id=numbered.id,
            speaker_key=numbered.speaker_key,
            topic=numbered.topic,
            used_at=self._now(),
            **asdict(numbered.filters),
        )
        used = {"used_at": row.excluded.used_at}
        await self._database.execute(row.on_conflict_do_update(index_elements=["id"], set_=used))
        return numbered

    async def get(self, number: int) -> QuotationList | None:
        """Return the list with a number; None if there is none."""
        wanted = select(*_COLUMNS).where(quotation_lists.c.id == number)
        row = next(iter(await self._database.rows(wanted)), None)
        return QuotationList(row[0], row[1], Filters(*row[2:]), number) if row else None

    async def prune(self, now: datetime) -> None:
        """Delete lists that were not used for long."""
        old = quotation_lists.c.used_at < now - LIST_RETENTION
        await self._database.execute(quotation_lists.delete().where(old))


_COLUMNS = (
    quotation_lists.c.speaker_key,
    quotation_lists.c.topic,
    *(quotation_lists.c[each.name] for each in fields(Filters)),
)


def _number(listed: QuotationList) -> int:
    values = listed.speaker_key, listed.topic, *asdict(listed.filters).values()
    text = "\0".join(map(str, values)).encode("utf-8", "replace")
    return int.from_bytes(blake2b(text, digest_size=8).digest()) >> (64 - _ID_BITS)
