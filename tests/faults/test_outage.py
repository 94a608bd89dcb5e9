"""Telegram is away for half a day, in one way after the other: nothing is lost or comes twice."""

import asyncio
import logging
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.app import serve
from bot.outbox.rate_limit import CHAT_INTERVAL_S
from bot.playground.botapi import BotApiServer
from bot.playground.faults import (
    DroppedConnection,
    Fault,
    NotJson,
    Perform,
    ServerError,
    TooManyRequests,
)
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.tables.outbox import outbox
from tests.e2e.articles import write_articles
from tests.e2e.publisher import Publisher
from tests.faults.conftest import reader
from tests.faults.set_clock import SetClock, SetLoop
from tests.faults.signs import WHO, Person, is_sound

FAULTS: tuple[Fault | None, ...] = (
    ServerError(502),
    TooManyRequests(3600),
    DroppedConnection(),
    NotJson(),
    ServerError(500),
    None,
)
"""After refused connections, one after the other; None is silence."""

LONGEST_PAUSE = timedelta(minutes=61)
"""Between two attempts: Telegram asks for an hour, or the outbox waits for ten minutes."""

MOST_COUNTED = 8
"""Of some twelve attempts: where nothing at all answers, only the first counts."""


@dataclass
class Silence:
    """A connection that was taken and is silent; what was asked for is not carried out."""

    ended: asyncio.Event = field(default_factory=asyncio.Event)
    taken: Counter[str] = field(default_factory=Counter)

    async def apply(self, request: web.Request, perform: Perform) -> web.StreamResponse:
        self.taken[request.match_info["method"]] += 1
        await self.ended.wait()
        return await DroppedConnection().apply(request, perform)


@dataclass
class Outage:
    """What is wrong with every request, until that is changed; nothing if it is None."""

    silence: Silence = field(default_factory=Silence)
    fault: Fault | None = None

    async def apply(self, request: web.Request, perform: Perform) -> web.StreamResponse:
        return await (self.fault.apply(request, perform) if self.fault else perform())

    def end(self) -> None:
        self.fault = None
        self.silence.ended.set()


def test_after_half_a_day_of_every_failure_all_comes_once(
    tmp_path: Path,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = SetClock()
    clock.use_for_sending(monkeypatch)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with asyncio.Runner(loop_factory=partial(SetLoop, clock)) as runner:
        runner.run(outlast(tmp_path, data_folder, clock))
    assert is_sound(data_folder / DATABASE)
    ours = [each for each in caplog.records if each.name.startswith(("handlers.", "bot.outbox."))]
    assert [each for each in ours if each.exc_info or each.levelno >= logging.ERROR] == []


async def outlast(tmp_path: Path, data_folder: Path, clock: SetClock) -> None:
    """Ask and publish in each part of the outage, and hear all of it afterwards."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(BotApiServer("4242:SECRET-of-the-test"))
        settings = Settings(
            token=SecretStr(server.token),
            api_url=server.url,
            articles=write_articles(tmp_path / "articles"),
            data=data_folder,
            watch=False,
        )
        services = await stack.enter_async_context(open_bot_services(settings, clock))
        database = await stack.enter_async_context(open_database(data_folder / DATABASE))
        services.contact.monotonic = clock.monotonic
        publisher, stop = Publisher(services, database), asyncio.Event()
        running = asyncio.create_task(serve(services, stop))
        await server.polled()
        subscriber, began = reader(server, "Ani"), clock()
        askers = [reader(server, f"Pembaca {number}") for number in range(1 + len(FAULTS))]
        await publisher.subscribe(subscriber.chat)
        server.fail("*", outage := Outage(), times=1_000_000)
        await server.stop()
        await pass_hours(services, clock, publisher, askers[0], outage)
        outage.fault = FAULTS[0]
        await stack.enter_async_context(server)
        for asker, fault in zip(askers[1:], FAULTS, strict=True):
            outage.fault = fault or outage.silence
            await pass_hours(services, clock, publisher, asker, outage)
        assert clock() - began > timedelta(hours=12)
        assert (await database.scalar(select(func.max(outbox.c.attempts)))) <= MOST_COUNTED
        outage.end()
        for asker in askers:
            assert "Ratna Dewi" in await asker.hears()
        await services.alerts.outbox_worker.drain()
        clock.advance(LONGEST_PAUSE)
        heard = []
        for _ in askers:
            heard.append(await subscriber.hears())
            clock.advance(timedelta(seconds=CHAT_INTERVAL_S))
        await publisher.until(waiting=0)
        stop.set()
        assert await running is None
    assert sorted(text.partition("nomor ")[2][0] for text in heard) == list("1234567")
    assert {person.chat.unread for person in (subscriber, *askers)} == {0}


async def pass_hours(
    services: BotServices, clock: SetClock, publisher: Publisher, asker: Person, outage: Outage
) -> None:
    """Have somebody ask and an article come, and the outbox try twice, in vain."""
    asker.chat.says(asker.user, WHO)
    await publisher.publish_and_match()
    for _ in range(2):
        await services.alerts.outbox_worker.drain()
        before = failures(services)
        clock.advance(LONGEST_PAUSE)
        while failures(services) == before:
            await asyncio.sleep(0.01)
            if outage.silence.taken.pop("sendMessage", 0):
                clock.advance(LONGEST_PAUSE)


def failures(services: BotServices) -> float:
    """Return how often the outbox has tried in vain."""
    sample = services.monitoring.metrics.registry.get_sample_value
    labels = [{"by": "outbox", "outcome": each} for each in ("retry", "rate_limited")]
    return sum(sample("kutip_sends_total", each) or 0 for each in labels)
