"""Updates that were stored are given to the application, whatever became of their bytes."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from telegram import Update, User
from telegram.ext import ApplicationBuilder

from bot.model.updates import ClaimedUpdate
from bot.services.addresses import current_time
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.updates import UpdateStore
from bot.updates.claimer import UpdateClaimer
from handlers.telegram.receiving import UpdateReceiver

TEXT = (
    '{"update_id": 6, "message": {"message_id": 1, "date": 1, "text": "Halo",'
    ' "chat": {"id": 7, "type": "private"}}}'
)


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"update_id": 1}', "[" * 100_000, "\x00"])
async def test_an_update_that_cannot_be_read_keeps_no_other_from_being_handled(
    tmp_path: Path, damaged: str
) -> None:
    application: Any = ApplicationBuilder().token("4242:SECRET").updater(None).build()
    application.bot._bot_user = User(4242, "Kutip", is_bot=True, username="kutip_bot")
    async with open_database(tmp_path / "kutip.db") as database:
        store = UpdateStore(database)
        claimer = UpdateClaimer(store, current_time, shared=False, report=lambda _: None)
        receiver = UpdateReceiver(application, claimer, Settings())
        receiver._handle([ClaimedUpdate(5, damaged, 0), ClaimedUpdate(6, TEXT, 0)])
    queue: asyncio.Queue[Update] = application.update_queue
    first, second = queue.get_nowait(), queue.get_nowait()
    assert (first.update_id, first.message) == (5, None)  # so that it is done
    assert second.message is not None
    assert (second.update_id, second.message.text) == (6, "Halo")
