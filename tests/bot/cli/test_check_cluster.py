"""`kutip check` of the search engine and the webhook, as far as no server is needed for it."""

import socket
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.cli.check import Checks
from bot.cli.check_result import CheckResult, CheckStatus
from bot.cli.check_webhook import WebhookChecks
from bot.configuration.cluster import Mode
from bot.maintenance.backup import running_on
from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.services.addresses import DATABASE
from bot.settings import Settings
from bot.texts.checks import CheckTexts
from bot.texts.terminal import TerminalTexts
from tests.bot.cli.sample_folder import make_settings, write_articles

OWN = CheckTexts(InterfaceLanguage.ENGLISH)
STORAGE = TerminalTexts(InterfaceLanguage.ENGLISH).label_storage
WEBHOOK_URL = "https://kutip.invalid/telegram"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_articles(tmp_path / "articles")
    return make_settings(tmp_path, InterfaceLanguage.ENGLISH)


async def found(settings: Settings, label: str) -> list[CheckResult]:
    return [result async for result in Checks(settings).results() if result.label == label]


async def test_a_database_out_of_reach_is_wrong(settings: Settings) -> None:
    address = SecretStr("postgresql://kutip:secret@127.0.0.1:9/kutip")
    [result] = await found(settings.model_copy(update={"database": address}), STORAGE)
    assert result.status is CheckStatus.ERROR
    assert "can't be reached at 127.0.0.1:9 (ConnectionRefusedError)" in result.text
    assert "secret" not in result.text


@pytest.mark.parametrize(
    ("status", "unassigned", "expected", "part"),
    [
        ("green", 0, CheckStatus.OK, "1 node, green"),
        ("yellow", 2, CheckStatus.NOTE, "2 copies of shards have no node"),
        ("red", 1, CheckStatus.ERROR, "1 shard is missing"),
    ],
)
async def test_the_health_of_a_cluster_is_told(
    settings: Settings, status: str, unassigned: int, expected: CheckStatus, part: str
) -> None:
    answers: dict[str, Any] = {
        "/": {"version": {"number": "3.8.0", "distribution": "opensearch"}},
        "/_cluster/health": {
            "number_of_nodes": 1,
            "status": status,
            "unassigned_shards": unassigned,
        },
    }

    async def answer(asked: web.Request) -> web.Response:
        return web.json_response(answers.get(asked.path, {}))

    async with served(answer) as address:
        chosen = settings.model_copy(update={"opensearch": (address,)})
        state, index = await found(chosen, OWN.label_engine)
    assert (state.status, part in state.text) == (expected, True)
    assert index.text == OWN.format("index_missing", name="kutip")


async def test_a_cluster_out_of_reach_or_of_another_kind_is_wrong(settings: Settings) -> None:
    chosen = settings.model_copy(update={"opensearch": ("http://127.0.0.1:9",)})
    [result] = await found(chosen, OWN.label_engine)
    assert result.status is CheckStatus.ERROR
    assert "can't be reached at 127.0.0.1:9" in result.text
    answers: dict[str, Any] = {
        "/": {"version": {"number": "7.10.2"}},
        "/_cluster/health": {"number_of_nodes": 1, "status": "green", "unassigned_shards": 0},
    }
    status = 200

    async def answer(asked: web.Request) -> web.Response:
        return web.json_response(answers.get(asked.path, {}), status=status)

    async with served(answer) as address:
        chosen = settings.model_copy(update={"opensearch": (address,)})
        [old] = await found(chosen, OWN.label_engine)
        assert old.text == OWN.format("cluster_old", name="elasticsearch 7.10.2", least="3.0")
        status = 401
        [refused] = await found(chosen, OWN.label_engine)
        assert "refuses KUTIP_OPENSEARCH_USER" in refused.text


class served:  # noqa: N801 - a context manager
    """A web server with one handler."""

    def __init__(self, handler: Any) -> None:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", handler)
        self._runner = web.AppRunner(application)

    async def __aenter__(self) -> str:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


def webhook_settings(settings: Settings, **changed: object) -> Settings:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"mode": Mode.WEBHOOK, "webhook_url": WEBHOOK_URL, "webhook_port": port}
    return settings.model_copy(update=own | changed)


async def webhook(settings: Settings, **information: object) -> list[CheckResult]:
    return await WebhookChecks(settings).results(dict(information))


async def test_a_port_is_free_or_ours_or_taken(settings: Settings) -> None:
    chosen = webhook_settings(settings)
    where = f"127.0.0.1:{chosen.webhook_port}"
    assert (await webhook(chosen))[0].text == OWN.format("webhook_free", where=where)
    with socket.create_server(("127.0.0.1", chosen.webhook_port)):
        taken = (await webhook(chosen))[0]
        assert taken.status is CheckStatus.ERROR
        assert "in use" in taken.text
        with running_on(settings.data / DATABASE):
            ours = (await webhook(chosen))[0]
            assert ours.text == OWN.format("webhook_here", where=where)


async def test_a_certificate_that_cannot_be_used_is_wrong(
    settings: Settings, tmp_path: Path
) -> None:
    certificate = tmp_path / "certificate.pem"
    chosen = webhook_settings(settings, webhook_certificate=certificate)
    for _ in range(2):
        result = (await webhook(chosen))[0]
        assert result.status is CheckStatus.ERROR
        assert "KUTIP_WEBHOOK_CERTIFICATE" in result.text
        certificate.write_text("no certificate")


@pytest.mark.parametrize(
    ("status", "expected", "part"),
    [
        (405, CheckStatus.OK, "leads to Kutip"),
        (502, CheckStatus.NOTE, "no bot behind it"),
        (404, CheckStatus.ERROR, "isn't Kutip that answers"),
    ],
)
async def test_the_public_address_is_tried(
    settings: Settings, status: int, expected: CheckStatus, part: str
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status)

    async with served(answer) as address:
        chosen = webhook_settings(settings, webhook_url=f"{address}/telegram")
        result = (await webhook(chosen))[1]
    assert (result.status, part in result.text) == (expected, True)


async def test_telegrams_own_account_is_told(settings: Settings) -> None:
    chosen = webhook_settings(settings)
    assert (await webhook(chosen))[2].text == OWN.webhook_unset
    other = (await webhook(chosen, url="https://other.example/x"))[2]
    assert (other.status, "other.example" in other.text) == (CheckStatus.ERROR, True)
    error = {"last_error_date": 1_780_000_000, "last_error_message": "Connection refused"}
    failing = (await webhook(chosen, url=WEBHOOK_URL, pending_update_count=3, **error))[2]
    assert failing.status is CheckStatus.ERROR
    expected = "failed to send at 2026-05-28 20:26 UTC: Connection refused. 3 updates waiting."
    assert expected in failing.text
    past = (await webhook(chosen, url=WEBHOOK_URL, pending_update_count=0, **error))[2]
    assert past.status is CheckStatus.NOTE
    well = (await webhook(chosen, url=WEBHOOK_URL, pending_update_count=0))[2]
    assert (well.status, "without an error" in well.text) == (CheckStatus.OK, True)


async def test_with_a_webhook_nothing_is_polled(settings: Settings) -> None:
    async with BotApiServer("42:TEST") as server:
        update = {"token": SecretStr("42:TEST"), "api_url": server.url}
        results = await found(webhook_settings(settings, **update), OWN.label_webhook)
        assert [result.status for result in results][2] is CheckStatus.NOTE
        assert "getUpdates" not in {call.method for call in server.calls}
