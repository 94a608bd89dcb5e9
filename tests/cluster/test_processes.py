"""Two processes on one PostgreSQL database, each with a folder of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.model.articles import Origin
from bot.model.edits import ArticleOverride
from bot.model.interface_language import InterfaceLanguage
from bot.services.across import DELETED
from bot.services.addresses import database_address
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.tables.chats import topics
from bot.storage.topic_changes import TopicChangeStore, record_changes
from tests.bot.monitoring.scraping import client_of, scraped
from tests.bot.processes import *  # noqa: F403 - the cases
from tests.bot.processes import CHAT, READER, Processes
from tests.bot.samples import make_article

pytestmark = pytest.mark.long

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")


@pytest.fixture
def settings_of_both(tmp_path: Path, migrated_address: str) -> tuple[Settings, Settings]:
    def settings(name: str) -> Settings:
        return Settings(
            token=None,
            articles=tmp_path / "articles",
            data=tmp_path / name,
            database=SecretStr(migrated_address),
            watch=False,
        )

    return settings("one"), settings("other")


async def test_two_who_edit_an_article_in_two_processes_both_do(processes: Processes) -> None:
    await processes.leading.library.ingest([make_article()], Origin.ADDED)
    await processes.other.library.follow()
    (article,) = await processes.leading.library.latest(limit=1)
    changes = (ArticleOverride(title="Baru"), ArticleOverride(source="Warta"))
    edits = zip(processes, changes, strict=True)
    await asyncio.gather(*(each.editor.override(article.id, change) for each, change in edits))
    (edited,) = await processes.leading.library.latest(limit=1)
    assert (edited.title, edited.source) == ("Baru", "Warta")


async def test_only_the_process_that_leads_says_so_on_its_page(
    settings_of_both: tuple[Settings, Settings], unused_tcp_port_factory: Callable[[], int]
) -> None:
    one, other = (
        each.model_copy(update={"monitoring_port": unused_tcp_port_factory()})
        for each in settings_of_both
    )
    async with (
        open_bot_services(one) as leading,
        open_bot_services(other) as following,
        leading.monitoring.running(),
        following.monitoring.running(),
        leading.leadership.sought(),
        following.leadership.sought(),
        client_of(one.monitoring_port) as first,
        client_of(other.monitoring_port) as second,
    ):
        samples = [await scraped(first), await scraped(second)]
    assert [each["kutip_leader", ()] for each in samples] == [1, 0]
    assert [each["kutip_storage_up", ()] for each in samples] == [1, 1]
    assert samples[0]["kutip_database_bytes", ()] > 1_000_000


async def test_changes_of_topics_are_seen_in_the_order_of_their_ids(
    processes: Processes, settings_of_both: tuple[Settings, Settings]
) -> None:
    """One that is not committed yet cannot be passed over: the next one waits for it."""
    subscriptions = processes.other.alerts.subscriptions
    first = (await subscriptions.subscribe(CHAT, "banjir")).topic
    async with open_database(database_address(settings_of_both[0])) as database:
        changes = TopicChangeStore(database)
        seen = await changes.last()
        async with database.write() as connection:
            await record_changes(connection, topics.c.id == first.id)
            subscribing = asyncio.create_task(subscriptions.subscribe(CHAT, "sungai"))
            while not (await database.scalar(WAITING) or subscribing.done()):  # noqa: ASYNC110
                await asyncio.sleep(0)
            assert not subscribing.done()
        second = (await subscribing).topic
        assert (await changes.after(seen, 10))[1] == [first.id, second.id]


async def test_the_language_of_who_had_all_deleted_is_dropped_in_every_process(
    processes: Processes,
) -> None:
    heard, preferences = asyncio.Event(), processes.other.preferences
    async with connected(processes.leading), connected(processes.other):
        assert processes.other.signals is not None
        processes.other.signals.on(DELETED, heard.set)
        assert await preferences.language(READER, "en") is InterfaceLanguage.ENGLISH
        assert await preferences.language(READER, None) is InterfaceLanguage.ENGLISH
        await processes.leading.preferences.delete(READER)
        await heard.wait()
        assert await preferences.language(READER, None) is InterfaceLanguage.INDONESIAN


@asynccontextmanager
async def connected(services: BotServices) -> AsyncIterator[None]:
    """Tell and hear words, from when the connection is there."""
    assert services.signals is not None
    ready = asyncio.Event()
    services.signals.on("connected", ready.set)
    async with services.signals.running():
        await ready.wait()
        yield
