"""`kutip check`, on real folders and with a Bot API server on loopback."""

import asyncio
import platform
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.cli import check_file, check_telegram
from bot.cli.check import Checks, settings_results
from bot.cli.check_result import CheckResult, CheckStatus
from bot.errors import Problem, SettingsError
from bot.maintenance.backup import running_on, store_backup
from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.services.addresses import DATABASE, current_time, database_address
from bot.services.core import open_services
from bot.settings import Settings
from bot.storage.schema_version import HEAD
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts
from tests.bot.cli.sample_folder import make_settings, write_articles
from tests.bot.storage.stored_schemas import make_stored
from tests.tiny_model import write_tiny_model

TEXTS = texts_for(InterfaceLanguage.INDONESIAN)
OWN = TerminalTexts(InterfaceLanguage.INDONESIAN)
TOKEN = "42:TEST"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles")
    return tmp_path


def with_bot(settings: Settings, api_url: str, token: str = TOKEN) -> Settings:
    return settings.model_copy(update={"token": SecretStr(token), "api_url": api_url})


async def found(settings: Settings) -> list[CheckResult]:
    return [result async for result in Checks(settings).results()]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On loopback another program needs no second to poll again."""
    monkeypatch.setattr(check_telegram, "POLL_S", 1)


async def about(label: str, settings: Settings) -> CheckResult:
    """The only result with a label; the token is in none."""
    results = await found(settings)
    assert TOKEN not in str(results)
    (result,) = [result for result in results if result.label == label]
    return result


async def about_the_bot(settings: Settings) -> CheckResult:
    return await about(OWN.label_bot, settings)


async def test_all_is_well_without_a_token_and_nothing_is_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    results = await found(make_settings(home))
    assert [str(result) for result in results] == [
        f"✓ Pengaturan: tanpa berkas .env di {home}",
        f"✓ Penyimpanan: akan dibuat di {home / 'data' / 'kutip.db'}",
        f"✓ Artikel: 2 terbaca di {home / 'articles'}",
        f"– Token: {OWN.bot_missing}",
    ]
    assert names_in(home) == ["articles"]


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_the_paths_of_everything_are_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, though the settings name them from the current folder."""
    monkeypatch.chdir(home)
    (home / ".env").write_text("KUTIP_LANGUAGE=id\n")
    settings = Settings(articles=Path("articles"), data=Path("data"))
    async with open_services(settings) as services:
        await services.library.reload()
    assert [str(result) for result in await found(settings)][:3] == [
        f"✓ Pengaturan: dibaca dari {home / '.env'}",
        f"✓ Penyimpanan: bisa dibaca dan ditulis: {home / 'data' / 'kutip.db'}",
        f"✓ Artikel: 2 terbaca di {home / 'articles'}",
    ]


def flip(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement)
        connection.commit()


SWAP_INDEXES = (
    "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
    " WHERE name = 'ix_articles_key') WHERE name = 'ix_articles_digest'"
)


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("UPDATE articles SET text = replace(text, '42', '43')", "article_damaged"),
        ("UPDATE articles SET body = '[['", "article_damaged"),
        (SWAP_INDEXES, "storage_damaged"),
    ],
)
async def test_damage_is_wrong(home: Path, statement: str, key: str) -> None:
    settings = make_settings(home)
    async with open_services(settings) as services:
        await services.library.reload()
    path = settings.data / DATABASE
    flip(path, statement)
    storage = await about(OWN.label_storage, settings)
    assert storage.status is CheckStatus.ERROR
    numbers = "2" if "replace" in statement else "1, 2"
    assert storage.text == TEXTS.format(key, path=str(path), numbers=numbers)


@pytest.mark.parametrize("left", ["nothing", "an empty file", "an empty database"])
async def test_a_database_that_is_gone_beside_its_index_is_wrong(
    home: Path, left: str, migrated: Path
) -> None:
    settings = make_settings(home)
    async with open_services(settings) as services:
        await services.library.reload()
    path = settings.data / DATABASE
    path.unlink()
    if left == "an empty file":
        path.touch()
    if left == "an empty database":
        shutil.copyfile(migrated, path)
    for _ in range(2):
        storage = await about(OWN.label_storage, settings)
        assert storage.status is CheckStatus.ERROR
        assert storage.text == TEXTS.format("database_lost", path=str(path))


async def test_an_older_database_is_whole_and_stays_until_the_next_start(home: Path) -> None:
    settings = make_settings(home)
    make_stored("0012", settings.data / DATABASE)
    storage = await about(OWN.label_storage, settings)
    assert storage.status is CheckStatus.NOTE
    assert "0012" in storage.text
    assert HEAD in storage.text
    assert str(settings.data / "backups") in storage.text
    assert names_in(settings.data) == [DATABASE]
    with closing(sqlite3.connect(settings.data / DATABASE)) as untouched:
        found = untouched.execute("SELECT version_num FROM alembic_version").fetchall()
    assert found == [("0012",)]


async def test_no_room_for_the_backup_before_a_migration_is_wrong(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(home)
    make_stored("0012", settings.data / DATABASE)
    monkeypatch.setattr(check_file, "free_bytes", lambda _: 0)
    assert (await about(OWN.label_storage, settings)).status is CheckStatus.ERROR


async def test_backups_and_versions_are_told(home: Path) -> None:
    settings = make_settings(home)
    async with open_services(settings) as services:
        await services.library.reload()
    backups = await about(OWN.label_backups, settings)
    assert backups.status is CheckStatus.NOTE
    assert "24" in backups.text
    off = settings.model_copy(update={"backup_hours": 0})
    assert "KUTIP_BACKUP_HOURS=0" in (await about(OWN.label_backups, off)).text
    store_backup(database_address(settings), current_time(), keep=7)
    made = await about(OWN.label_backups, settings)
    assert made.status is CheckStatus.OK
    assert str(settings.data / "backups") in made.text
    versions = (await about(OWN.label_versions, settings)).text
    assert HEAD in versions
    assert platform.python_version() in versions


async def test_a_file_in_the_place_of_the_backups_is_wrong(home: Path) -> None:
    taken = home / "taken"
    taken.touch()
    settings = make_settings(home).model_copy(update={"backups": taken})
    async with open_services(settings):
        result = await about(OWN.label_backups, settings)
    assert result.status is CheckStatus.ERROR
    assert str(taken) in result.text


async def test_of_backups_of_a_server_its_own_tool_is_named(home: Path) -> None:
    nowhere = SecretStr("postgresql://kutip:secret@127.0.0.1:9/kutip")
    backups = await about(
        OWN.label_backups, make_settings(home).model_copy(update={"database": nowhere})
    )
    assert backups.status is CheckStatus.NOTE
    assert "pg_dump" in backups.text
    assert "secret" not in backups.text


async def test_storage_that_cannot_be_opened_is_wrong(home: Path) -> None:
    (home / "data").write_text("a file where the folder should be")
    storage = (await found(make_settings(home)))[1]
    assert storage.status is CheckStatus.ERROR
    assert str(home / "data") in storage.text
    assert "KUTIP_DATA" in storage.text


async def test_a_database_that_is_none_is_wrong(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "kutip.db").write_bytes(b"not a database" * 100)
    storage = (await found(make_settings(home)))[1]
    assert storage.status is CheckStatus.ERROR


@pytest.mark.parametrize("folder", ["empty", "missing"])
async def test_a_folder_without_articles_is_wrong(home: Path, folder: str) -> None:
    (home / "empty").mkdir()
    settings = make_settings(home).model_copy(update={"articles": home / folder})
    articles = (await found(settings))[2]
    assert articles == CheckResult(
        CheckStatus.ERROR, OWN.label_articles, OWN.format("articles_none", path=str(home / folder))
    )


async def test_unreadable_files_are_noted(home: Path) -> None:
    (home / "articles" / "empty.txt").write_bytes(b"")
    results = await found(make_settings(home))
    assert results[2].status is CheckStatus.OK
    assert results[3] == CheckResult(
        CheckStatus.NOTE, OWN.label_articles, OWN.format("articles_unreadable", count=1)
    )


async def test_a_webhook_is_wrong_and_stays(home: Path) -> None:
    async with BotApiServer(TOKEN) as server:
        server.state.webhook = "https://lain.example.org/secret/path"
        updates = await about(OWN.label_updates, with_bot(make_settings(home), server.url))
        assert server.state.webhook
    assert updates.status is CheckStatus.ERROR
    assert updates.text == OWN.format("updates_webhook", host="lain.example.org")


async def test_another_program_that_polls_is_wrong(home: Path) -> None:
    async def poll() -> None:
        async with httpx.AsyncClient() as client:
            while True:
                await client.get(f"{server.url}{TOKEN}/getUpdates", params={"timeout": 9})

    async with BotApiServer(TOKEN) as server:
        other = asyncio.create_task(poll())
        await server.polled()
        updates = await about(OWN.label_updates, with_bot(make_settings(home), server.url))
        other.cancel()
        await asyncio.wait([other])
    assert updates == CheckResult(CheckStatus.ERROR, OWN.label_updates, TEXTS.telegram_conflict)


async def test_waiting_updates_stay_and_are_no_sign_of_another_program(home: Path) -> None:
    async with BotApiServer(TOKEN) as server:
        ani = server.user("Ani")
        server.private_chat(ani).says(ani, "Halo")
        updates = await about(OWN.label_updates, with_bot(make_settings(home), server.url))
        assert server.state.updates.pending == 1
    assert updates == CheckResult(CheckStatus.OK, OWN.label_updates, OWN.updates_free)


async def test_a_bot_that_runs_here_is_not_disturbed(home: Path) -> None:
    settings = make_settings(home)
    settings.data.mkdir()
    async with BotApiServer(TOKEN) as server:
        with running_on(settings.data / DATABASE):
            updates = await about(OWN.label_updates, with_bot(settings, server.url))
        assert "getUpdates" not in {call.method for call in server.calls}
    assert updates == CheckResult(CheckStatus.OK, OWN.label_updates, OWN.updates_here)


@pytest.mark.parametrize("owners", [frozenset(), frozenset({7, 3})])
async def test_without_an_owner_the_link_to_the_number_is_told(
    home: Path, owners: frozenset[int]
) -> None:
    async with BotApiServer(TOKEN, username="kutip_bot") as server:
        settings = with_bot(make_settings(home), server.url).model_copy(update={"owners": owners})
        told = await about(OWN.label_owners, settings)
    if owners:
        assert told == CheckResult(CheckStatus.OK, OWN.label_owners, "3, 7")
    else:
        assert told.status is CheckStatus.NOTE
        assert "https://t.me/kutip_bot?start=id" in told.text


async def test_telegram_names_the_bot_of_the_token(home: Path) -> None:
    async with BotApiServer(TOKEN, username="kutip_bot") as server:
        result = await about_the_bot(with_bot(make_settings(home), server.url))
    assert result == CheckResult(CheckStatus.OK, OWN.label_bot, "diterima Telegram: @kutip_bot")


async def test_a_token_that_telegram_refuses_is_wrong(home: Path) -> None:
    async with BotApiServer(TOKEN) as server:
        result = await about_the_bot(with_bot(make_settings(home), server.url, "43:WRONG"))
    assert result == CheckResult(CheckStatus.ERROR, OWN.label_bot, TEXTS.bot_rejected)


async def test_telegram_out_of_reach_is_wrong(home: Path) -> None:
    async with BotApiServer(TOKEN) as server:
        url = server.url
    result = await about_the_bot(with_bot(make_settings(home), url))
    host = url.removeprefix("http://").removesuffix("/bot")
    assert result.status is CheckStatus.ERROR
    assert result.text == OWN.format("telegram_unreachable", host=host)


@pytest.fixture(params=["<html>", "[]", '{"ok": true, "result": {}}', '{"result": null}'])
async def other_server(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A web server that is no Bot API server."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=request.param)

    application = web.Application()
    application.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    await runner.cleanup()


async def test_a_server_that_is_not_telegram_is_wrong(home: Path, other_server: str) -> None:
    result = await about_the_bot(with_bot(make_settings(home), other_server))
    host = other_server.removeprefix("http://").removesuffix("/bot")
    assert result.status is CheckStatus.ERROR
    assert result.text == OWN.format("telegram_strange", host=host, status=200)


def test_every_mistake_in_the_settings_is_a_line() -> None:
    error = SettingsError(
        [
            Problem("KUTIP_TOKEN", "settings_token", {}),
            Problem("KUTIP_LANGUAGE", "settings_choice", {"value": "fr", "choices": "id, en"}),
        ]
    )
    assert [str(result) for result in settings_results(error, InterfaceLanguage.ENGLISH)] == [
        f"✗ KUTIP_TOKEN: {texts_for(InterfaceLanguage.ENGLISH).problems.settings_token}",
        "✗ KUTIP_LANGUAGE: fr is not one of: id, en.",
        f"– Settings: without a file .env in {Path.cwd()}",
    ]


async def test_a_stronger_reader_is_loaded_once_to_see_that_it_can_be(home: Path) -> None:
    folder = home / "reader"
    write_tiny_model(folder, {"gempa": 1.0})
    settings = make_settings(home).model_copy(update={"reader": folder})
    assert (await about(OWN.label_reader, settings)).status is CheckStatus.OK
    (folder / "model.onnx").unlink()
    result = await about(OWN.label_reader, settings)
    assert result.status is CheckStatus.ERROR
    assert str(folder / "model.onnx") in result.text
