"""A second process on the folder of a running bot."""

import pytest

from tests.faults.program import Program
from tests.faults.signs import NEWS, TEXTS, Person, is_sound


async def test_a_second_bot_on_the_folder_says_so_and_ends(program: Program, ani: Person) -> None:
    async with program.running():
        code, log = await program.command("run")
        assert code == 1
        in_use = TEXTS.format("backup_in_use", path=str(program.data))
        assert in_use in log.splitlines()[-1]
        assert "Traceback" not in log
        assert await ani.is_answered()


@pytest.mark.long
async def test_a_reload_by_command_beside_the_bot_is_found_by_it(
    program: Program, ani: Person
) -> None:
    async with program.running(watch="no") as run:
        assert await ani.is_answered()
        (program.articles / "banjir.txt").write_text(NEWS, "utf-8")
        code, written = await program.command("reload")
        assert code == 0, written
        await run.logged("changed by another process")
        assert "setinggi lutut" in await ani.says("Di mana warga melaporkan banjir?")
    assert is_sound(program.database)
