"""The id of an update follows it through all that it causes, from job to job."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.model.schedule import Frequency, Schedule
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.faults import ServerError
from bot.services.bot import BotServices
from bot.settings import Settings
from bot.texts import texts_for
from index.sources.opml import OpmlFeed, write_opml
from tests.bot.feeds.documents import page, rss
from tests.bot.fetching.sites import Site, open_site
from tests.e2e.conftest import RunningBot
from tests.e2e.publisher import Publisher
from tests.e2e.scene import PLACE, POST, WORD, Line, Scene, open_scene, with_words

TOPIC, WEEKLY = "perahu", Schedule(Frequency.WEEKLY, 0, 0)
INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A feed with an article, and a page."""
    async with open_site() as site:
        site.serve("/rss", rss(fresh(1)), type="application/rss+xml")
        site.serve("/page", page(3))
        yield site


@pytest.fixture
def settings(settings: Settings, site: Site) -> Settings:
    return settings.model_copy(update={"fetch_allow": (site.netloc,)})


@pytest.fixture
def scene(
    capfd: pytest.CaptureFixture[str], server: BotApiServer, services: BotServices, bot: RunningBot
) -> Iterator[Scene]:
    with open_scene(capfd, server, services, bot) as scene:
        yield scene


def story(number: int) -> str:
    """The text of a story that is no other's."""
    told = " ".join(f"Nelayan{number}x{each} pulang dengan perahu." for each in range(40))
    return f"Petugas mencatat panen ikan sejak pagi hari. {told}"


def fresh(number: int) -> str:
    """An item of today: older ones are no news."""
    return (
        f"<item><title>Panen ikan {number}</title><guid>g{number}</guid>"
        f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate>"
        f"<description>{story(number)}</description></item>"
    )


def sent_by(lines: list[Line]) -> list[tuple[str, str]]:
    """The updates of what the outbox tried to send, with what came of it."""
    tried = [each for each in with_words(lines, "message ") if each.get("job") == "outbox"]
    return [(each.get("update", ""), each["event"].partition(": ")[2]) for each in tried]


async def test_an_id_follows_a_post_to_its_article_and_its_alert(
    scene: Scene, publisher: Publisher
) -> None:
    """A post of a channel is taken in by one job, matched by another, and sent by a third."""
    scene.log_all()
    server = scene.server
    other = server.private_chat(server.user("Beni"), started=True)
    await publisher.subscribe(other, PLACE)
    await scene.appoint()
    channel = await scene.channel()
    scene.read_log()
    server.fail("sendMessage", ServerError(502), chat=other)
    channel.says(scene.reader, POST)
    assert PLACE in (await other.next_message()).text
    lines = await scene.end()
    (arrived,) = with_words(lines, "channel_post has arrived")
    assert sent_by(lines) == [(arrived["update"], "RetryLater"), (arrived["update"], "Sent")]
    (read,) = with_words(lines, "posts of channels read")
    assert read["update"] == arrived["update"]


Act = Callable[[Scene, Site], Awaitable[object]]


async def lists_feeds_by_a_file(scene: Scene, site: Site) -> None:
    opml = write_opml([OpmlFeed(site.url("/rss"), "Warta", "")], "Umpan")
    scene.home.sends_document(scene.reader, "umpan.opml", opml)


async def sends_a_document(scene: Scene, _site: Site) -> None:
    scene.home.sends_document(scene.reader, "panen.txt", f"Title: Panen\n\n{story(7)}\n".encode())


async def adds_a_page(scene: Scene, site: Site) -> None:
    draft = await scene.says(f"/add {site.url('/page')}")
    scene.home.presses(scene.reader, draft, INDONESIAN.articles.draft_save)


async def reads_the_folder(scene: Scene, _site: Site) -> None:
    (scene.services.settings.articles / "panen.txt").write_text(
        f"Title: Panen\n\n{story(8)}\n", "utf-8"
    )
    scene.home.says(scene.reader, "/reload folder")


async def test_an_id_follows_what_staff_do_to_the_alert(
    scene: Scene, site: Site, publisher: Publisher
) -> None:
    scene.log_all()
    other = scene.server.private_chat(scene.server.user("Beni"), started=True)
    await publisher.subscribe(other, TOPIC)
    await scene.appoint(Role.ADMIN)
    acts: list[Act] = [adds_a_page, lists_feeds_by_a_file, sends_a_document, reads_the_folder]
    updates, lines = [], list[Line]()
    for act in acts:
        await act(scene, site)
        assert TOPIC in (await other.next_message()).text
        lines += scene.read_log()
        updates.append(with_words(lines, "has arrived")[-1]["update"])
    lines += await scene.end()
    assert sent_by(lines) == [(update, "Sent") for update in updates]
    assert [each["update"] for each in with_words(lines, ": 1 added")] == updates


async def test_an_id_follows_each_time_that_feeds_are_fetched_at_somebodys_wish(
    scene: Scene, site: Site, publisher: Publisher
) -> None:
    """And no other: what a feed's own time brings is nobody's."""
    scene.log_all()
    other = scene.server.private_chat(scene.server.user("Beni"), started=True)
    await publisher.subscribe(other, TOPIC)
    await scene.appoint(Role.ADMIN)
    await scene.says(f"/feed {site.url('/rss')}")
    await other.next_message()
    site.serve("/rss", rss(fresh(2)), type="application/rss+xml")
    await scene.says("/reload feeds")
    await other.next_message()
    site.serve("/rss", rss(fresh(3)), type="application/rss+xml")
    listed = await scene.says("/feeds")
    scene.home.presses(scene.reader, listed, "⏸ Warta Umpan")
    paused = await scene.home.next_edit()
    scene.home.presses(scene.reader, paused, "▶ Warta Umpan")
    await other.next_message()
    site.serve("/rss", rss(fresh(4)), type="application/rss+xml")
    services = scene.services
    await services.feeds.store.make_all_due(services.now())
    services.feeds.due.notify()
    await other.next_message()
    lines = await scene.end()
    arrived = [each["update"] for each in with_words(lines, "has arrived")]
    feed, reload, _feeds, _pause, press = arrived
    assert [update for update, _ in sent_by(lines)] == [feed, reload, press, ""]


async def test_an_id_follows_a_wish_for_the_digest(scene: Scene, publisher: Publisher) -> None:
    scene.log_all()
    target = ChatTarget(scene.home.id, 0)
    await publisher.subscriptions.subscribe(target, "banjir", WEEKLY)
    await publisher.publish_and_match()
    await scene.says("/digest now")
    await scene.home.next_message()
    lines = await scene.end()
    (arrived,) = with_words(lines, "has arrived")
    assert sent_by(lines) == [(arrived["update"], "Sent")]


async def test_an_id_follows_an_edit_to_the_index(scene: Scene, publisher: Publisher) -> None:
    await publisher.publish()
    scene.log_all()
    await scene.appoint()
    (article, *_) = await scene.services.library.latest(limit=1)
    await scene.says(f"/edit {article.id} sumber: Warta {WORD}")
    lines = await scene.end()
    (edited,) = with_words(lines, "articles added or edited")
    assert edited["update"] == with_words(lines, "has arrived")[-1]["update"]


async def test_an_id_follows_the_start_of_an_announcement_to_its_messages(
    scene: Scene, publisher: Publisher
) -> None:
    scene.log_all()
    await scene.appoint(Role.ADMIN)
    others = [scene.server.private_chat(scene.server.user(name), started=True) for name in "AB"]
    for other in others:
        await publisher.subscribe(other)
    await scene.says("/broadcast Besok libur.")
    question = await scene.home.next_message()
    label = next(each["text"] for each in question.buttons if "📣" in each["text"])
    scene.home.presses(scene.reader, question, label)
    for other in others:
        await other.next_message()
    lines = await scene.end()
    pressed = with_words(lines, "callback_query has arrived")[-1]["update"]
    assert sent_by(lines) == [(pressed, "Sent")] * 2
