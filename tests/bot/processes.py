"""What two processes on one database must do alike: cases for SQLite and for PostgreSQL.

Whoever imports them supplies ``settings_of_both``: the settings of the one and of the other.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest

from bot.articles.drafts import PageDrafts
from bot.articles.errors import DraftGone
from bot.errors import BroadcastOver
from bot.feeds import first_polls
from bot.model.announcements import Announcement, FormattedText
from bot.model.articles import Origin
from bot.model.edits import ArticleOverride
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.model.schedule import QuietHours
from bot.model.topics import ChatTarget
from bot.questions.answer import Answer, AnswerOutcome
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from index.sources.opml import OpmlFeed, write_opml
from index.types import Article, Language, Span
from tests.bot.samples import make_article

CHAT = ChatTarget(7)
READER = 7
ADMIN = 9
FLOOD = "Banjir merendam pasar di tepi sungai."


class Processes(NamedTuple):
    """The services of two processes; ``leading`` matches and polls."""

    leading: BotServices
    other: BotServices


@pytest.fixture
async def processes(settings_of_both: tuple[Settings, Settings]) -> AsyncIterator[Processes]:
    one, other = settings_of_both
    async with open_bot_services(one) as leading, open_bot_services(other) as following:
        await leading.alerts.indexed.fill()
        yield Processes(leading, following)


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages come from the test instead of the web."""

    async def fetched(_drafts: PageDrafts, url: str) -> Article:
        body = (Span(0, len(FLOOD)),)
        digest = url[-32:].ljust(32)
        return Article(url, "Banjir", FLOOD, body, Language.INDONESIAN, digest, url=url)

    monkeypatch.setattr(PageDrafts, "_fetched", fetched)


async def matches(services: BotServices, text: str) -> list[int]:
    """The topics that an article with this text matches."""
    return (await services.alerts.indexed.match([make_article(content=text)]))[0]


async def test_a_draft_is_discarded_in_whichever_process(processes: Processes) -> None:
    draft = await processes.leading.drafts.fetch("https://example.org/1")
    assert await processes.other.drafts.discard(draft.number) == draft.article
    with pytest.raises(DraftGone):
        await processes.leading.drafts.save(draft.number)


async def test_a_draft_is_saved_once_by_presses_in_two_processes(processes: Processes) -> None:
    draft = await processes.leading.drafts.fetch("https://example.org/1")
    saved = await asyncio.gather(
        *(each.drafts.save(draft.number) for each in processes), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in saved) == ["DraftGone", "tuple"]
    found = await processes.leading.library.latest(limit=5)
    assert [article.title for article in found] == ["Banjir"]


async def test_a_topic_is_matched_as_it_is_whoever_changed_it(processes: Processes) -> None:
    subscriptions = processes.other.alerts.subscriptions
    topic = (await subscriptions.subscribe(CHAT, "banjir")).topic
    assert await matches(processes.leading, "Banjir lagi.") == [topic.id]
    await subscriptions.edit(CHAT.chat_id, topic.id, "gempa")
    assert await matches(processes.leading, "Banjir lagi.") == []
    assert await matches(processes.leading, "Gempa lagi.") == [topic.id]
    await subscriptions.delete(CHAT.chat_id, topic.id)
    assert await matches(processes.leading, "Gempa lagi.") == []


async def test_all_topics_of_a_chat_are_deleted_whoever_deletes_them(processes: Processes) -> None:
    subscriptions = processes.other.alerts.subscriptions
    for text in ("banjir", "sungai"):
        await subscriptions.subscribe(CHAT, text)
    assert len(await matches(processes.leading, FLOOD)) == 2
    await subscriptions.delete_all(CHAT.chat_id, 2)
    assert await matches(processes.leading, FLOOD) == []


async def test_what_somebody_has_deleted_is_matched_nowhere(processes: Processes) -> None:
    await processes.other.alerts.subscriptions.subscribe(CHAT, "banjir")
    assert len(await matches(processes.leading, FLOOD)) == 1
    await processes.other.preferences.delete(READER)
    assert await matches(processes.leading, FLOOD) == []


async def test_topics_that_a_group_had_twice_after_its_move_are_matched_once(
    processes: Processes,
) -> None:
    before, after = ChatTarget(-1), ChatTarget(-2)
    for target in (before, after):
        await processes.other.alerts.subscriptions.subscribe(target, "banjir")
    assert len(await matches(processes.leading, FLOOD)) == 2
    await processes.other.migrate_chat(before.chat_id, after.chat_id)
    assert len(await matches(processes.leading, FLOOD)) == 1


async def test_who_matches_learns_at_once_that_somebody_had_all_deleted(
    processes: Processes,
) -> None:
    learning = asyncio.create_task(processes.leading.alerts.arrived.wait())
    await asyncio.sleep(0)
    await processes.leading.preferences.delete(READER)
    await learning


async def test_a_process_that_takes_over_indexes_the_topics_anew(processes: Processes) -> None:
    subscriptions = processes.leading.alerts.subscriptions
    topic = (await subscriptions.subscribe(CHAT, "banjir")).topic
    await processes.other.alerts.indexed.fill()
    assert await matches(processes.other, FLOOD) == [topic.id]
    await subscriptions.delete(CHAT.chat_id, topic.id)
    await processes.other.alerts.indexed.fill()
    assert await matches(processes.other, FLOOD) == []


async def test_who_lists_feeds_learns_of_polls_of_the_process_that_leads(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_polls, "LOOK_INTERVAL", timedelta(milliseconds=10))
    opml = write_opml([OpmlFeed("https://example.org/feed")], "x")
    feeds = (await processes.other.feeds.watchlist.subscribe_all(opml)).added
    reports = processes.other.feeds.polls.first_polls(feeds)
    assert (await anext(reports)).waiting == 1
    await _polled(processes.leading, feeds[0])
    assert [(polls.fetched, polls.waiting) async for polls in reports][-1] == (1, 0)


async def _polled(services: BotServices, feed_id: int) -> None:
    store = services.feeds.store
    (feed,) = await store.with_ids([feed_id])
    await store.save(replace(feed, checked_at=services.now()), feed)


async def test_an_announcement_is_started_once_by_presses_in_two_processes(
    processes: Processes,
) -> None:
    await processes.leading.alerts.subscriptions.subscribe(CHAT, "banjir")
    service = processes.leading.announcements
    draft = await service.draft(FormattedText("Kabar", ()), ADMIN)
    started = await asyncio.gather(
        *(each.announcements.start(draft.number, ADMIN, 1) for each in processes),
        return_exceptions=True,
    )
    assert {type(each) for each in started} == {Announcement, BroadcastOver}
    assert (await processes.other.alerts.outbox.counts()).waiting == 1


async def test_an_article_is_edited_as_it_is_stored_not_as_it_was_last_read(
    processes: Processes,
) -> None:
    await processes.leading.library.ingest([make_article()], Origin.ADDED)
    await processes.other.library.follow()
    (article,) = (await processes.other.library.articles([1])).values()
    await processes.leading.editor.override(article.id, ArticleOverride(title="Baru"))
    edited = await processes.other.editor.override(article.id, ArticleOverride(source="Warta"))
    assert (edited.after.title, edited.after.source) == ("Baru", "Warta")


async def test_counts_of_all_processes_add_up(processes: Processes) -> None:
    for each in processes:
        each.recorder.answered(Answer("", Language.INDONESIAN, AnswerOutcome.ANSWERED), 0.1)
        await each.recorder.write()
    for each in processes:
        assert (await each.statistics.report(1)).questions == 2


async def test_what_somebody_chooses_holds_in_every_process_at_once(processes: Processes) -> None:
    one, other = processes
    for language in InterfaceLanguage:
        await one.preferences.choose_language(READER, language)
        assert await other.preferences.language(READER, None) is language
    for role in (Role.EDITOR, Role.READER):
        await _given(role, one)
        assert await other.staff.role(ADMIN) is role
    await one.alerts.chat_settings.set_quiet(CHAT.chat_id, QuietHours(60, 120))
    assert (await other.alerts.chats.state(CHAT.chat_id)).quiet == QuietHours(60, 120)


async def _given(role: Role, services: BotServices) -> None:
    if role is Role.READER:
        await services.staff.dismiss(Role.OWNER, ADMIN)
    else:
        await services.staff.appoint(Role.OWNER, ADMIN, "Ani", role)
