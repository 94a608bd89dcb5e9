"""What owners are told of the folder of articles: by the real monitor, library and folder."""

from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.model.faults import FaultKind
from bot.runtime.contact import TelegramContact
from bot.services.status import make_fault_monitor
from bot.settings import Settings
from bot.status.inspection import Installation, inspect_installation
from bot.status.monitor import FaultMonitor
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.reloads import ReloadStore
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import Clock
from tests.bot.status.owners import Owners

UNREADABLE = "x" * 300
"""A name that the system looks nothing up by, as it does on a mount whose server is gone."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A link to a folder, so that it can be taken away."""
    (tmp_path / "mounted").mkdir()
    (tmp_path / "articles").symlink_to(tmp_path / "mounted")
    return tmp_path / "articles"


@pytest.fixture
def monitor(database: Database, folder: Path, clock: Clock) -> FaultMonitor:
    settings = Settings(data=folder.parent, articles=folder, free_mb=0, backup_hours=0)
    return make_fault_monitor(database, settings, TelegramContact(clock), clock, None)


@pytest.fixture
def library(
    article_store: ArticleStore, reload_store: ReloadStore, folder: Path, clock: Clock
) -> Library:
    return Library(article_store, reload_store, FaultyEngine(), folder, clock)


def point(link: Path, name: str) -> None:
    link.unlink()
    link.symlink_to(link.parent / name)


async def test_a_folder_that_cannot_be_looked_at_is_neither_gone_nor_back(
    monitor: FaultMonitor, library: Library, folder: Path
) -> None:
    owners = Owners()
    await library.reload()
    for name in ("mounted", UNREADABLE, "nothing", UNREADABLE):
        point(folder, name)
        for _ in range(2):
            await monitor.look(owners.tell)
    assert (owners.begun, owners.ended) == (["fault_folder"], [])
    point(folder, "mounted")
    await monitor.look(owners.tell)
    assert owners.ended == ["folder"]


async def test_a_folder_that_was_never_read_is_none_that_is_gone(
    monitor: FaultMonitor, folder: Path
) -> None:
    owners = Owners()
    point(folder, "nothing")
    await monitor.look(owners.tell)
    assert owners.attempts == 0


@pytest.mark.sqlite("its file is looked at from outside")
async def test_a_status_from_outside_survives_a_folder_that_cannot_be_looked_at(
    database: Database, library: Library, folder: Path, clock: Clock
) -> None:
    await library.reload()
    found = {}
    for name in ("nothing", UNREADABLE, "mounted"):
        point(folder, name)
        seen = Installation(database.address, folder, 0, has_own_index=False, backup_hours=0)
        report = await inspect_installation(seen, clock())
        found[name] = FaultKind.FOLDER in {fault.kind for fault, _ in report.faults}
    assert found == {"nothing": True, UNREADABLE: False, "mounted": False}
