"""Two members of the staff appoint and dismiss at the same moment."""

from functools import partial

from sqlalchemy import select

from bot.errors import AppointmentError
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.model.staff import StaffMember
from bot.storage.audit import AuditStore
from bot.storage.counters import CounterKey, CounterStore
from bot.storage.database import Database
from bot.storage.readers import ReaderStore
from bot.storage.staff import StaffStore
from bot.storage.tables.statistics import counters as counter_rows
from bot.users.staff import Staff
from tests.bot.samples import Clock
from tests.bot.two_at_once import at_once

OWNER, ANI, BUDI = 1, 7, 8


async def test_a_role_is_given_and_taken_once(database: Database, clock: Clock) -> None:
    staff = Staff({OWNER}, StaffStore(database), AuditStore(database, clock), clock)
    appoint = partial(staff.appoint, Role.OWNER, ANI, "Ani", Role.EDITOR)
    dismiss = partial(staff.dismiss, Role.OWNER, ANI)
    for work, key in ((appoint, "person_has_role"), (dismiss, "person_without_role")):
        results = await at_once(work(), work())
        (refused,) = [each for each in results if isinstance(each, AppointmentError)]
        assert refused.key == key
        assert len([each for each in results if isinstance(each, StaffMember)]) == 1


async def test_who_has_become_an_admin_is_not_dismissed_by_one(
    database: Database, clock: Clock
) -> None:
    """The owner makes an editor an admin while an admin dismisses the editor."""
    staff = Staff({OWNER}, StaffStore(database), AuditStore(database, clock), clock)
    await staff.appoint(Role.OWNER, ANI, "Ani", Role.EDITOR)
    appointed, dismissed = await at_once(
        staff.appoint(Role.OWNER, ANI, "Ani", Role.ADMIN), staff.dismiss(Role.ADMIN, ANI)
    )
    assert isinstance(appointed, StaffMember)
    # The one that came first decides what the other finds, and neither overwrites it unseen.
    if isinstance(dismissed, AppointmentError):
        assert dismissed.key == "person_above"
    assert await staff.role(ANI) is Role.ADMIN


async def test_entries_languages_and_counters_of_two_are_all_stored(
    database: Database, clock: Clock
) -> None:
    audit, readers, counters = (
        AuditStore(database, clock),
        ReaderStore(database),
        CounterStore(database),
    )
    key = CounterKey(clock().date(), "questions", "")
    results = await at_once(
        *(audit.add(person, "", "did_reload") for person in (ANI, BUDI)),
        *(readers.choose_language(person, InterfaceLanguage.ENGLISH) for person in (ANI, BUDI)),
        *(counters.add({key: 1}, []) for _ in range(2)),
    )
    assert results == [None] * 6
    assert {entry.user_id for entry in await audit.latest(9)} == {ANI, BUDI}
    assert [await readers.language(person) for person in (ANI, BUDI)] == [
        InterfaceLanguage.ENGLISH
    ] * 2
    async with database.read() as connection:
        assert await connection.scalar(select(counter_rows.c.value)) == 2
