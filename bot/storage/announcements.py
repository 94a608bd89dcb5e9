"""What admins say to many chats at once: drafts, what was sent to whom, and what became of it.

Each chat's message is in the outbox under ``broadcast:NUMBER``; the words are kept here, once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, literal, literal_column, select

from bot.model.announcements import (
    Announcement,
    AnnouncementProgress,
    Audience,
    Entity,
    EntityType,
    FormattedText,
)
from bot.model.messages import AnnouncementMessage, to_data
from bot.storage.database import Database
from bot.storage.outbox import WAITING, State
from bot.storage.tables.chats import chats, topics
from bot.storage.tables.outbox import announcements, outbox
from bot.storage.tables.readers import readers
from index.types import Language

DRAFTS_KEPT = timedelta(days=7)


class AnnouncementStore:
    """Reads and writes announcements; ``default`` is the language of chats that chose none."""

    def __init__(self, database: Database, default: Language, now: Callable[[], datetime]) -> None:
        self._database = database
        self._default = default
        self._now = now

    async def draft(
        self, words: FormattedText, audience: Audience, created_by: int
    ) -> Announcement:
        """Keep what is to be said; drafts that nobody sent in a week go."""
        now = self._now()
        values = {
            "text": words.text,
            "marks": [list(mark) for mark in words.marks],
            "audience": _as_text(audience),
            "created_by": created_by,
            "created_at": now,
        }
        old = (announcements.c.started_at.is_(None), announcements.c.created_at < now - DRAFTS_KEPT)
        async with self._database.write() as connection:
            await connection.execute(announcements.delete().where(*old))
            made = await connection.execute(
                announcements.insert().values(values).returning(announcements)
            )
            return _announcement(made.one())

    async def get(self, number: int) -> Announcement | None:
        """The announcement of this number, if there is one."""
        return next(iter(await self._read(announcements.c.id == number)), None)

    async def under_way(self) -> list[Announcement]:
        """Those that have begun, and whose end was not reported yet."""
        return await self._read(
            announcements.c.started_at.is_not(None), announcements.c.reported_at.is_(None)
        )

    async def words(self, number: int) -> FormattedText | None:
        """What is to be said now; None where that was stopped."""
        said = await self.get(number)
        return None if said is None or said.stopped else said.words

    async def count(self, audience: Audience) -> int:
        """How many chats that are awake."""
        those = self._chats(audience).subquery()
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(those)) or 0

    async def choose(self, number: int, audience: Audience) -> None:
        """Change the audience of a draft."""
        await self._change(
            number, announcements.c.started_at.is_(None), audience=_as_text(audience)
        )

    async def start(self, number: int, by: int, message_id: int) -> bool:
        """Queue a draft for everybody who is meant, in one transaction; whether it was one."""
        now = self._now()
        mine = (announcements.c.id == number, announcements.c.started_at.is_(None))
        begin = announcements.update().where(*mine)
        values = {"started_at": now, "created_by": by, "message_id": message_id}
        async with self._database.write() as connection:
            begun = await connection.execute(begin.values(values))
            if not begun.rowcount:
                return False
            audience = _from_text(await connection.scalar(_audience_of(number)))
            names, rows = self._messages(number, audience, now)
            queued = await connection.execute(outbox.insert().from_select(names, rows))
            this = announcements.update().where(announcements.c.id == number)
            await connection.execute(this.values(recipients=queued.rowcount))
        return True

    async def stop(self, number: int) -> bool:
        """Take all that is still queued out, in one transaction; whether it was going on.

        What is on its way is not called back; what was only claimed is not sent any more.
        """
        going = (
            announcements.c.id == number,
            announcements.c.started_at.is_not(None),
            announcements.c.stopped_at.is_(None),
            announcements.c.reported_at.is_(None),
        )
        queued = (*_in_outbox(number), outbox.c.state == State.QUEUED)
        async with self._database.write() as connection:
            stopped = await connection.execute(
                announcements.update().where(*going).values(stopped_at=self._now())
            )
            if stopped.rowcount:
                await connection.execute(outbox.delete().where(*queued))
        return bool(stopped.rowcount)

    async def discard(self, number: int) -> None:
        """Forget a draft."""
        draft = (announcements.c.id == number, announcements.c.started_at.is_(None))
        await self._database.execute(announcements.delete().where(*draft))

    async def progress(self, announcement: Announcement) -> AnnouncementProgress:
        """How far it has come."""
        states = select(outbox.c.state, func.count()).where(*_in_outbox(announcement.number))
        async with self._database.read() as connection:
            rows = await connection.execute(states.group_by(outbox.c.state))
            found = {row[0]: int(row[1]) for row in rows}
        return AnnouncementProgress(
            sent=found.get(State.DONE, 0),
            blocked=found.get(State.FAILED, 0),
            failed=found.get(State.DEAD_LETTER, 0),
            waiting=sum(found.get(state, 0) for state in WAITING),
            unsent=max(0, (announcement.recipients or 0) - sum(found.values())),
        )

    async def reported(self, number: int) -> None:
        """Whoever sent it knows how it ended."""
        await self._change(number, reported_at=self._now())

    async def _change(self, number: int, *where: Any, **values: Any) -> None:
        this = announcements.update().where(announcements.c.id == number, *where)
        await self._database.execute(this.values(values))

    async def _read(self, *where: Any) -> list[Announcement]:
        wanted = select(announcements).where(*where).order_by(announcements.c.id)
        async with self._database.read() as connection:
            return [_announcement(row) for row in await connection.execute(wanted)]

    def _chats(self, audience: Audience) -> Select[tuple[int]]:
        """The ids of the chats that are meant, each once."""
        theirs = topics.outerjoin(chats, chats.c.chat_id == topics.c.chat_id)
        theirs = theirs.outerjoin(readers, readers.c.reader_id == topics.c.chat_id)
        wanted = select(topics.c.chat_id).select_from(theirs).where(chats.c.asleep.is_(None))
        if audience.language is not None:
            spoken = func.coalesce(chats.c.language, readers.c.language, self._default.value)
            wanted = wanted.where(spoken == audience.language.value)
        if audience.topic:
            wanted = wanted.where(func.lower(topics.c.text) == func.lower(audience.topic))
        return wanted.distinct().order_by(topics.c.chat_id)

    def _messages(
        self, number: int, audience: Audience, now: datetime
    ) -> tuple[list[str], Select[Any]]:
        """The columns of the outbox, and a row for each chat."""
        said = AnnouncementMessage(number)
        values = {
            "thread_id": 0,
            "kind": said.kind,
            "key": key_of(number),
            "payload": to_data(said),
            "state": State.QUEUED.value,
            "created_at": now,
            "next_try": now,
            "attempts": 0,
            "reason": "",
        }
        those = self._chats(audience).subquery()
        constants = [literal(value, outbox.c[name].type) for name, value in values.items()]
        rows = select(those.c.chat_id, *constants).order_by(those.c.chat_id)
        return ["chat_id", *values], rows


def key_of(number: int) -> str:
    """What an announcement's messages are called in the outbox, where no chat has two of a name."""
    return f"broadcast:{number}"


def _in_outbox(number: int) -> tuple[Any, ...]:
    """Its messages; the kind is spelt out because an index is kept of these only."""
    return literal_column("kind = 'broadcast'"), outbox.c.key == key_of(number)


def _audience_of(number: int) -> Select[tuple[str]]:
    return select(announcements.c.audience).where(announcements.c.id == number)


def _announcement(row: Row[*tuple[Any, ...]]) -> Announcement:
    return Announcement(
        number=row.id,
        words=FormattedText(
            row.text, tuple(Entity(EntityType(mark[0]), *mark[1:]) for mark in row.marks)
        ),
        audience=_from_text(row.audience),
        created_by=row.created_by,
        message_id=row.message_id,
        recipients=row.recipients,
        stopped=row.stopped_at is not None,
    )


def _as_text(audience: Audience) -> str:
    return f"{audience.language.value if audience.language else ''}:{audience.topic}"


def _from_text(written: str) -> Audience:
    language, _, topic = written.partition(":")
    return Audience(Language(language) if language else None, topic)
