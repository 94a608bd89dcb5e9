"""Updates that a webhook has taken: stored once, handled by one process at a time.

::

    store -> claim -> done

All updates of a chat belong to the process that owns the chat: whichever stored the first, until
nothing of the chat is unfinished and nothing has come for ``CHAT_IDLE``. So turns, floods, albums
and edits of a chat meet in one process. A process owns its chats as long as it renews its lease;
then the chats with unfinished updates are taken over by another.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import Exists, Select, case, exists, or_, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.updates import ClaimedUpdate
from bot.storage.database import Database
from bot.storage.tables.updates import secrets, unfinished, update_chats, update_owners, updates

CHAT_IDLE = timedelta(seconds=60)
"""For so long after its last update a chat stays with its process, which counts its messages: the
longest window of Telegram's limits."""

NO_UPDATE = -1


class UpdateStore:
    """The updates that are stored, and the chats that processes own.

    Each statement is a transaction by itself. A process is taken for dead if its lease had ended
    by ``gone_at``.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, update_id: int, *, chat_id: int, body: str, now: datetime) -> None:
        """Store an update unless its id is known; it is claimed by the owner of its chat."""
        values = {"chat_id": chat_id, "body": body, "received_at": now, "attempts": 0}
        row = insert(updates).values(update_id=update_id, **values)
        await self._database.execute(row.on_conflict_do_nothing(index_elements=["update_id"]))

    async def own(
        self, chat_id: int, owner: str, *, update_id: int, now: datetime, gone_at: datetime
    ) -> str:
        """Own a chat unless a living process does, or has left more than this update of it.

        Returns the process that owns the chat.
        """
        row = insert(update_chats).values(chat_id=chat_id, owner=owner, idle_at=now + CHAT_IDLE)
        new, kept = row.excluded, update_chats.c.owner
        others = _waits().where(updates.c.update_id != update_id)
        keeps = or_(kept.in_(_living(gone_at)), others)
        values = {"owner": case((keeps, kept), else_=new.owner), "idle_at": new.idle_at}
        keep = row.on_conflict_do_update(index_elements=["chat_id"], set_=values)
        found = await self._database.execute(keep.returning(kept))
        return str(found.scalar_one())

    async def claim(
        self, owner: str, limit: int, without: Collection[int] = ()
    ) -> list[ClaimedUpdate]:
        """Return unfinished updates of the chats that ``owner`` owns, oldest first."""
        own = _own(owner).where(updates.c.update_id.not_in(_padded(without)))
        oldest = own.order_by(updates.c.update_id).limit(limit)
        return [ClaimedUpdate(*row) for row in await self._database.rows(oldest)]

    async def owns(self, owner: str, update_id: int) -> bool:
        """Return whether ``owner`` owns the update's chat, and it is not done."""
        this = _own(owner).where(updates.c.update_id == update_id)
        return await self._database.scalar(this) is not None

    async def done(self, update_ids: Collection[int], now: datetime) -> None:
        """Mark updates that were handled; of what they say nothing is kept."""
        these = updates.update().where(updates.c.update_id.in_(_padded(update_ids)))
        await self._database.execute(these.values(done_at=now, body="", chat_id=0))

    async def renew(self, owner: str, lease_until: datetime) -> None:
        """Begin or renew the lease of a process."""
        row = insert(update_owners).values(owner=owner, lease_until=lease_until)
        until = {"lease_until": row.excluded.lease_until}
        await self._database.execute(
            row.on_conflict_do_update(index_elements=["owner"], set_=until)
        )

    async def take_over(self, owner: str, gone_at: datetime) -> int:
        """Own the chats with unfinished updates of dead processes; return how many."""
        orphaned = (update_chats.c.owner.not_in(_living(gone_at)), _waits())
        take = update_chats.update().where(*orphaned).values(owner=owner)
        taken = await self._database.execute(take.returning(update_chats.c.chat_id))
        if chats := [row.chat_id for row in taken]:
            again = updates.update().where(updates.c.chat_id.in_(chats), unfinished)
            await self._database.execute(again.values(attempts=updates.c.attempts + 1))
        return len(chats)

    async def release(self, owner: str) -> None:
        """End the lease of a process: its chats may be taken over at once, which is no attempt."""
        own = select(update_chats.c.chat_id).where(update_chats.c.owner == owner)
        left = updates.update().where(updates.c.chat_id.in_(own), unfinished)
        await self._database.execute(left.values(attempts=updates.c.attempts - 1))
        lease = update_owners.c.owner == owner
        await self._database.execute(update_owners.delete().where(lease))

    async def ahead(self, clock: Callable[[], datetime]) -> timedelta:
        """Return by how much a clock is ahead of the database's, which all processes share."""
        before = clock()
        shared = await self._database.time()
        return before + (clock() - before) / 2 - shared if shared else timedelta(0)

    async def end_leases(self) -> None:
        """End the leases of all processes, in a database that only one can use."""
        await self._database.execute(update_owners.delete())

    async def forget_chats(self, now: datetime) -> None:
        """Forget who owns the chats in which nothing is unfinished and nothing has come lately."""
        idle = (update_chats.c.idle_at < now, ~_waits())
        await self._database.execute(update_chats.delete().where(*idle))

    async def prune(self, before: datetime) -> None:
        """Delete the ids of updates, and the leases, that ended before then."""
        await self._database.execute(updates.delete().where(updates.c.done_at < before))
        ended = update_owners.c.lease_until < before
        await self._database.execute(update_owners.delete().where(ended))

    async def secret(self, name: str, made: str) -> str:
        """Return the stored secret of this name; ``made``, which is stored, if there is none."""
        row = insert(secrets).values(name=name, value=made)
        await self._database.execute(row.on_conflict_do_nothing(index_elements=["name"]))
        return str(
            await self._database.scalar(select(secrets.c.value).where(secrets.c.name == name))
        )


def _padded(update_ids: Collection[int]) -> list[int]:
    """Return the ids and, up to a power of two, one that no update has.

    PostgreSQL prepares a statement for each number of parameters.
    """
    count = 1 << max(0, len(update_ids) - 1).bit_length()
    return [*update_ids, *[NO_UPDATE] * (count - len(update_ids))]


def _own(owner: str) -> Select[tuple[int, str, int]]:
    """Select the unfinished updates of the chats that a process owns."""
    own = select(updates.c.update_id, updates.c.body, updates.c.attempts).join(
        update_chats, update_chats.c.chat_id == updates.c.chat_id
    )
    return own.where(unfinished, update_chats.c.owner == owner)


def _waits() -> Exists:
    """Return whether something of a chat is unfinished."""
    return exists().where(updates.c.chat_id == update_chats.c.chat_id, unfinished)


def _living(gone_at: datetime) -> Select[tuple[str]]:
    """Select the processes whose leases had not ended by then."""
    return select(update_owners.c.owner).where(update_owners.c.lease_until > gone_at)
