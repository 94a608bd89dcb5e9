"""Roles by settings and by appointment, and the record of what was done."""

from datetime import timedelta

import pytest

from bot.errors import AppointmentError
from bot.model.roles import Role
from bot.storage.audit import AuditStore
from bot.storage.database import Database
from bot.storage.staff import StaffStore
from bot.users.staff import Staff
from tests.bot.samples import Clock

OWNER, ANI, BUDI = 1, 7, 8


@pytest.fixture
def people(database: Database, clock: Clock) -> Staff:
    return Staff({OWNER}, StaffStore(database), AuditStore(database, clock), clock)


async def test_roles_are_the_owners_and_those_that_were_appointed(
    people: Staff, clock: Clock
) -> None:
    await people.appoint(Role.OWNER, ANI, "Ani", Role.ADMIN)
    await people.appoint(Role.ADMIN, BUDI, "Budi", Role.EDITOR)
    assert await people.roles() == {OWNER: Role.OWNER, ANI: Role.ADMIN, BUDI: Role.EDITOR}
    assert [person.since for person in await people.all()] == [None, clock(), clock()]
    assert await people.role(99) is Role.READER


async def test_a_role_is_replaced_and_taken_away(people: Staff) -> None:
    await people.appoint(Role.OWNER, ANI, "Ani", Role.ADMIN)
    await people.appoint(Role.OWNER, ANI, "Ani", Role.EDITOR)
    assert await people.role(ANI) is Role.EDITOR
    before = await people.dismiss(Role.ADMIN, ANI)
    assert (before.name, before.role) == ("Ani", Role.EDITOR)
    assert await people.role(ANI) is Role.READER
    assert await people.roles() == {OWNER: Role.OWNER}


@pytest.mark.parametrize(
    ("by", "whom", "role", "key"),
    [
        (Role.ADMIN, ANI, Role.EDITOR, "person_above"),
        (Role.ADMIN, BUDI, Role.ADMIN, "person_above"),
        (Role.OWNER, OWNER, Role.EDITOR, "person_above"),
        (Role.EDITOR, BUDI, Role.EDITOR, "person_above"),
        (Role.OWNER, ANI, Role.ADMIN, "person_has_role"),
    ],
)
async def test_an_appointment_that_may_not_be_changes_nothing(
    people: Staff, by: Role, whom: int, role: Role, key: str
) -> None:
    await people.appoint(Role.OWNER, ANI, "Ani", Role.ADMIN)
    before = await people.roles()
    with pytest.raises(AppointmentError) as caught:
        await people.appoint(by, whom, "Siapa", role)
    assert caught.value.key == key
    assert await people.roles() == before


async def test_an_owner_by_the_settings_is_one_whatever_was_appointed_before(
    people: Staff, database: Database, clock: Clock
) -> None:
    await people.appoint(Role.OWNER, ANI, "Ani", Role.EDITOR)
    later = Staff({ANI}, StaffStore(database), AuditStore(database, clock), clock)
    assert await later.roles() == {ANI: Role.OWNER}
    with pytest.raises(AppointmentError):
        await later.dismiss(Role.OWNER, ANI)


async def test_deeds_are_kept_newest_first(people: Staff, clock: Clock) -> None:
    await people.audit.add(ANI, "Ani", "did_backup", "lama")
    clock.advance(timedelta(days=365))
    await people.audit.add(ANI, "Ani", "did_backup", "x" * 1000)
    audit_entries, total = await people.audit_entries(0)
    assert [entry.subject[:4] for entry in audit_entries] == ["xxxx", "lama"]
    assert (total, len(audit_entries[0].subject)) == (2, 300)
