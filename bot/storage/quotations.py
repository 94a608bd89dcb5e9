"""Quotations in the stored articles, their speakers, and the queue of articles to be read for them.

An article is queued, and its quotations deleted, in the transaction that stores it; so nothing that
is quoted is of a text that is not there any more.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Executable, Select, func, literal, select, union
from sqlalchemy.dialects.sqlite import insert

from bot.model.quotations import FoundQuotations, SpeakerCount, StoredQuotation
from bot.storage.article_filters import conditions
from bot.storage.connection import AsyncConnection, batches
from bot.storage.database import Database
from bot.storage.dialects.dialect import LockName
from bot.storage.tables.articles import articles, staged_articles, staged_removals
from bot.storage.tables.quotations import (
    MAX_NAME,
    quotation_finder,
    quotation_queue,
    quotations,
    speaker_words,
)
from index.types import ANY_ARTICLE, Filters

MAX_WORDS = 6
"""Words of a name that speakers are looked up by."""
MAX_SPEAKERS = 500
"""Speakers of one word of a name, the most quoted: of *Muhammad* there may be thousands."""
_ROWS = 100
"""Rows of a statement."""

_COLUMNS = (
    quotations.c.article_id,
    quotations.c.start,
    quotations.c.end,
    quotations.c.speaker,
    quotations.c.speaker_key,
)


class QuotationStore:
    """Reads and writes quotations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, version: int) -> None:
        """Queue all articles if the finder's ``version`` is not that which they were queued for."""
        if await self._database.scalar(select(quotation_finder.c.version)) == version:
            return
        every = select(articles.c.id).where(articles.c.id > 0)
        async with self._database.write(key=LockName.ARTICLES) as connection:
            await connection.execute(_queueing(every))
            await connection.execute(quotation_finder.delete())
            await connection.execute(quotation_finder.insert().values(version=version))

    async def waiting(self, limit: int) -> list[int]:
        """Return ids of articles that are to be read, the newest first."""
        newest = quotation_queue.c.article_id.desc()
        wanted = select(quotation_queue.c.article_id).order_by(newest).limit(limit)
        return [row[0] for row in await self._database.rows(wanted)]

    async def write(self, ids: Collection[int], found: Collection[FoundQuotations]) -> None:
        """Store what was found in articles and take all ``ids`` from the queue.

        Of an article that was changed since it was read nothing is stored, and it stays queued.
        """
        async with self._database.write(key=LockName.ARTICLES) as connection:
            now = await _fingerprints(connection, [each.article_id for each in found])
            current = [one for one in found if now.get(one.article_id) == one.fingerprint]
            changed = {one.article_id for one in found if one.article_id in now} - {
                one.article_id for one in current
            }
            done = [number for number in ids if number not in changed]
            for table in (quotations, quotation_queue):
                for batch in batches(done, _ROWS):
                    await connection.execute(table.delete().where(table.c.article_id.in_(batch)))
            await _insert(connection, current)

    async def speakers(self, words: Sequence[str]) -> list[SpeakerCount]:
        """Return the speakers whose names have all ``words``, the most quoted first."""
        if not words or len(words) > MAX_WORDS:
            return []
        wanted = _counted().where(quotations.c.speaker_key.in_(_keys_of(words)))
        return [SpeakerCount(*row) for row in await self._database.rows(wanted)]

    async def known_words(self, words: Collection[str]) -> frozenset[str]:
        """Return those of ``words`` that are in the name of somebody who was quoted."""
        some = list(words)[:_ROWS]
        wanted = select(speaker_words.c.word).where(speaker_words.c.word.in_(some)).distinct()
        return frozenset(row[0] for row in await self._database.rows(wanted))

    async def words_like(self, beginning: str, limit: int) -> list[str]:
        """Return words of names that begin with ``beginning``."""
        word = speaker_words.c.word  # a range: LIKE would read every word on SQLite
        like = word >= beginning, word < f"{beginning}\U0010ffff"
        wanted = select(word).where(*like).distinct().limit(limit)
        return [row[0] for row in await self._database.rows(wanted)]

    async def newest(
        self, keys: Collection[str], limit: int, filters: Filters = ANY_ARTICLE
    ) -> list[StoredQuotation]:
        """Return the newest quotations of speakers, those without a date last."""
        wanted = select(*_COLUMNS).where(quotations.c.speaker_key.in_(list(keys)[:_ROWS]))
        if filters != ANY_ARTICLE:
            wanted = wanted.join(articles, articles.c.id == quotations.c.article_id)
            wanted = wanted.where(*conditions(filters))
        return await self._read(wanted.order_by(*_NEWEST).limit(limit))

    async def newest_speaker(self) -> str:
        """Return who is quoted in the last article that was stored; "" if nobody is."""
        last = quotations.c.article_id.desc()
        found = await self._database.scalar(select(quotations.c.speaker).order_by(last).limit(1))
        return found or ""

    async def of_articles(
        self, ids: Collection[int], keys: Collection[str] | None = None
    ) -> list[StoredQuotation]:
        """Return the quotations in articles, the newest first: of speakers, or of anybody."""
        found: list[StoredQuotation] = []
        for batch in batches(list(ids), _ROWS):
            wanted = select(*_COLUMNS).where(quotations.c.article_id.in_(batch))
            if keys is not None:
                wanted = wanted.where(quotations.c.speaker_key.in_(list(keys)[:_ROWS]))
            found += await self._read(wanted.order_by(*_NEWEST))
        return found

    async def _read(self, wanted: Select[Any]) -> list[StoredQuotation]:
        return [StoredQuotation(*row) for row in await self._database.rows(wanted)]


_NEWEST = (
    quotations.c.date.desc().nulls_last(),
    quotations.c.article_id.desc(),
    quotations.c.start,
)


def queue_staged() -> Iterator[Executable]:
    """Yield the statements that forget what staged articles said, and queue what is there now.

    They belong in the transaction that applies the staged reload.
    """
    written = select(staged_articles.c.id).where(staged_articles.c.id > 0)
    removed = select(staged_removals.c.id)
    stale = quotations.c.article_id.in_(union(written, removed))
    yield quotations.delete().where(stale)
    yield quotation_queue.delete().where(quotation_queue.c.article_id.in_(removed))
    yield _queueing(written)


def _queueing(ids: Select[tuple[int]]) -> Executable:
    """Return the statement that queues articles; ``ids`` must have a condition, for SQLite."""
    return insert(quotation_queue).from_select(["article_id"], ids).on_conflict_do_nothing()


def _counted() -> Select[Any]:
    """Return the query of speakers with the counts of their quotations."""
    count = func.count()
    return (
        select(quotations.c.speaker_key, func.max(quotations.c.speaker), count)
        .group_by(quotations.c.speaker_key)
        .order_by(count.desc(), quotations.c.speaker_key)
        .limit(MAX_SPEAKERS)
    )


def _keys_of(words: Sequence[str]) -> Select[Any]:
    """Return the query of the keys that have all of ``words``."""
    each = [speaker_words.alias(f"w{number}") for number in range(len(words))]
    wanted = select(each[0].c.speaker_key).where(each[0].c.word == words[0])
    for table, word in zip(each[1:], words[1:], strict=True):
        same = table.c.speaker_key == each[0].c.speaker_key
        wanted = wanted.where(select(literal(1)).where(same, table.c.word == word).exists())
    return wanted


async def _fingerprints(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for batch in batches(ids, _ROWS):
        wanted = select(articles.c.id, articles.c.fingerprint).where(articles.c.id.in_(batch))
        found |= {row[0]: row[1] for row in await connection.execute(wanted)}
    return found


async def _insert(connection: AsyncConnection, found: Collection[FoundQuotations]) -> None:
    rows = [
        {**quotation._asdict(), "date": one.date}
        for one in found
        for quotation in one.quotations
        if 0 < len(quotation.speaker_key) <= MAX_NAME and len(quotation.speaker) <= MAX_NAME
    ]
    keys = {row["speaker_key"] for row in rows}
    words = [{"word": word, "speaker_key": key} for key in sorted(keys) for word in {*key.split()}]
    for table, values in ((quotations, rows), (speaker_words, words)):
        for batch in batches(values, _ROWS):
            await connection.execute(insert(table).values(batch).on_conflict_do_nothing())
