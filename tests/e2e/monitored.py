"""The running bot with its monitoring port, also while a migration keeps it from opening."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.app import serve
from bot.playground.botapi import BotApiServer
from bot.services.bot import BotServices
from tests.bot.monitoring.scraping import client_of
from tests.faults.program import Program, Run
from tests.faults.signs import locked
from tests.faults.test_signals import make_earlier


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@asynccontextmanager
async def serving(services: BotServices) -> AsyncIterator[httpx.AsyncClient]:
    """The bot from its start on, and a client of its monitoring port."""
    stop = asyncio.Event()
    task = asyncio.create_task(serve(services, stop))
    async with client_of(services.settings.monitoring_port) as client:
        yield client
    stop.set()
    async with asyncio.timeout(20):
        assert await task is None


async def get(client: httpx.AsyncClient, path: str) -> tuple[int, dict[str, Any]]:
    """Return a page's status and its JSON."""
    response = await client.get(path)
    assert response.content.endswith(b"}\n")
    return response.status_code, json.loads(response.content)


async def answering(client: httpx.AsyncClient) -> None:
    """Wait until the bot is ready."""
    async with asyncio.timeout(20):
        while await get(client, "/readyz") != (200, {"ready": True}):  # noqa: ASYNC110 - over HTTP
            await asyncio.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Opening:
    """The program while its migration waits for a lock that another program holds."""

    program: Program
    run: Run
    lock: ExitStack


@asynccontextmanager
async def opening(
    server: BotApiServer, folder: Path, port: int, *under: str
) -> AsyncIterator[Opening]:
    """Begin the program on the database of an earlier version."""
    program = Program(server, folder, monitoring_port=str(port), watch="no", log_format="text")
    await make_earlier(program.database, "0012")
    with ExitStack() as lock:
        lock.enter_context(locked(program.database))
        run = await program.begin(under=under)
        try:
            yield Opening(program, run, lock)
        finally:
            await run.kill()
