"""Updates that a webhook has taken: stored once, handled by one process at a time.

::

    store -> claim -> done

All updates of a chat belong to the process that owns the chat: whichever stored the first, until
nothing of the chat is unfinished and nothing has come for ``CHAT_IDLE``. So turns, floods, albums
and edits of a chat meet in one process. A process owns its chats as long as it renews its lease;
then the chats with unfinished updates are another's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, exists, or_, select
from sqlalchemy.dialects.postgresql import insert  # compiles for SQLite, too

from bot.storage.database import Database
from bot.storage.tables.updates import secrets, unfinished, update_chats, update_owners, updates

CHAT_IDLE = timedelta(seconds=60)
"""For so long after its last update a chat stays with its process, which counts its messages: the
longest window of Telegram's limits."""

CLAIM_LIMIT = 500
"""Updates of one claim."""


@dataclass(frozen=True, slots=True)
class ClaimedUpdate:
    """An update to handle; ``attempts`` counts this one."""

    update_id: int
    body: str
    attempts: int


class UpdateStore:
    """The updates that are stored, and the chats that processes own.

    Each statement is a transaction by itself. ``gone_at`` is the time at which a lease must have
    ended for its process to be taken for dead.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def store(  # noqa: PLR0913 - all are named
        self,
        update_id: int,
        *,
        chat_id: int,
        body: str,
        owner: str,
        now: datetime,
        gone_at: datetime,
    ) -> str:
        """Store an update unless its id is known; return the process that owns its chat.

        That is ``owner`` if none does. The chat is kept first: if only that is written, the update
        was not taken, and Telegram sends it again.
        """
        keeps = update_chats.c.owner.in_(_living(gone_at))
        row = insert(update_chats).values(chat_id=chat_id, owner=owner, idle_at=now + CHAT_IDLE)
        new = row.excluded
        kept = {
            "owner": case((keeps, update_chats.c.owner), else_=new.owner),
            "idle_at": new.idle_at,
        }
        keep = row.on_conflict_do_update(index_elements=["chat_id"], set_=kept)
        found = await self._database.execute(keep.returning(update_chats.c.owner))
        owned_by: str = found.scalar_one()
        values = {"chat_id": chat_id, "body": body, "received_at": now, "attempts": 0}
        add = insert(updates).values(update_id=update_id, **values)
        await self._database.execute(add.on_conflict_do_nothing(index_elements=["update_id"]))
        return owned_by

    async def claim(self, owner: str, limit: int = CLAIM_LIMIT) -> list[ClaimedUpdate]:
        """Take the unfinished updates of the chats that ``owner`` owns, oldest first."""
        not_taken = or_(updates.c.taken_by.is_(None), updates.c.taken_by != owner)
        own = select(update_chats.c.chat_id).where(update_chats.c.owner == owner)
        oldest = (
            select(updates.c.update_id)
            .where(unfinished, not_taken, updates.c.chat_id.in_(own))
            .order_by(updates.c.update_id)
            .limit(limit)
        )
        take = updates.update().where(updates.c.update_id.in_(oldest))
        values = {"taken_by": owner, "attempts": updates.c.attempts + 1}
        columns = (updates.c.update_id, updates.c.body, updates.c.attempts)
        rows = await self._database.execute(take.values(values).returning(*columns))
        return sorted((ClaimedUpdate(*row) for row in rows), key=lambda each: each.update_id)

    async def is_taken_by(self, owner: str, update_id: int) -> bool:
        """Return whether ``owner`` still has the update to handle."""
        this = (updates.c.update_id == update_id, updates.c.taken_by == owner, unfinished)
        return await self._database.scalar(select(updates.c.update_id).where(*this)) is not None

    async def done(self, owner: str, update_ids: Sequence[int], now: datetime) -> None:
        """Mark updates that ``owner`` has handled; of what they say nothing is kept."""
        these = (updates.c.update_id.in_(update_ids), updates.c.taken_by == owner, unfinished)
        values = {"done_at": now, "body": "", "chat_id": 0}
        await self._database.execute(updates.update().where(*these).values(values))

    async def renew(self, owner: str, lease_until: datetime) -> None:
        """Renew or begin the lease of a process."""
        row = insert(update_owners).values(owner=owner, lease_until=lease_until)
        until = {"lease_until": row.excluded.lease_until}
        await self._database.execute(
            row.on_conflict_do_update(index_elements=["owner"], set_=until)
        )

    async def take_over(self, owner: str, gone_at: datetime) -> int:
        """Own the chats with unfinished updates of dead processes; return how many."""
        waits = exists().where(updates.c.chat_id == update_chats.c.chat_id, unfinished)
        orphaned = (update_chats.c.owner.not_in(_living(gone_at)), waits)
        take = update_chats.update().where(*orphaned).values(owner=owner)
        return (await self._database.execute(take)).rowcount

    async def release(self, owner: str) -> None:
        """End the lease of a process, whose unfinished updates are others' at once."""
        await self.end_leases(update_owners.c.owner == owner)
        own = (updates.c.taken_by == owner, unfinished)
        values = {"taken_by": None, "attempts": updates.c.attempts - 1}
        await self._database.execute(updates.update().where(*own).values(values))

    async def end_leases(self, of: ColumnElement[bool] | None = None) -> None:
        """End leases; those of all processes by default, for a database that only one can use."""
        ended = update_owners.delete()
        await self._database.execute(ended if of is None else ended.where(of))

    async def forget_chats(self, now: datetime) -> None:
        """Forget who owns the chats in which nothing is unfinished and nothing has come lately."""
        waits = exists().where(updates.c.chat_id == update_chats.c.chat_id, unfinished)
        idle = (update_chats.c.idle_at < now, ~waits)
        await self._database.execute(update_chats.delete().where(*idle))

    async def prune(self, before: datetime) -> None:
        """Delete the ids of updates, and the leases, that ended before then."""
        await self._database.execute(updates.delete().where(updates.c.done_at < before))
        await self.end_leases(update_owners.c.lease_until < before)

    async def secret(self, name: str, made: str) -> str:
        """Return the stored secret of this name; ``made``, which is stored, if there is none."""
        row = insert(secrets).values(name=name, value=made)
        await self._database.execute(row.on_conflict_do_nothing(index_elements=["name"]))
        found = await self._database.scalar(select(secrets.c.value).where(secrets.c.name == name))
        return str(found)


def _living(gone_at: datetime) -> Select[tuple[str]]:
    """Select the processes whose leases had not ended by then."""
    return select(update_owners.c.owner).where(update_owners.c.lease_until > gone_at)
