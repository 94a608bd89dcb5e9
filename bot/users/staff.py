"""The staff: roles, appointments, and the audit log."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from bot.errors import AppointmentError
from bot.model.roles import Role
from bot.model.staff import AuditEntry, StaffMember
from bot.storage.audit import AuditStore
from bot.storage.staff import StaffStore
from bot.users.permissions import may_appoint

AUDIT_PAGE_SIZE = 12


class Staff:
    """Reads and changes roles: owners are in the settings, all others are appointed."""

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
        """Return a person's role."""
        return Role.OWNER if user_id in self._owners else await self._store.role(user_id)

    async def all(self) -> list[StaffMember]:
        """Return everybody with a role, owners first; owners' names are not stored."""
        owners = [StaffMember(number, Role.OWNER, "") for number in sorted(self._owners)]
        appointed = await self._store.all()
        return owners + [member for member in appointed if member.user_id not in self._owners]

    async def roles(self) -> Mapping[int, Role]:
        """Return roles by user id, owners first."""
        return {member.user_id: member.role for member in await self.all()}

    async def appoint(self, by: Role, user_id: int, name: str, role: Role) -> StaffMember:
        """Give a person a role; raises AppointmentError if ``by`` may not."""
        return await self._change(by, StaffMember(user_id, role, name, self._now()))

    async def dismiss(self, by: Role, user_id: int) -> StaffMember:
        """Take a person's role away; raises AppointmentError if ``by`` may not."""
        members = {member.user_id: member for member in await self.all()}
        if user_id not in members:
            raise AppointmentError("person_without_role", id=user_id)
        return await self._change(by, members[user_id]._replace(role=Role.READER))

    async def _change(self, by: Role, member: StaffMember) -> StaffMember:
        current = await self.role(member.user_id)
        if not may_appoint(by, current, member.role):
            raise AppointmentError("person_above")
        if current is member.role:
            raise AppointmentError("person_has_role", id=member.user_id)
        await self._store.appoint(member)
        return member

    async def audit_entries(self, offset: int) -> tuple[list[AuditEntry], int]:
        """Return a page of audit entries, newest first, and the number of all entries."""
        return await self.audit.latest(AUDIT_PAGE_SIZE, offset), await self.audit.count()
