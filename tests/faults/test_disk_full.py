"""The disk of the data is full: answers go on, owners are told why, and nothing is lost."""

import pytest

from bot.playground.botapi import BotApiServer
from tests.faults.disk import Disk
from tests.faults.program import Program
from tests.faults.signs import NEWS, TEXTS, Person, answered, is_sound, leftovers


async def test_answers_go_on_and_owners_are_told_once_in_words(
    program: Program, disk: Disk, ani: Person, owner: Person
) -> None:
    full = TEXTS.format("storage_full", path=str(program.database))
    async with program.running() as run:
        assert await ani.is_answered()
        disk.fill()
        before = len(run.lines)
        for _ in range(5):
            assert await ani.is_answered()
        assert await owner.hears() == full
        await owner.says("/reload folder")
        assert (await owner.sees(TEXTS.reload_failed)).endswith(full)
        assert (await owner.says("/backup")).startswith("Disk penuh")
        assert await ani.says("/subscribe banjir") == TEXTS.trouble
        await run.logged("storage_full", since=before)
        assert "Traceback" not in run.log
        disk.free()
        assert await ani.is_answered()
        (program.articles / "banjir.txt").write_text(NEWS, "utf-8")
        await owner.says("/reload folder")
        await owner.sees(TEXTS.reload_done)
        assert "banjir" in await ani.says("/subscribe banjir")
        assert owner.chat.unread == 0
    assert is_sound(program.database)
    assert leftovers(program.data) == []
    assert answered(program.database) == 7


async def test_posts_of_a_channel_wait_for_space(
    program: Program, disk: Disk, server: BotApiServer, owner: Person, ani: Person
) -> None:
    async with program.running() as run:
        channel = server.channel("Kabar Melati", owner.user, "kabarmelati")
        assert "@kabarmelati" in await owner.says("/channel @kabarmelati")
        disk.fill()
        channel.says(owner.user, NEWS.partition("\n\n")[2])
        await run.logged("posts could not be taken in")
        disk.free()
        await run.logged("posts of channels read in")
        assert "setinggi lutut" in await ani.says("Di mana warga melaporkan banjir?")


@pytest.mark.long
async def test_it_does_not_start_on_a_full_disk_and_says_why(
    program: Program, disk: Disk, ani: Person
) -> None:
    async with program.running():
        assert await ani.is_answered()
    disk.fill()
    code, log = await program.command("run")
    assert code == 1
    assert "Disk penuh" in log.splitlines()[-1]
    assert "Traceback" not in log
    disk.free()
    async with program.running():
        assert await ani.is_answered()
    assert is_sound(program.database)


@pytest.mark.long
async def test_a_backup_that_does_not_fit_leaves_nothing(program: Program, disk: Disk) -> None:
    async with program.running():
        pass
    target = program.data / "cadangan.db.gz"
    disk.fill(spare=64 * 1024)
    code, written = await program.command("backup", str(target))
    assert code == 1
    assert "Disk penuh" in written
    assert leftovers(program.data) == []
    disk.free()
    code, _ = await program.command("backup", str(target))
    assert code == 0
    assert target.exists()
