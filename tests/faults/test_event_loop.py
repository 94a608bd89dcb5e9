"""The event loop stands still: the program ends, for its service manager to start it anew."""

import asyncio
import signal

import pytest

from bot.playground.botapi import BotApiServer
from bot.runtime.hard_exit import LAST_WORDS_S
from bot.runtime.loop_watch import INTERVAL_S, MAX_LOOKS
from tests.faults.conftest import reader
from tests.faults.program import Program
from tests.faults.signs import Person, is_sound

ENDS_WITHIN_S = (MAX_LOOKS + 2) * INTERVAL_S + LAST_WORDS_S + 30


@pytest.mark.long
async def test_a_program_whose_log_is_stuck_ends(
    program: Program, server: BotApiServer, ani: Person
) -> None:
    """Its last line can't be written either, so that the system's alarm ends it."""
    async with program.unread(log_level="DEBUG") as process:
        for number in range(100):
            person = reader(server, f"Budi {number}")
            person.chat.says(person.user, "siapa wali kota?")
        async with asyncio.timeout(ENDS_WITHIN_S):
            assert await process.wait() == -signal.SIGALRM
    assert is_sound(program.database)
    async with program.running():
        assert await ani.is_answered()
