"""Editors and admins, as appointed in chats; owners are in the settings."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.model.roles import Role
from bot.model.staff import StaffMember
from bot.storage.database import Database
from bot.storage.tables.staff import staff


class StaffStore:
    """Reads and writes roles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[StaffMember]:
        """Return everybody with a role, highest role first, then by name."""
        async with self._database.read() as connection:
            rows = (await connection.execute(select(staff))).all()
        found = [
            StaffMember(row.user_id, Role[row.role.upper()], row.name, row.since) for row in rows
        ]
        return sorted(found, key=lambda member: (-member.role, member.name.casefold()))

    async def role(self, user_id: int) -> Role:
        """Return a person's role: READER if they were not appointed."""
        wanted = select(staff.c.role).where(staff.c.user_id == user_id)
        async with self._database.read() as connection:
            found = await connection.scalar(wanted)
        return Role[found.upper()] if found else Role.READER

    async def appoint(self, member: StaffMember) -> None:
        """Store a person's role; READER deletes it."""
        values = {"role": member.role.name.lower(), "name": member.name, "since": member.since}
        row = insert(staff).values(values | {"user_id": member.user_id})
        if member.role is Role.READER:
            gone = staff.delete().where(staff.c.user_id == member.user_id)
            await self._database.execute(gone)
            return
        await self._database.execute(
            row.on_conflict_do_update(index_elements=[staff.c.user_id], set_=values)
        )
