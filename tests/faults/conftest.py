"""A server, an owner and a reader, and the program on a folder or a small disk of its own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from tests.e2e.articles import write_articles
from tests.faults.disk import Disk, mounted
from tests.faults.program import Program
from tests.faults.signs import Person

OWNER = 900_001
DISK_MB = 8


def reader(server: BotApiServer, name: str) -> Person:
    """Return a new person whose Telegram speaks Indonesian."""
    user = server.user(name, language_code="id")
    return Person(server.private_chat(user, started=True), user)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer("4242:SECRET-of-the-test") as server:
        yield server


@pytest.fixture
def ani(server: BotApiServer) -> Person:
    """A reader whose Telegram speaks Indonesian."""
    return reader(server, "Ani")


@pytest.fixture
def owner(server: BotApiServer) -> Person:
    user = server.user("Owner", id=OWNER, language_code="id")
    return Person(server.private_chat(user, started=True), user)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A small disk for the data folder."""
    with mounted(tmp_path / "data", DISK_MB) as disk:
        yield disk


@pytest.fixture
def program(server: BotApiServer, tmp_path: Path) -> Program:
    """The program on a small folder of articles; its data are on ``disk`` if that is there."""
    write_articles(tmp_path / "articles")
    return Program(server, tmp_path, owners=str(OWNER), free_mb="0", log_format="text")
