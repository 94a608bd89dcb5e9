"""A backup by the bot: to an owner in private, whole, and restorable."""

import asyncio
import gzip
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.maintenance import scheduled_backups
from bot.maintenance.backup import BackupService, restore
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import BadRequest, Held
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.settings import Settings
from bot.status import monitor
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers.render.staff import role_needed
from tests.e2e.conftest import ADMIN, RunningBot

TEXTS = texts_for(InterfaceLanguage.INDONESIAN)
OPERATING = TEXTS.operating


@pytest.fixture
def owner(server: BotApiServer) -> User:
    return server.user("Owner", id=ADMIN)


@pytest.fixture
async def admin_chat(server: BotApiServer, owner: User, bot: RunningBot) -> Chat:
    """The owner's chat with the running bot."""
    await server.polled()
    return server.private_chat(owner, started=True)


@pytest.fixture
def early_backups(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Look for due backups at once; a file in the folder's place, and set when one is made."""
    made = asyncio.Event()
    store = BackupService.store

    async def stored(service: BackupService, now: datetime, *, prunes: bool) -> Path:
        path = await store(service, now, prunes=prunes)
        made.set()
        return path

    (settings.data / "backups").write_text("in the way")
    monkeypatch.setattr(scheduled_backups, "FIRST_LOOK_S", 0.0)
    monkeypatch.setattr(scheduled_backups, "BUSY_INTERVAL_S", 0.02)
    monkeypatch.setattr(scheduled_backups, "RETRY_INTERVAL_S", 0.02)
    monkeypatch.setattr(monitor, "LOOK_INTERVAL_S", 0.02)
    monkeypatch.setattr(BackupService, "store", stored)
    return made


async def test_an_owner_gets_a_backup_that_can_be_restored(
    admin_chat: Chat, owner: User, services: BotServices, tmp_path: Path
) -> None:
    admin_chat.says(owner, "/backup")
    sent = await admin_chat.next_message(timeout=30)
    assert sent.media is not None
    assert sent.media.name.endswith(".db.gz")
    assert sent.media.name in sent.text
    (tmp_path / "sent.gz").write_bytes(sent.media.content)
    assert gzip.decompress(sent.media.content).startswith(b"SQLite format 3")
    there = tmp_path / "elsewhere" / "kutip.db"
    restore(tmp_path / "sent.gz", there)
    with closing(sqlite3.connect(there)) as restored:
        assert restored.execute("SELECT count(*) FROM articles").fetchone() == (4,)
    (entry,), _ = await services.staff.audit_entries(0)
    assert (entry.action, entry.subject) == ("did_backup", sent.media.name)
    assert not list(services.settings.data.glob(".backup-*"))


async def test_scheduled_backups_are_made_by_the_bot_and_a_failure_is_told_to_the_owner(
    early_backups: asyncio.Event, admin_chat: Chat, services: BotServices
) -> None:
    folder = services.backups.folder
    told = await admin_chat.next_message(timeout=30)
    failing = OPERATING.format("fault_backup_failing", path=str(folder))
    assert told.text == f"{OPERATING.faults_title}\n• {failing}"
    folder.unlink()
    await early_backups.wait()
    (backup,) = await services.backups.stored()
    assert backup.path.stat().st_mode & 0o777 == 0o600
    over = await admin_chat.next_message(timeout=30)
    assert over.text == f"{OPERATING.faults_over_title}\n• {OPERATING.over_backup}"
    assert not admin_chat.unread


async def test_an_admin_is_refused(
    chat: Chat, ani: User, services: BotServices, admin_chat: Chat
) -> None:
    await services.staff.appoint(Role.OWNER, ani.id, "Ani", Role.ADMIN)
    chat.says(ani, "/backup")
    assert (await chat.next_message()).text == role_needed(Command.BACKUP, TEXTS)


async def test_a_backup_that_telegram_refuses_is_told_with_another_way(
    admin_chat: Chat, owner: User, server: BotApiServer
) -> None:
    server.fail("sendDocument", BadRequest("file is too big"))
    admin_chat.says(owner, "/backup")
    assert (await admin_chat.next_message(timeout=30)).text == TEXTS.backup.backup_unsent


async def test_a_second_backup_waits_for_the_first_to_be_sent(
    admin_chat: Chat, owner: User, server: BotApiServer
) -> None:
    held = Held()
    server.fail("sendDocument", held)
    admin_chat.says(owner, "/backup")
    await held.reached.wait()
    admin_chat.says(owner, "/backup")
    assert (await admin_chat.next_message()).text == TEXTS.backup.backup_running
    held.released.set()
    assert (await admin_chat.next_message()).media is not None
