"""Each conversation in ``tests/dialogues/*.yaml`` goes as it is written there.

All share one collection, which is loaded once; each has people and a chat of its own.
"""

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.services.addresses import DATABASE
from bot.services.bot import open_bot_services
from bot.settings import Settings
from tests.bot.samples import Clock
from tests.dialogues.player import Player
from tests.dialogues.script import FOLDER, Dialogue, read_dialogues
from tests.dialogues.terminal import play_in_terminal
from tests.handlers.harness import OWNER, Harness

SATURDAY = datetime(2026, 5, 30, 3, 0, tzinfo=UTC)
"""Ten in the morning in Jakarta; the newest articles are of the day before."""

DIALOGUES = read_dialogues(Path(os.environ.get("DIALOGUES", FOLDER)))


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock(SATURDAY)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def harness(
    clock: Clock, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Harness]:
    """The handlers on the collection of this folder."""
    data = tmp_path_factory.mktemp("dialogues")
    shutil.copyfile(migrated, data / DATABASE)
    settings = Settings(
        token=None,
        articles=FOLDER / "articles",
        data=data,
        owners=frozenset({OWNER.id}),
        watch=False,
    )
    async with open_bot_services(settings, clock) as services:
        await services.library.reload()
        await services.quotation_job.read_waiting()
        harness = Harness(services)
        async with harness.running():
            yield harness


@pytest.mark.parametrize(
    ("number", "dialogue"), list(enumerate(DIALOGUES)), ids=[each.name for each in DIALOGUES]
)
@pytest.mark.asyncio(loop_scope="module")
async def test_dialogue(number: int, dialogue: Dialogue, harness: Harness, clock: Clock) -> None:
    clock.moment = SATURDAY
    if dialogue.chat == "terminal":
        await play_in_terminal(harness.services, clock, dialogue)
    else:
        await Player(harness, clock, dialogue, number).play()
