"""The pages of the monitoring port of the running bot."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.app import serve
from bot.cli.check_monitoring import MonitoringCheck
from bot.cli.check_result import CheckResult, CheckStatus
from bot.configuration.cluster import Mode
from bot.errors import ListenError
from bot.maintenance.backup import running_on
from bot.monitoring.service import Monitoring
from bot.playground.botapi import BotApiServer
from bot.playground.faults import DroppedConnection, Held
from bot.playground.messages import User
from bot.services.addresses import DATABASE, current_time
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.texts import texts_for
from handlers.telegram import connection
from tests.bot.monitoring.scraping import client_of, scraped, value
from tests.e2e.monitored import answering, free_port, get, opening, serving
from tests.faults.program import Program
from tests.faults.test_signals import version

WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"monitoring_port": free_port()})


@pytest.fixture
async def client(services: BotServices, server: BotApiServer) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(services) as client:
        await server.polled()
        await answering(client)
        yield client


async def test_a_bot_that_starts_is_alive_and_not_ready(
    services: BotServices, server: BotApiServer
) -> None:
    held = Held()
    server.fail("getMe", held)
    async with serving(services) as client:
        await held.reached.wait()
        assert await get(client, "/healthz") == (200, {"alive": True})
        unready = {"ready": False, "unready": ["starting", "telegram"]}
        assert await get(client, "/readyz") == (503, unready)
        held.released.set()
        await answering(client)


async def test_one_server_serves_the_pages_from_before_a_migration_to_the_end(
    server: BotApiServer, folder: Path
) -> None:
    port, ours = free_port(), set[object]()

    async def note(response: httpx.Response) -> None:
        ours.add(response.extensions["network_stream"].get_extra_info("client_addr"))

    async with (
        opening(server, folder.parent, port) as begun,
        client_of(port, event_hooks={"response": [note]}) as client,
    ):
        await begun.run.listening(port)
        assert await get(client, "/healthz") == (200, {"alive": True})
        assert await get(client, "/readyz") == (503, {"ready": False, "unready": ["starting"]})
        samples = await scraped(client)
        assert samples["kutip_ready", ()] == samples["kutip_storage_up", ()] == 0
        assert ("kutip_leader", ()) not in samples
        assert version(begun.program.database) == "0012"
        begun.lock.close()
        await answering(client)
        assert value(await scraped(client), "kutip_leader") == 1
        assert len(ours) == 1, "the connection of the opening was closed"
        assert await begun.run.stopped() == 0
        assert "Traceback" not in begun.run.log


async def test_a_port_in_use_ends_the_program_before_it_opens_the_database(
    server: BotApiServer, folder: Path
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
        async with opening(server, folder.parent, port) as begun:
            assert await begun.run.ended() == 1
            words = f"127.0.0.1:{port} tidak bisa dipakai untuk pemantauan"
            assert words in begun.run.log.splitlines()[-1]


async def test_figures_are_read_while_the_services_are_open_and_not_afterwards(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    monitoring = Monitoring(settings, current_time)
    async with monitoring.running(), client_of(settings.monitoring_port) as client:
        assert await get(client, "/readyz") == (503, {"ready": False, "unready": ["starting"]})
        async with open_bot_services(settings, current_time, monitoring):
            unready = {"ready": False, "unready": ["starting", "telegram"]}
            assert await get(client, "/readyz") == (503, unready)
            assert value(await scraped(client), "kutip_storage_up") == 1
        unready = {"ready": False, "unready": ["stopping", "storage", "index", "telegram"]}
        assert await get(client, "/readyz") == (503, unready)
        assert value(await scraped(client), "kutip_storage_up") == 0
    assert "can't be read" not in caplog.text


async def test_without_a_port_nothing_of_the_server_is_imported(
    server: BotApiServer, folder: Path
) -> None:
    program = Program(server, folder.parent, log_format="text")
    async with program.running(under=("env", "PYTHONPROFILEIMPORTTIME=1")) as run:
        assert "bot.monitoring.service" in run.log
        assert "uvicorn" not in run.log


async def test_only_three_pages_are_there_to_be_read(client: httpx.AsyncClient) -> None:
    for path in ("/", "/metrics/", "/healthz/x", "/telegram", "/..%2fkutip.db", "/%00"):
        assert (await client.get(path)).status_code == 404
    for path in ("/healthz", "/readyz", "/metrics"):
        assert (await client.post(path, content=b"x" * 100_000)).status_code == 405
        head = await client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["cache-control"] == "no-store"


async def test_what_readers_get_is_counted_and_nothing_of_them_is_shown(
    client: httpx.AsyncClient, server: BotApiServer, ani: User
) -> None:
    before = await scraped(client)
    chat = server.private_chat(ani, started=True)
    chat.says(ani, WHO)
    await chat.next_message()
    chat.says(ani, "Siapa penemu mesin ketik listrik di Brasil?")
    await chat.next_message()
    async with asyncio.timeout(10):
        while value(after := await scraped(client), "kutip_updates_in_work"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    def grown(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert grown("kutip_updates_total", kind="message") == 2
    assert grown("kutip_questions_total", outcome="answered") == 1
    assert grown("kutip_questions_total", outcome="refused") == 1
    assert grown("kutip_answer_seconds_count") == 2
    assert grown("kutip_search_seconds_count") == 2
    assert grown("kutip_update_seconds_count") == 2
    assert 0 < grown("kutip_search_seconds_sum") < grown("kutip_answer_seconds_sum")
    assert grown("kutip_answer_seconds_sum") <= grown("kutip_update_seconds_sum")
    assert grown("kutip_sends_total", by="reply", outcome="sent") == 2
    text = (await client.get("/metrics")).text
    for marker in ("Ani", str(ani.id), "Jembatan", "ketik", "SECRET", server.url, server.token):
        assert marker not in text


async def test_the_figures_of_storage_and_index_are_those_of_the_moment(
    client: httpx.AsyncClient, services: BotServices
) -> None:
    samples = await scraped(client)
    status = await services.library.status()
    sizes = await services.sizes()
    assert status.last_reload is not None
    assert value(samples, "kutip_index_articles") == status.articles > 0
    assert value(samples, "kutip_index_passages") == status.passages > 0
    assert value(samples, "kutip_index_bytes") == sizes.index > 0
    at = status.last_reload.finished_at.timestamp()
    assert value(samples, "kutip_reload_timestamp_seconds") == at
    assert value(samples, "kutip_index_changed_timestamp_seconds") >= at
    assert value(samples, "kutip_reloads_total", outcome="done") == 1
    assert value(samples, "kutip_reload_seconds_count") == 1
    assert value(samples, "kutip_articles_changed_total", change="added") == status.articles
    assert value(samples, "kutip_leader") == value(samples, "kutip_ready") == 1
    assert value(samples, "process_resident_memory_bytes") > 1e6
    assert [labels for name, labels in samples if name == "kutip_build_info"]


async def test_a_dead_job_makes_the_bot_dead(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    (job,) = (task for task in asyncio.all_tasks() if task.get_name() == "outbox")
    job.cancel()
    await asyncio.wait([job])
    assert await get(client, "/healthz") == (503, {"alive": False, "dead": ["outbox"]})
    assert await get(client, "/readyz") == (503, {"ready": False, "unready": ["jobs"]})
    assert value(await scraped(client), "kutip_jobs_dead") == 1
    assert "the job outbox is dead" in caplog.text


async def test_a_bot_that_telegram_does_not_answer_is_alive_and_not_ready(
    client: httpx.AsyncClient, services: BotServices, server: BotApiServer
) -> None:
    server.fail("getUpdates", DroppedConnection(), times=99)
    real = services.contact.monotonic
    await server.polled()
    services.contact.monotonic = lambda: real() + 61.0
    async with asyncio.timeout(20):
        while (await get(client, "/readyz"))[0] == 200:  # noqa: ASYNC110 - of two sides
            await asyncio.sleep(0.01)
    assert await get(client, "/readyz") == (503, {"ready": False, "unready": ["telegram"]})
    assert await get(client, "/healthz") == (200, {"alive": True})


async def test_the_public_port_of_the_webhook_has_none_of_the_pages(
    settings: Settings, server: BotApiServer
) -> None:
    port = free_port()
    server.proxy(f"http://127.0.0.1:{port}", retry_s=0.05)
    more = {"mode": Mode.WEBHOOK, "webhook_url": "https://kutip.example/x", "webhook_port": port}
    async with (
        open_bot_services(settings.model_copy(update=more)) as services,
        serving(services) as client,
    ):
        await server.next_call("setWebhook")
        await answering(client)
        for path in ("/healthz", "/readyz", "/metrics"):
            public = await client.get(f"http://127.0.0.1:{port}{path}")
            assert (public.status_code, public.content) == (404, b"")
        assert (await client.post("/x")).status_code == 404


async def test_a_port_in_use_ends_the_start_in_words(settings: Settings) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
        taken = settings.model_copy(update={"monitoring_port": port})
        async with open_bot_services(taken) as services:
            with pytest.raises(ListenError) as caught:
                await serve(services, asyncio.Event())
    words = texts_for(settings.language).format(caught.value.key, **caught.value.arguments)
    assert f"127.0.0.1:{port} tidak bisa dipakai untuk pemantauan" in words


async def test_behind_a_webhook_a_bot_that_nobody_writes_to_asks_whether_telegram_is_there(
    settings: Settings, server: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CONTACT_INTERVAL_S", 0.02)
    more = {
        "mode": Mode.WEBHOOK,
        "webhook_url": "https://kutip.example/x",
        "webhook_port": free_port(),
    }
    async with (
        open_bot_services(settings.model_copy(update=more)) as services,
        serving(services) as client,
    ):
        await server.next_call("setWebhook")
        await answering(client)
        before = services.contact.reached_at
        await server.next_call("getMe")
        async with asyncio.timeout(10):
            while services.contact.reached_at == before:  # noqa: ASYNC110 - of two sides
                await asyncio.sleep(0.01)


async def checked(settings: Settings) -> CheckResult:
    """What `kutip check` says of monitoring."""
    (result,) = await MonitoringCheck(settings).results()
    return result


async def test_kutip_check_says_what_the_port_says(
    services: BotServices, settings: Settings
) -> None:
    where = f"127.0.0.1:{settings.monitoring_port}"
    assert await MonitoringCheck(settings.model_copy(update={"monitoring_port": 0})).results() == []
    result = await checked(settings)
    assert result.status is CheckStatus.OK
    assert result.text.startswith(f"{where} bebas")
    with running_on(settings.data / DATABASE):
        result = await checked(settings)
        assert result.status is CheckStatus.ERROR
        assert f"{where} tidak menjawab" in result.text
        async with serving(services) as client:
            await answering(client)
            result = await checked(settings)
            assert result == CheckResult(CheckStatus.OK, "Pemantauan", f"menurut {where}, bot siap")
            services.monitoring.health.jobs.dead.append("outbox")
            result = await checked(settings)
            assert result.status is CheckStatus.NOTE
            assert result.text == f"menurut {where}, bot belum siap: sebuah tugas latar mati"
            services.monitoring.health.jobs.dead.clear()
    with closing(socket.create_server(("127.0.0.1", settings.monitoring_port))):
        result = await checked(settings)
    assert result.status is CheckStatus.ERROR
    assert f"{where} tidak bisa dipakai untuk pemantauan" in result.text


async def test_many_scrapes_at_a_time_keep_no_answer_from_arriving(
    client: httpx.AsyncClient, server: BotApiServer, ani: User
) -> None:
    chat = server.private_chat(ani, started=True)
    scrapes = [asyncio.create_task(client.get("/metrics")) for _ in range(100)]
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    assert {response.status_code for response in await asyncio.gather(*scrapes)} == {200}
