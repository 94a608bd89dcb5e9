"""Editors and admins, as appointed in chats; owners are in the settings."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.sqlite import Insert, insert

from bot.model.roles import Role
from bot.model.staff import StaffMember
from bot.storage.database import Database
from bot.storage.dialects.dialect import LockName
from bot.storage.tables.staff import staff

DecideRole = Callable[[StaffMember | None], StaffMember]
"""Return a person with their new role from the one that is stored, None if there is none."""


class StaffStore:
    """Reads and writes roles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[StaffMember]:
        """Return everybody with a role, highest role first, then by name."""
        async with self._database.read() as connection:
            rows = (await connection.execute(select(staff))).all()
        return sorted(map(_member, rows), key=lambda member: (-member.role, member.name.casefold()))

    async def role(self, user_id: int) -> Role:
        """Return a person's role: READER if they were not appointed."""
        wanted = select(staff.c.role).where(staff.c.user_id == user_id)
        async with self._database.read() as connection:
            found = await connection.scalar(wanted)
        return Role[found.upper()] if found else Role.READER

    async def change(self, user_id: int, decide: DecideRole) -> StaffMember:
        """Store what ``decide`` returns for a person, in the transaction that reads their role.

        Nothing is stored if it raises; READER deletes the role.
        """
        this = staff.c.user_id == user_id
        async with self._database.write(key=LockName.STAFF) as connection:
            row = (await connection.execute(select(staff).where(this))).first()
            member = decide(None if row is None else _member(row))
            if member.role is Role.READER:
                await connection.execute(staff.delete().where(this))
            else:
                await connection.execute(_upsert(member))
        return member


def _member(row: Row[*tuple[Any, ...]]) -> StaffMember:
    return StaffMember(row.user_id, Role[row.role.upper()], row.name, row.since)


def _upsert(member: StaffMember) -> Insert:
    values = {"role": member.role.name.lower(), "name": member.name, "since": member.since}
    row = insert(staff).values(values | {"user_id": member.user_id})
    return row.on_conflict_do_update(index_elements=[staff.c.user_id], set_=values)
