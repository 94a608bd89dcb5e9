"""Who is who in the newsroom, and what each of them did."""

from collections.abc import Collection, Mapping

from bot.rights import Role
from bot.storage.audit import AuditStore
from bot.storage.people import PeopleStore


class People:
    """Roles: owners by the settings, all others by appointment."""

    def __init__(self, owners: Collection[int], store: PeopleStore, audit: AuditStore) -> None:
        self._owners = frozenset(owners)
        self._store = store
        self.audit = audit

    async def role(self, user_id: int) -> Role:
        """What somebody is."""
        return Role.OWNER if user_id in self._owners else await self._store.role(user_id)

    async def roles(self) -> Mapping[int, Role]:
        """Everybody with a role, owners first."""
        appointed = {person.user_id: person.role for person in await self._store.all()}
        owners = dict.fromkeys(sorted(self._owners), Role.OWNER)
        return owners | {number: role for number, role in appointed.items() if number not in owners}
