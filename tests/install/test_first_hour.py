"""docs/first-hour.md, done as it says."""

from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from tests.bot.fetching.sites import open_site
from tests.e2e.conversation import FEED
from tests.install.script import Command, Reply, read_script
from tests.install.stranger import ROOT, Stranger

PAGE = (ROOT / "docs" / "first-hour.md").read_text("utf-8")
FRONT = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'


@pytest.mark.timeout(300)  # it installs, and starts the program nine times
@pytest.mark.parametrize(
    ("number", "language"), [(0, "id"), pytest.param(1, "en", marks=pytest.mark.long)]
)
async def test_every_step_works_as_written(number: int, language: str, tmp_path: Path) -> None:
    steps = read_script(PAGE, number)
    assert sum(isinstance(step, Command) for step in steps) >= 10
    assert sum(isinstance(step, Reply) for step in steps) >= 15
    async with BotApiServer("4242:SECRET-of-the-test") as server, open_site() as site:
        site.serve("/", FRONT)
        site.serve("/feed", FEED, type="application/rss+xml")
        placeholders = {
            "123456789:AAF-your-own-token": server.token,
            "https://news.example/": site.url("/"),
        }
        stranger = Stranger(server, tmp_path, language, placeholders)
        stranger.set("KUTIP_API_URL", server.url)
        stranger.set("KUTIP_FETCH_ALLOW", site.netloc)
        await stranger.follow(steps)
