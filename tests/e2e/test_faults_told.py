"""Owners are told of what is wrong before readers notice, once each, and when it is well again."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import ServerError
from bot.playground.messages import User
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.status import monitor
from bot.texts import texts_for
from tests.bot.feeds.documents import full, rss
from tests.bot.fetching.sites import Site, open_site
from tests.e2e.conftest import RunningBot

ENGLISH = texts_for(InterfaceLanguage.ENGLISH).operating


class ShiftedClock:
    """The system's clock, which a test sets forward."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        site.serve("/rss", status=500)
        yield site


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
def settings(settings: Settings, site: Site) -> Settings:
    return settings.model_copy(update={"fetch_allow": (site.netloc,), "free_mb": 0})


@pytest.fixture
async def services(
    settings: Settings, clock: ShiftedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BotServices]:
    monkeypatch.setattr(monitor, "LOOK_INTERVAL_S", 0.02)
    async with open_bot_services(settings, clock) as services:
        yield services


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await is_so():  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.01)


async def status_of(chat: Chat, owner: User) -> str:
    chat.says(owner, "/status")
    return (await chat.next_message()).text


def stores_of(services: BotServices) -> monitor.FaultStores:
    return services.faults._stores


async def speaks_english(chat: Chat, person: User) -> None:
    """Choose the language."""
    chat.says(person, "/language en")
    await chat.next_message()


async def test_a_failing_feed_is_told_after_six_hours_and_when_it_is_read_again(
    admin_chat: Chat, admin: User, services: BotServices, clock: ShiftedClock, site: Site
) -> None:
    await speaks_english(admin_chat, admin)
    services.contact.now = lambda: datetime.now(UTC)  # this machine's clock is right
    feed = await services.feeds.store.add(site.url("/rss"), clock(), title="Warta <b>Kota</b>")
    assert feed is not None

    async def failures(count: int) -> None:
        async def failed() -> bool:
            found = await services.feeds.store.get(feed.id)
            return found is not None and found.failures == count

        services.feeds.due.notify()
        await until(failed)

    await failures(1)
    clock.shift += timedelta(hours=2)
    await failures(2)

    async def is_noted() -> bool:
        return bool(await stores_of(services).noted.all())

    await until(is_noted)
    assert admin_chat.unread == 0
    clock.shift += timedelta(hours=7)
    told = (await admin_chat.next_message()).text
    assert told.startswith(f"{ENGLISH.faults_title}\n• The feed Warta <b>Kota</b> has failed for")
    assert "/feeds" in told
    assert told.splitlines()[1].removeprefix("• ") in await status_of(admin_chat, admin)
    site.serve("/rss", rss(full(1)), type="application/rss+xml")
    clock.shift += timedelta(hours=2)
    services.feeds.due.notify()
    well = (await admin_chat.next_message()).text
    assert well.startswith(f"{ENGLISH.faults_over_title}\n• The feed ")
    assert ENGLISH.faults_now_title not in await status_of(admin_chat, admin)


async def test_a_missing_folder_is_told_though_nothing_reads_it_and_when_it_is_back(
    admin_chat: Chat, admin: User, services: BotServices
) -> None:
    await speaks_english(admin_chat, admin)
    folder = services.settings.articles
    assert services.folder.jobs() == []
    elsewhere = folder.rename(folder.with_name("elsewhere"))
    told = (await admin_chat.next_message()).text
    assert told.startswith(f"{ENGLISH.faults_title}\n• The articles folder is gone: {folder}.")
    elsewhere.rename(folder)
    back = (await admin_chat.next_message()).text
    assert back.startswith(f"{ENGLISH.faults_over_title}\n• The articles folder is there again")
    assert admin_chat.unread == 0


class TestLittleSpace:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"free_mb": 10**6 * 1000})  # more than any disk has

    async def test_little_space_is_told_once_also_after_a_restart(
        self, admin_chat: Chat, services: BotServices, bot: RunningBot
    ) -> None:
        told = (await admin_chat.next_message()).text
        assert "KUTIP_FREE_MB" in told

        async def is_noted() -> bool:
            noted = await stores_of(services).noted.all()
            return [each.is_told for each in noted.values()] == [True]

        await until(is_noted)
        bot.stop.set()
        await bot.task
        async with open_bot_services(services.settings) as restarted:

            async def has_looked() -> bool:
                return restarted.faults._noted is not None

            again = RunningBot(restarted)
            await until(has_looked)
            assert len(await restarted.faults.current()) == 1
            again.stop.set()
            await again.task
        assert admin_chat.unread == 0


async def test_an_outage_of_telegram_is_told_when_it_is_over(
    admin_chat: Chat, admin: User, services: BotServices, server: BotApiServer
) -> None:
    await speaks_english(admin_chat, admin)
    hours = count(step=3600)
    services.contact.monotonic = lambda: float(next(hours))  # each failure has lasted for long
    server.fail("getUpdates", ServerError(), times=3)
    ani = server.user("Ani")
    server.private_chat(ani, started=True).says(ani, "halo")  # which ends the poll that waits
    told = (await admin_chat.next_message()).text
    assert told.splitlines()[0] == ENGLISH.faults_over_title
    assert re.search(r"Telegram could not be reached for \d+ hours?\.", told)
    assert admin_chat.unread == 0


async def test_a_clock_that_differs_from_telegrams_is_told(
    admin_chat: Chat, admin: User, services: BotServices, clock: ShiftedClock
) -> None:
    await speaks_english(admin_chat, admin)
    clock.shift = timedelta(hours=2)

    async def is_noted() -> bool:
        return bool(await stores_of(services).noted.all())

    await until(is_noted)
    clock.shift += timedelta(minutes=6)
    told = (await admin_chat.next_message()).text
    assert "This machine's clock is 2 hours ahead of Telegram's." in told
    assert "2 hours ahead" in await status_of(admin_chat, admin)
