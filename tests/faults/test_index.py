"""The index on the disk is damaged, or gone while the bot runs: it is made again from storage."""

import random
import shutil

import pytest

from tests.faults.program import Program
from tests.faults.signs import NEWS, TEXTS, Person


async def test_a_damaged_index_is_built_again_at_the_start(program: Program, ani: Person) -> None:
    async with program.running():
        assert await ani.is_answered()
    damaged = [path for path in sorted(program.data.glob("index-*/**/*")) if path.is_file()]
    for path in damaged:
        path.write_bytes(flipped(path.read_bytes()))
    assert damaged
    async with program.running() as run:
        await run.logged("rebuilding the index from storage")
        assert await ani.is_answered()


@pytest.mark.long
async def test_an_index_that_is_deleted_meanwhile_serves_on_and_is_stored_again(
    program: Program, ani: Person, owner: Person
) -> None:
    async with program.running(watch="no"):
        assert await ani.is_answered()
        for folder in program.data.glob("index-*"):
            shutil.rmtree(folder)
        assert await ani.is_answered()
        (program.articles / "banjir.txt").write_text(NEWS, "utf-8")
        await owner.says("/reload folder")
        await owner.sees(TEXTS.reload_done)
        assert "setinggi lutut" in await ani.says("Di mana warga melaporkan banjir?")
    async with program.running() as run:
        assert "setinggi lutut" in await ani.says("Di mana warga melaporkan banjir?")
        assert "rebuilding" not in run.log


def flipped(content: bytes) -> bytes:
    """Return the bytes with a bit flipped in every hundredth."""
    damaged, chance = bytearray(content), random.Random(3)
    for place in range(0, len(damaged), 100):
        damaged[place] ^= 1 << chance.randrange(8)
    return bytes(damaged)
