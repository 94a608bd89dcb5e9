"""The newsroom's people that were appointed in the chat; owners are in the settings."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.model.roles import Role
from bot.storage.database import Database
from bot.storage.tables.staff import staff


class StaffMember(NamedTuple):
    """Somebody with a role; ``name`` as Telegram had it when they were appointed."""

    user_id: int
    role: Role
    name: str
    since: datetime | None = None


class StaffStore:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[StaffMember]:
        """All of them, highest role first, then by name."""
        async with self._database.read() as connection:
            rows = (await connection.execute(select(staff))).all()
        found = [
            StaffMember(row.user_id, Role[row.role.upper()], row.name, row.since) for row in rows
        ]
        return sorted(found, key=lambda person: (-person.role, person.name.casefold()))

    async def role(self, user_id: int) -> Role:
        """The role of a person: READER for everybody who was not appointed."""
        wanted = select(staff.c.role).where(staff.c.user_id == user_id)
        async with self._database.read() as connection:
            found = await connection.scalar(wanted)
        return Role[found.upper()] if found else Role.READER

    async def appoint(self, person: StaffMember) -> None:
        """Give a person a role in place of any before; READER is nobody special."""
        values = {"role": person.role.name.lower(), "name": person.name, "since": person.since}
        row = insert(staff).values(values | {"user_id": person.user_id})
        if person.role is Role.READER:
            gone = staff.delete().where(staff.c.user_id == person.user_id)
            await self._database.execute(gone)
            return
        await self._database.execute(
            row.on_conflict_do_update(index_elements=[staff.c.user_id], set_=values)
        )
