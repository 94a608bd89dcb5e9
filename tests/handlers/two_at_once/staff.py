"""Announcements, roles and backups."""

from bot.model.roles import Role
from bot.users.permissions import Command
from handlers.callback_data.announcements import (
    AppointUnknown,
    CancelBroadcast,
    ChooseAudience,
    ChooseTopic,
    SendBroadcast,
    ShowAudiences,
    ShowDraft,
    StopBroadcast,
)
from tests.handlers.two_at_once.stage import FIRST, SECOND, Stage, case

NEW_MEMBER = 7001


@case(
    Command.BROADCAST,
    *(ShowAudiences, ShowDraft, ChooseAudience, ChooseTopic),
    *(SendBroadcast, StopBroadcast, CancelBroadcast),
)
async def an_announcement_is_sent_stopped_or_cancelled_once(stage: Stage) -> None:
    await stage.both(*(stage.says("/broadcast Kami pindah.", by) for by in (FIRST, SECOND)))
    for first, second, deed in (
        (SendBroadcast, SendBroadcast, ["did_broadcast"]),
        (SendBroadcast, CancelBroadcast, None),
        (CancelBroadcast, CancelBroadcast, []),
    ):
        number, deeds = await stage.announcement(), len(await stage.deeds())
        await stage.both(
            stage.pressing(first(number), FIRST), stage.pressing(second(number), SECOND)
        )
        done = (await stage.deeds())[deeds:]
        assert done == deed or (deed is None and len(done) <= 1)
        assert (await stage.services.announcements.store.get(number) is None) == (done == [])
    number = await stage.announcement()
    for first_press, second_press in (
        (ShowAudiences(number), ShowDraft(number)),
        (ChooseAudience(number, 0), ChooseTopic(number, 0)),
        (ChooseAudience(number, 1), SendBroadcast(number)),
    ):
        await stage.both(stage.pressing(first_press, FIRST), stage.pressing(second_press, SECOND))
    deeds = len(await stage.deeds())
    await stage.both(*(stage.pressing(StopBroadcast(number), by) for by in (FIRST, SECOND)))
    assert (await stage.deeds())[deeds:] == ["did_stop_broadcast"]


@case(Command.PROMOTE, Command.DEMOTE, AppointUnknown)
async def a_role_is_given_and_taken_once(stage: Stage) -> None:
    staff = stage.services.staff
    editor = AppointUnknown(NEW_MEMBER, Role.EDITOR)
    for works, role, deed in (
        ([stage.pressing(editor, by) for by in (FIRST, SECOND)], Role.EDITOR, "did_promote"),
        (
            [stage.says(f"/promote {NEW_MEMBER} admin", by) for by in (FIRST, SECOND)],
            Role.ADMIN,
            "did_promote",
        ),
        (
            [stage.says(f"/demote {NEW_MEMBER}", by) for by in (FIRST, SECOND)],
            Role.READER,
            "did_demote",
        ),
    ):
        deeds = len(await stage.deeds())
        await stage.both(*works)
        assert await staff.role(NEW_MEMBER) is role
        assert (await stage.deeds())[deeds:] == [deed]


@case(Command.BACKUP)
async def two_backups_are_both_sent_or_one_is_told_to_wait(stage: Stage) -> None:
    await stage.both(*(stage.says("/backup", by) for by in (FIRST, SECOND)))
    files = stage.harness.messenger.files
    assert files
    assert all(name.startswith("kutip-") for name, _, _ in files)
