"""Who is who in the newsroom, and what each of them did."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from bot.errors import AppointmentError
from bot.model.roles import Role
from bot.storage.audit import AuditEntry, AuditStore
from bot.storage.staff import StaffMember, StaffStore
from bot.users.permissions import may_appoint

DEEDS_A_PAGE = 12

__all__ = ["DEEDS_A_PAGE", "AuditEntry", "Staff", "StaffMember"]


class Staff:
    """Roles: owners by the settings, all others by appointment."""

    def __init__(
        self,
        owners: Collection[int],
        store: StaffStore,
        audit: AuditStore,
        now: Callable[[], datetime],
    ) -> None:
        self._owners = frozenset(owners)
        self._store = store
        self.audit = audit
        self._now = now

    async def role(self, user_id: int) -> Role:
        """What somebody is."""
        return Role.OWNER if user_id in self._owners else await self._store.role(user_id)

    async def all(self) -> list[StaffMember]:
        """Everybody with a role, owners first; their names are not known here."""
        owners = [StaffMember(number, Role.OWNER, "") for number in sorted(self._owners)]
        appointed = await self._store.all()
        return owners + [person for person in appointed if person.user_id not in self._owners]

    async def roles(self) -> Mapping[int, Role]:
        """What each of them is, owners first."""
        return {person.user_id: person.role for person in await self.all()}

    async def appoint(self, by: Role, user_id: int, name: str, role: Role) -> StaffMember:
        """Make somebody an admin or editor, as ``by`` may; raises AppointmentError."""
        return await self._change(by, StaffMember(user_id, role, name, self._now()))

    async def dismiss(self, by: Role, user_id: int) -> StaffMember:
        """Take somebody's role away, as ``by`` may; raises AppointmentError."""
        people = {person.user_id: person for person in await self.all()}
        if user_id not in people:
            raise AppointmentError("person_without_role", id=user_id)
        return await self._change(by, people[user_id]._replace(role=Role.READER))

    async def _change(self, by: Role, person: StaffMember) -> StaffMember:
        current = await self.role(person.user_id)
        if not may_appoint(by, current, person.role):
            raise AppointmentError("person_above")
        if current is person.role:
            raise AppointmentError("person_has_role", id=person.user_id)
        await self._store.appoint(person)
        return person

    async def audit_entries(self, offset: int) -> tuple[list[AuditEntry], int]:
        """A page of what was done after the newest ``offset``, newest first; and their count."""
        return await self.audit.latest(DEEDS_A_PAGE, offset), await self.audit.count()
