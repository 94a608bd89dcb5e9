"""Conversations of ``tests/dialogues/*.yaml`` with the running bot, in front of a Bot API server.

Those of ``FILES``, which need buttons, edits and cards; TDLib checks the markup of every text.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.app import serve
from bot.playground.botapi import BotApiServer
from bot.quotations.listing import QuotationPage
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from index.types import Language
from tests.bot.samples import Clock
from tests.dialogues.script import FOLDER, Dialogue, read_dialogues
from tests.dialogues.server_player import ServerPlayer, is_reading
from tests.dialogues.test_dialogues import SATURDAY
from tests.handlers.harness import OWNER
from tests.tdlib import tdlib_parse

FILES = (
    "answer_buttons",
    "channels",
    "elsewhere",
    "feedback",
    "malay",
    "quotations",
    "timeline",
)
DIALOGUES = [each for each in read_dialogues(files=FILES) if each.chat != "terminal"]


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock(SATURDAY)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(clock: Clock) -> AsyncIterator[BotApiServer]:
    now = lambda: clock().timestamp()  # noqa: E731
    async with BotApiServer("4242:SECRET", clock=now, reference_parser=tdlib_parse) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(
    server: BotApiServer, clock: Clock, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[BotServices]:
    """The services of the running bot, which has read the collection of this folder."""
    data = tmp_path_factory.mktemp("server")
    shutil.copyfile(migrated, data / DATABASE)
    settings = Settings(
        token=SecretStr(server.token),
        api_url=server.url,
        articles=FOLDER / "articles",
        data=data,
        owners=frozenset({OWNER.id}),
        watch=False,
    )
    async with open_bot_services(settings, clock) as services:
        stop = asyncio.Event()
        running = asyncio.create_task(serve(services, stop))
        await server.polled()
        await _all_quoted(services)
        yield services
        stop.set()
        await running


async def _all_quoted(services: BotServices) -> None:
    """Until the articles are read for quotations, which goes on beside the answers."""
    async with asyncio.timeout(60):
        while await _is_reading(services):  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.05)


async def _is_reading(services: BotServices) -> bool:
    listed = await services.quotations.named("Antony Blinken", "", Language.INDONESIAN)
    return await is_reading(services) or not isinstance(listed, QuotationPage)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[each.name for each in DIALOGUES])
@pytest.mark.asyncio(loop_scope="module")
async def test_dialogue_on_the_server(
    dialogue: Dialogue, server: BotApiServer, services: BotServices, clock: Clock
) -> None:
    await ServerPlayer(server, services, clock, dialogue).play()
