"""Delete what is stored of a person so that no byte of it is left in the data folder.

Backups are left as they are until they are pruned: they are for the case that something was
deleted by mistake.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.conversation.shown_answers import ShownAnswers
from bot.errors import StorageError
from bot.statistics.anonymize import anonymize
from bot.statistics.recorder import StatisticsRecorder
from bot.storage.backup import delete_copy, replaced_copies
from bot.storage.database import Database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.dialects.sqlite import SQLite
from bot.storage.readers import ReaderStore
from bot.storage.traces import Traces
from bot.users.preferences import Preferences

PAUSES_S = (5.0, 150.0)
"""Until traces are overwritten, and once more: an update that a webhook has taken is stored until
it is done, and its chat for a minute after that."""

AFTER_START_S, INTERVAL_S = 3600.0, 86_400.0

RETRY_S = 5.0
"""Until the log is emptied again, if somebody was reading from it."""


class Erasure:
    """Deletes what is stored of persons, and overwrites the traces.

    ``on_overwritten`` is called each time that no trace is left.
    """

    def __init__(
        self,
        database: Database,
        preferences: Preferences,
        recorder: StatisticsRecorder,
        shown_answers: ShownAnswers,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._address = database.address
        self._traces = Traces(database)
        self._preferences = preferences
        self._recorder = recorder
        self._shown_answers = shown_answers
        self.pauses_s = pauses_s
        self._wanted = asyncio.Event()
        self.on_overwritten: Callable[[], None] = lambda: None

    async def forget(self, reader_id: int) -> None:
        """Delete everything that is stored of a person, also in databases that were replaced.

        What is in memory is written first, so that it is deleted, too. Raises StorageError.
        """
        await self._recorder.write()
        await self._shown_answers.finish()
        await self._preferences.delete(reader_id, anonymize)
        if self._address.url is None:
            for copy in await asyncio.to_thread(replaced_copies, self._address.file):
                await erase_in_copy(copy, reader_id)
        self._wanted.set()

    async def run(self) -> None:
        """Overwrite the traces some time after each deletion; raises StorageError.

        Also an hour after the start, since the process may have ended before it did, and then once
        a day: what has expired leaves traces, too.
        """
        wait_s = AFTER_START_S
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._wanted.wait()
            wait_s = INTERVAL_S
            for pause_s in self.pauses_s:
                self._wanted.clear()
                await self._overwrite_in(pause_s)
                self.on_overwritten()

    async def _overwrite_in(self, pause_s: float) -> None:
        is_done = False
        while not is_done:
            try:
                await asyncio.sleep(pause_s)
                is_done = await self._traces.overwrite()
            except StorageError:
                self._wanted.set()  # for when the job restarts
                raise
            pause_s = RETRY_S


async def erase_in_copy(copy: Path, reader_id: int) -> None:
    """Delete everything of a person in a database that a restore has replaced.

    One that can't be changed, since it is damaged or of an earlier version, is deleted whole.
    """
    modified = (await asyncio.to_thread(copy.stat)).st_mtime
    dialect = SQLite(DatabaseAddress(copy))
    database, erased = Database(dialect), False
    try:
        await dialect.prepare()
        await ReaderStore(database).delete(reader_id, anonymize)
        erased = await Traces(database).overwrite()
    except StorageError:
        erased = False
    finally:
        await database.index_repair.close()
        await dialect.close()
    if erased:
        os.utime(copy, (modified, modified))  # it is kept as long as it would have been
    else:
        await asyncio.to_thread(delete_copy, copy)
