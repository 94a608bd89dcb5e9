"""Telegram is away, dead without a word, or talks nonsense: nothing is lost, and all goes on."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.faults import Fault, NotJson, ServerError
from bot.storage.feeds import FeedStore
from tests.bot.feeds.documents import full, rss
from tests.bot.feeds.harness import open_harness
from tests.bot.fetching.sites import open_site
from tests.e2e.killing import NEWS as FLOOD
from tests.e2e.killing import TITLE, prepare
from tests.faults.program import Program
from tests.faults.relay import Relay
from tests.faults.signs import WHO, Person, is_sound
from tests.faults.silent import SilentServer, response

NONSENSE: list[Fault] = [
    NotJson(body)
    for body in (
        "",
        "[]",
        "null",
        '{"ok": true}',
        '{"ok": false}',
        '{"ok": true, "result": ' + "[" * 20_000 + "]" * 20_000 + "}",
        '{"ok": tru',
        "\x00\xff" * 5_000,
    )
]
WRONG_UPDATES: list[Fault] = [
    NotJson('{"ok": true, "result": "x"}'),
    NotJson('{"ok": true, "result": [null, 7, {"update_id": "x"}, {"update_id": 99}]}'),
]


async def test_while_telegram_is_away_questions_and_alerts_wait(
    program: Program, server: BotApiServer, ani: Person, tmp_path: Path
) -> None:
    shutil.rmtree(program.articles)
    await prepare(server, tmp_path, [ani.chat.id])
    async with program.running(watch="no") as run:
        await server.stop()
        await run.logged("asking for updates failed")
        (program.articles / "banjir.txt").write_text(FLOOD, "utf-8")
        code, _ = await program.command("reload")
        assert code == 0
        await run.logged("changed by another process")
        ani.chat.says(ani.user, "Siapa yang memanen padi di sawah?")
        async with server:
            heard = {await ani.hears(60), await ani.hears(60)}
            assert any("memanen padi" in text for text in heard)
            assert any(TITLE in text for text in heard)
            assert await run.stopped() == 0
        assert "Traceback" not in run.log
    assert ani.chat.unread == 0
    assert is_sound(program.database)


@pytest.mark.long
async def test_connections_that_died_without_a_word_are_replaced(
    program: Program, server: BotApiServer, ani: Person
) -> None:
    """As after a router has forgotten them: no FIN comes, and no answer."""
    async with (
        Relay(server.url, server.port).running() as relay,
        program.running(api_url=relay.url) as run,
    ):
        assert await ani.is_answered()
        relay.freeze()
        ani.chat.says(ani.user, WHO)
        assert "Ratna Dewi" in await ani.hears(60)
        assert "Traceback" not in run.log


FEED = response(rss(full(2)))


@pytest.mark.parametrize("sent", [b"", FEED[: len(FEED) // 2]], ids=["at once", "in the middle"])
async def test_feeds_that_fall_silent_are_given_up_and_delay_no_other(
    tmp_path: Path, sent: bytes
) -> None:
    async with (
        open_harness(tmp_path, timeout_s=0.3) as harness,
        SilentServer(sent).running() as silent,
        open_site("localhost") as site,
    ):
        site.serve("/rss", rss(full(1)), type="application/rss+xml")
        store = harness.feed_service.store
        for url in (silent.url, site.url("/rss")):
            await store.add(url, harness.clock())
        await harness.poll()
        assert {each.title for each in await harness.articles()} == {"Panen ikan 1"}
        await silent.left.wait()
        assert await problems(store) == ["fetch_slow", ""]
        silent.sent = FEED
        harness.clock.advance(timedelta(days=1))
        await harness.poll()
        assert {each.title for each in await harness.articles()} == {"Panen ikan 1", "Panen ikan 2"}
        assert await problems(store) == ["", ""]


async def problems(store: FeedStore) -> list[str]:
    """The problems of the feeds' last polls, "" if there was none."""
    feeds = sorted(await store.page(10), key=lambda feed: feed.id)
    return [each.problem for each in feeds]


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
async def test_nonsense_of_telegram_is_tried_again(
    program: Program, server: BotApiServer, ani: Person, method: str
) -> None:
    async with program.running() as run:
        wrong = WRONG_UPDATES if method == "getUpdates" else []
        for fault in (ServerError(502, "<html>" * 10_000), *NONSENSE, *wrong):
            server.fail(method, fault)
            ani.chat.says(ani.user, WHO)
            assert "Ratna Dewi" in await ani.hears(60), f"{fault}"
        assert "Traceback" not in run.log
        assert "<html>" not in run.log
