"""The disk of the data is full: answers go on, owners are told why, and nothing is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.core import DATABASE
from bot.texts import texts_for
from tests.faults.disk import Disk
from tests.faults.program import Program
from tests.faults.signs import NEWS, WHO, answers, is_sound, said, told

TEXTS = texts_for(InterfaceLanguage.INDONESIAN)


async def test_answers_go_on_and_owners_are_told_once_in_words(
    program: Program, disk: Disk, chat: Chat, ani: User, owner_chat: Chat, owner: User
) -> None:
    full = TEXTS.format("storage_full", path=str(program.data / DATABASE))
    async with program.running() as run:
        assert await answers(chat, ani)
        disk.fill()
        before = len(run.lines)
        for _ in range(5):
            assert await answers(chat, ani)
        assert (await owner_chat.next_message()).text == full
        await said(owner_chat, owner, "/reload folder")
        assert (await told(owner_chat, TEXTS.reload_failed)).text.endswith(full)
        assert (await said(owner_chat, owner, "/backup")).startswith("Disk penuh")
        assert await said(chat, ani, "/subscribe banjir") == TEXTS.trouble
        await run.logged("storage_full", before)
        assert "Traceback" not in run.log
        disk.free()
        assert await answers(chat, ani)
        (program.articles / "banjir.txt").write_text(NEWS, "utf-8")
        await said(owner_chat, owner, "/reload folder")
        await told(owner_chat, TEXTS.reload_done)
        assert "banjir" in await said(chat, ani, "/subscribe banjir")
        assert owner_chat.unread == 0
    assert is_sound(program.data / DATABASE)
    assert leftovers(program.data) == []
    assert answered(program.data / DATABASE) == 7


async def test_posts_of_a_channel_wait_for_space(
    program: Program, disk: Disk, server: BotApiServer, owner_chat: Chat, owner: User, chat: Chat,
    ani: User,
) -> None:
    async with program.running() as run:
        channel = server.channel("Kabar Melati", owner, "kabarmelati")
        assert "@kabarmelati" in await said(owner_chat, owner, "/channel @kabarmelati")
        disk.fill()
        channel.says(owner, NEWS.partition("\n\n")[2])
        await run.logged("posts could not be taken in")
        disk.free()
        await run.logged("post read in")
        assert "setinggi lutut" in await said(chat, ani, "Di mana warga melaporkan banjir?")


async def test_it_does_not_start_on_a_full_disk_and_says_why(
    program: Program, disk: Disk, chat: Chat, ani: User
) -> None:
    async with program.running():
        assert await answers(chat, ani)
    disk.fill()
    code, log = await program.command("run")
    assert code == 1
    assert "Disk penuh" in log.splitlines()[-1]
    assert "Traceback" not in log
    disk.free()
    async with program.running():
        assert await answers(chat, ani)
    assert is_sound(program.data / DATABASE)


async def test_a_backup_that_does_not_fit_leaves_nothing(
    program: Program, disk: Disk, tmp_path: Path
) -> None:
    async with program.running():
        pass
    disk.fill(spare=64 * 1024)
    code, written = await program.command("backup", str(program.data / "cadangan.db.gz"))
    assert code == 1
    assert "Disk penuh" in written
    assert leftovers(program.data) == []
    disk.free()
    code, _ = await program.command("backup", str(program.data / "cadangan.db.gz"))
    assert code == 0


def leftovers(data: Path) -> list[str]:
    """Return the names of temporary files and folders."""
    return [path.name for path in data.iterdir() if path.name.startswith((".kutip", "reload-"))]


def answered(database: Path) -> int:
    """Return how many answers the statistics have counted."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT sum(value) FROM tallies WHERE name = 'questions'"
        return int(connection.execute(query).fetchone()[0])
