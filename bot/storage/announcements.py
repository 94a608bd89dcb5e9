"""Announcements: drafts, their messages in the outbox and their progress.

The text is stored here, once; each chat's message is in the outbox with the key ``broadcast:ID``.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, distinct, func, literal, literal_column, select

from bot.model.announcements import (
    Announcement,
    AnnouncementProgress,
    Audience,
    Entity,
    EntityType,
    FormattedText,
    TopicCount,
)
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import AnnouncementMessage
from bot.model.topics import ChatTarget
from bot.storage.database import Database
from bot.storage.dialects.each_text import EachText
from bot.storage.outbox import outbox_row
from bot.storage.tables.chats import LANGUAGE, chats, suspensions, topics
from bot.storage.tables.outbox import WAITING, OutboxState, announcements, outbox
from bot.storage.tables.readers import readers

DRAFT_LIFETIME = timedelta(days=7)
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
"""SQL's lower() of both databases leaves other letters as they are."""

_IS_DRAFT = announcements.c.started_at.is_(None)

Choose = Callable[[Audience], Audience]


class AnnouncementStore:
    """Announcements by number; ``default`` is the language of chats that set none."""

    def __init__(
        self, database: Database, default: InterfaceLanguage, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._default = default
        self._now = now

    async def draft(
        self, content: FormattedText, audience: Audience, created_by: int
    ) -> Announcement:
        """Store a draft; delete those older than ``DRAFT_LIFETIME``."""
        now = self._now()
        values = {
            "text": content.text,
            "marks": [list(entity) for entity in content.entities],
            "audience": _encoded(audience),
            "created_by": created_by,
            "created_at": now,
        }
        expired = announcements.c.created_at < now - DRAFT_LIFETIME
        async with self._database.write() as connection:
            await connection.execute(announcements.delete().where(_IS_DRAFT, expired))
            added = await connection.execute(
                announcements.insert().values(values).returning(announcements)
            )
            return _announcement(added.one())

    async def get(self, number: int) -> Announcement | None:
        """Return the announcement of this number; None if there is none."""
        return next(iter(await self._read(announcements.c.id == number)), None)

    async def under_way(self) -> list[Announcement]:
        """Return those that were started and whose end was not reported yet."""
        return await self._read(~_IS_DRAFT, announcements.c.reported_at.is_(None))

    async def content(self, number: int) -> FormattedText | None:
        """Return the text to send; None if the announcement was stopped."""
        found = await self.get(number)
        return None if found is None or found.stopped else found.content

    async def topic_counts(self) -> list[TopicCount]:
        """Return all topics with their reachable chats, most chats first."""
        count = func.count(distinct(topics.c.chat_id))
        wanted = (
            select(func.min(topics.c.id), func.min(topics.c.text), count)
            .outerjoin(chats, chats.c.chat_id == topics.c.chat_id)
            .where(chats.c.asleep.is_(None))
            .group_by(func.lower(topics.c.text))
            .order_by(count.desc(), func.lower(topics.c.text))
        )
        async with self._database.read() as connection:
            return [TopicCount(*row) for row in await connection.execute(wanted)]

    async def topic_text(self, topic_id: int) -> str | None:
        """Return the text of a topic; None if it is gone."""
        async with self._database.read() as connection:
            text: str | None = await connection.scalar(
                select(topics.c.text).where(topics.c.id == topic_id)
            )
        return text

    async def count(self, language: InterfaceLanguage | None, texts: Sequence[str] | None) -> int:
        """Return how many reachable chats there are of a language, with one of the topics."""
        audience_chats = self._chats(language, texts).subquery()
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(audience_chats)) or 0

    async def choose(self, number: int, choose: Choose) -> tuple[Audience, Announcement] | None:
        """Replace the audience of a draft by what ``choose`` returns for it; None if it is none.

        Returns the audience before, and the draft.
        """
        this = (announcements.c.id == number, _IS_DRAFT)
        async with self._database.write() as connection:
            encoded = await connection.scalar(select(announcements.c.audience).where(*this))
            if encoded is None:
                return None
            before = _decoded(encoded)
            change = announcements.update().where(*this).values(audience=_encoded(choose(before)))
            changed = await connection.execute(change.returning(announcements))
            return before, _announcement(changed.one())

    async def start(
        self,
        draft: Announcement,
        texts: Sequence[str] | None,
        by: int,
        message_id: int,
        language: InterfaceLanguage | None = None,
    ) -> bool:
        """Queue a draft for the chats with these topics, in one transaction.

        False if it is no draft, or its audience is another one by now.
        """
        now = self._now()
        this = announcements.c.id == draft.number
        same = announcements.c.audience == _encoded(draft.audience)
        values = {"started_at": now, "created_by": by, "message_id": message_id}
        values["language"] = language and language.value
        async with self._database.write() as connection:
            started = await connection.execute(
                announcements.update().where(this, _IS_DRAFT, same).values(values)
            )
            if not started.rowcount:
                return False
            names, rows = self._messages(
                draft.number, self._chats(draft.audience.language, texts), now
            )
            queued = await connection.execute(outbox.insert().from_select(names, rows))
            counted = announcements.update().where(this).values(recipients=queued.rowcount)
            await connection.execute(counted)
        return True

    async def stop(self, number: int) -> bool:
        """Delete the messages that are still queued, in one transaction; False if it was over.

        Messages that are claimed but not in flight yet are cancelled by the sender.
        """
        running = (
            announcements.c.id == number,
            ~_IS_DRAFT,
            announcements.c.stopped_at.is_(None),
            announcements.c.reported_at.is_(None),
        )
        queued = (*_messages_of(number), outbox.c.state == OutboxState.QUEUED)
        async with self._database.write() as connection:
            stopped = await connection.execute(
                announcements.update().where(*running).values(stopped_at=self._now())
            )
            if stopped.rowcount:
                await connection.execute(outbox.delete().where(*queued))
        return bool(stopped.rowcount)

    async def discard(self, number: int) -> Announcement | None:
        """Delete a draft, and return it; None if it is none."""
        this = announcements.delete().where(announcements.c.id == number, _IS_DRAFT)
        gone = (await self._database.execute(this.returning(announcements))).first()
        return None if gone is None else _announcement(gone)

    async def progress(self, announcement: Announcement) -> AnnouncementProgress:
        """Return how many chats are in which state."""
        here = (suspensions.c.chat_id == outbox.c.chat_id, suspensions.c.thread_id == 0)
        suspended = select(suspensions.c.chat_id).where(*here).exists()
        paused = (outbox.c.state == OutboxState.QUEUED) & suspended
        states = select(outbox.c.state, paused, func.count())
        wanted = states.where(*_messages_of(announcement.number)).group_by(outbox.c.state, paused)
        async with self._database.read() as connection:
            rows = await connection.execute(wanted)
            found = {(row[0], bool(row[1])): int(row[2]) for row in rows}
        return AnnouncementProgress(
            sent=found.get((OutboxState.DONE, False), 0),
            blocked=found.get((OutboxState.FAILED, False), 0),
            failed=found.get((OutboxState.DEAD_LETTER, False), 0),
            waiting=sum(found.get((state, False), 0) for state in WAITING),
            unsent=max(0, (announcement.recipients or 0) - sum(found.values())),
            paused=found.get((OutboxState.QUEUED, True), 0),
        )

    async def reported(self, number: int) -> None:
        """Mark an announcement whose final progress was shown."""
        this = announcements.update().where(announcements.c.id == number)
        await self._database.execute(this.values(reported_at=self._now()))

    async def _read(self, *where: Any) -> list[Announcement]:
        wanted = select(announcements).where(*where).order_by(announcements.c.id)
        async with self._database.read() as connection:
            return [_announcement(row) for row in await connection.execute(wanted)]

    def _chats(
        self, language: InterfaceLanguage | None, texts: Sequence[str] | None
    ) -> Select[tuple[int]]:
        """Select the ids of reachable chats, each once: of a language, with one of the topics."""
        joined = topics.outerjoin(chats, chats.c.chat_id == topics.c.chat_id)
        joined = joined.outerjoin(readers, readers.c.reader_id == topics.c.chat_id)
        wanted = select(topics.c.chat_id).select_from(joined).where(chats.c.asleep.is_(None))
        if language is not None:
            chosen = func.coalesce(LANGUAGE, readers.c.language, self._default.value)
            wanted = wanted.where(chosen == language.value)
        if texts is not None:
            lowered = json.dumps([text.translate(_LOWER) for text in texts])
            given = EachText(literal(lowered)).table_valued("value")
            wanted = wanted.where(func.lower(topics.c.text).in_(select(given.c.value)))
        return wanted.distinct().order_by(topics.c.chat_id)

    def _messages(
        self, number: int, audience: Select[tuple[int]], now: datetime
    ) -> tuple[list[str], Select[Any]]:
        """Return columns of the outbox, and a select of their values for each chat.

        Messages to suspended chats wait for the next try.
        """
        row = outbox_row(ChatTarget(0), _key_of(number), AnnouncementMessage(number), now)
        del row["chat_id"]
        audience_chats = audience.subquery()
        values: dict[str, ColumnElement[Any]] = {
            name: literal(value, outbox.c[name].type) for name, value in row.items()
        }
        held = (
            select(suspensions.c.retry_at)
            .where(
                suspensions.c.chat_id == audience_chats.c.chat_id,
                suspensions.c.thread_id == row["thread_id"],
                suspensions.c.retry_at > now,
            )
            .scalar_subquery()
        )
        values["next_try"] = func.coalesce(held, values["next_try"])
        rows = select(audience_chats.c.chat_id, *values.values())
        return ["chat_id", *row], rows.order_by(audience_chats.c.chat_id)


def _key_of(number: int) -> str:
    return f"broadcast:{number}"


def _messages_of(number: int) -> tuple[Any, ...]:
    # The kind is a literal, not a parameter, so that SQLite uses the partial index.
    return literal_column("kind = 'broadcast'"), outbox.c.key == _key_of(number)


def _announcement(row: Row[*tuple[Any, ...]]) -> Announcement:
    entities = tuple(Entity(EntityType(mark[0]), *mark[1:]) for mark in row.marks)
    return Announcement(
        number=row.id,
        content=FormattedText(row.text, entities),
        audience=_decoded(row.audience),
        created_by=row.created_by,
        message_id=row.message_id,
        recipients=row.recipients,
        stopped=row.stopped_at is not None,
        progress_language=InterfaceLanguage(row.language) if row.language else None,
    )


def _encoded(audience: Audience) -> str:
    """Return the language, a colon, the topic, and on a second line the only one, if given."""
    only = f"\n{audience.only}" if audience.only else ""
    return f"{audience.language.value if audience.language else ''}:{audience.topic}{only}"


def _decoded(encoded: str) -> Audience:
    language, _, rest = encoded.partition(":")
    topic, _, only = rest.partition("\n")
    return Audience(InterfaceLanguage(language) if language else None, topic, only)
