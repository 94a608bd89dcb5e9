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
        member = StaffMember(user_id, role, name, self._now())

        def decide(current: StaffMember | None) -> StaffMember:
            return self._allowed(by, current, member)

        return await self._store.change(user_id, decide)

    async def dismiss(self, by: Role, user_id: int) -> StaffMember:
        """Take a person's role away, and return them as they were.

        Raises AppointmentError if ``by`` may not.
        """
        before = StaffMember(user_id, Role.READER, "")

        def decide(current: StaffMember | None) -> StaffMember:
            if current is None and user_id not in self._owners:
                raise AppointmentError("person_without_role", id=user_id)
            nonlocal before
            before = current or before
            reader = StaffMember(user_id, Role.READER, before.name)
            return self._allowed(by, current, reader)

        await self._store.change(user_id, decide)
        return before

    def _allowed(self, by: Role, current: StaffMember | None, member: StaffMember) -> StaffMember:
        """Return ``member``; raises AppointmentError if they may not become that from ``current``.

        Pure, so that storage can call it in the transaction that reads the role.
        """
        role = Role.OWNER if member.user_id in self._owners else Role.READER
        role = max(role, current.role if current else Role.READER)
        if not may_appoint(by, role, member.role):
            raise AppointmentError("person_above")
        if role is member.role:
            raise AppointmentError("person_has_role", id=member.user_id)
        return member

    async def audit_entries(self, offset: int) -> tuple[list[AuditEntry], int]:
        """Return a page of audit entries, newest first, and the number of all entries."""
        return await self.audit.latest(AUDIT_PAGE_SIZE, offset), await self.audit.count()
