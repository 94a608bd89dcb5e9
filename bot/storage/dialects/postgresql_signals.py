"""Words by PostgreSQL's NOTIFY and LISTEN, on a connection of their own."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from sqlalchemy import Engine

from bot.errors import StorageError
from bot.storage.dialects.postgresql_sessions import KEEPALIVE_INTERVAL_S, Session, session
from bot.storage.signals import OnWord

log = logging.getLogger(__name__)

CHANNEL = "kutip"
SIGNALS_NAME = "kutip signals"
"""By which the server's list of connections names these."""
RECONNECT_S = 0.5
TELL_TIMEOUT_S = 1.5

_TELL = "SELECT count(pg_notify($1, word)) FROM unnest($2::text[]) AS word"


class PostgreSQLSignals:
    """Tells and hears words; connects again by itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._callbacks = defaultdict[str, list[OnWord]](list)
        self._words: set[str] = set()
        self._told = asyncio.Event()

    def on(self, word: str, callback: OnWord) -> None:
        """Call ``callback`` when another process tells ``word``, or may have told it."""
        self._callbacks[word].append(callback)

    def tell(self, word: str) -> None:
        """Tell the others a word, as soon as they can be reached."""
        self._words.add(word)
        self._told.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Tell and hear words during the block."""
        keeping = asyncio.create_task(self._keep_connected())
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])

    async def _keep_connected(self) -> None:
        while True:
            try:
                async with session(self._engine, SIGNALS_NAME) as opened:
                    await opened.listen(CHANNEL, self._heard)
                    for word in list(self._callbacks):  # told while nobody listened here
                        self._call(word)
                    await self._keep_telling(opened)
            except StorageError as error:
                log.info("other processes are not heard for now: %r", error)
            except Exception:  # a bug must not silence the others for ever
                log.exception("other processes are not heard for now")
            await asyncio.sleep(RECONNECT_S)

    async def _keep_telling(self, opened: Session) -> None:
        """Tell what there is to tell; each second a statement keeps the connection alive."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(KEEPALIVE_INTERVAL_S):
                    await self._told.wait()
            self._told.clear()
            words, self._words = self._words, set()
            try:
                await opened.fetch(_TELL, CHANNEL, list(words), timeout_s=TELL_TIMEOUT_S)
            except StorageError:
                self._words |= words
                raise

    def _heard(self, connection: Any, sender: int, _channel: str, word: str) -> None:
        if sender != connection.get_server_pid():
            self._call(word)

    def _call(self, word: str) -> None:
        for callback in self._callbacks.get(word, ()):
            callback()
