"""`kutip check`, on real folders and with a Bot API server on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.cli.check import CheckResult, Checks, CheckStatus, settings_results
from bot.errors import Problem, SettingsError
from bot.playground.botapi import BotApiServer
from bot.settings import Settings
from bot.texts import texts_for
from bot.texts.terminal import terminal_texts_for
from index.types import Language
from tests.bot.cli.sample_folder import make_settings, write_articles

TEXTS = texts_for(Language.INDONESIAN)
OWN = terminal_texts_for(Language.INDONESIAN)
TOKEN = "42:TEST"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles")
    return tmp_path


def with_bot(settings: Settings, api_url: str, token: str = TOKEN) -> Settings:
    return settings.model_copy(update={"token": SecretStr(token), "api_url": api_url})


async def found(settings: Settings) -> list[CheckResult]:
    return [result async for result in Checks(settings).results()]


async def about_the_bot(settings: Settings) -> CheckResult:
    result = (await found(settings))[-1]
    assert result.label == OWN.label_bot
    assert TOKEN not in str(result)
    return result


async def test_all_is_well_without_a_token(home: Path) -> None:
    results = await found(make_settings(home))
    assert [str(result) for result in results] == [
        f"✓ Pengaturan: {OWN.settings_usable}",
        f"✓ Penyimpanan: bisa dibaca dan ditulis: {home / 'data' / 'kutip.db'}",
        f"✓ Artikel: 2 terbaca di {home / 'articles'}",
        f"– Token: {OWN.bot_missing}",
    ]


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
        CheckStatus.ERROR, OWN.label_articles, OWN.articles_none.format(path=home / folder)
    )


async def test_unreadable_files_are_noted(home: Path) -> None:
    (home / "articles" / "empty.txt").write_bytes(b"")
    results = await found(make_settings(home))
    assert results[2].status is CheckStatus.OK
    assert results[3] == CheckResult(
        CheckStatus.NOTE, OWN.label_articles, OWN.format("articles_unreadable", count=1)
    )


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
    assert result.text == OWN.telegram_unreachable.format(host=host)


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
    assert result.text == OWN.telegram_strange.format(host=host, status=200)


def test_every_mistake_in_the_settings_is_a_line() -> None:
    error = SettingsError(
        [
            Problem("KUTIP_TOKEN", "settings_token", {}),
            Problem("KUTIP_LANGUAGE", "settings_choice", {"value": "fr", "choices": "id, en"}),
        ]
    )
    assert [str(result) for result in settings_results(error, Language.ENGLISH)] == [
        f"✗ KUTIP_TOKEN: {texts_for(Language.ENGLISH).settings_token}",
        "✗ KUTIP_LANGUAGE: fr is not one of: id, en.",
    ]
