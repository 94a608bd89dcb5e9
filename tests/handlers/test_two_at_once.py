"""Two people use each writing command and button at the same moment, and nothing is lost.

``CASES`` is the table: extend it with whatever writes. Both have read what they read before either
has written (``tests.bot.two_at_once``). A test holds that every command and button is in it, or
among those that change nothing.
"""

import pytest
from telegram import ChatMemberOwner
from telegram.ext import CallbackQueryHandler

from bot.articles.drafts import PageDrafts
from bot.feeds.watchlist import FeedWatchlist
from bot.model.interface_language import InterfaceLanguage
from bot.settings import Settings
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers import handlers
from handlers.callback_data.announcements import (
    ListAudit,
)
from handlers.callback_data.articles import (
    AskAbout,
    AskAsTyped,
    AskQuestion,
    ListLatest,
    ReadArticle,
    ReadQuote,
    ShowQuotes,
    TakeBack,
    TurnArticlePage,
    TurnQuotePage,
)
from handlers.callback_data.channels import ListChannels, StopChannel
from handlers.callback_data.editorial import AddPage
from handlers.callback_data.feeds import ListFeeds, RemoveFeed
from handlers.callback_data.proposals import ProposeAnother, ProposeSchedule
from handlers.callback_data.quotations import TurnQuotations
from handlers.callback_data.statistics import ListUnanswered, ShowStatistics
from handlers.callback_data.timeline import OpenTimeline, TurnTimeline
from handlers.callback_data.topics import (
    ChannelDigest,
    ChooseDay,
    ChooseFrequency,
    ChooseHour,
    ChooseSnooze,
    EditTopic,
    Follow,
    ListToDelete,
    ListTopics,
    NarrowTopics,
    ShowSources,
    ShowTopic,
    TurnDigest,
)
from handlers.dispatch import _PressRoute
from index.sources.feed_items import Feed
from index.types import Article, Language, Span
from tests.handlers.harness import GROUP, Harness
from tests.handlers.two_at_once import content, staff, topics
from tests.handlers.two_at_once.stage import CASES, COVERED, FIRST, SECOND, STORY, Stage

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
WITH_CASES = (content, staff, topics)
"""The modules that fill the table when they are imported."""

READING: frozenset[Command | type] = frozenset(
    {
        Command.NEWS,
        Command.HELP, Command.LATEST, Command.ARTICLE, Command.TOPICS, Command.LANGUAGE,
        Command.TIMELINE, OpenTimeline, TurnTimeline,
        Command.QUOTES, TurnQuotations,  # each list is stored for itself
        Command.PRIVACY, Command.GAPS, Command.STATS, Command.STATUS, Command.FEEDS, Command.OPML,
        Command.ADMINS, Command.AUDIT,
        AskAbout,
        TakeBack,
        AskAsTyped, AskQuestion, ListLatest, ReadArticle, TurnArticlePage, ShowSources, TurnDigest,
        ReadQuote, TurnQuotePage, ShowQuotes,
        ChannelDigest,
        ListTopics, ListToDelete, ShowTopic, EditTopic, NarrowTopics, ChooseDay, ChooseFrequency,
        ChooseHour, ChooseSnooze, ListFeeds, RemoveFeed, ListChannels, StopChannel,
        ListUnanswered, ShowStatistics, ListAudit,
        Follow, ProposeAnother, ProposeSchedule, AddPage,
    }
)  # fmt: skip
"""Commands and buttons that change nothing."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    owners = frozenset({FIRST.id, SECOND.id})
    return settings.model_copy(update={"owners": owners, "topics": 200, "api_local": True})


@pytest.fixture
async def stage(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The group's two administrators; no page and no feed is fetched from anywhere."""
    members = (ChatMemberOwner(FIRST, False), ChatMemberOwner(SECOND, False))
    harness.known.administrators[GROUP.id] = members
    stage = Stage(harness)
    monkeypatch.setattr(harness.services.error_reporter, "report", stage.errors.append)

    async def fetched(_drafts: PageDrafts, url: str) -> Article:
        return Article(
            url, "Pelabuhan", STORY, (Span(0, len(STORY)),), Language.INDONESIAN, "", url=url
        )

    async def found(_watchlist: FeedWatchlist, url: str) -> tuple[str, Feed]:
        return url, Feed("Umpan", "", "", ())

    monkeypatch.setattr(PageDrafts, "_fetched", fetched)
    monkeypatch.setattr(FeedWatchlist, "_find", found)
    return stage


async def test_of_what_two_people_do_at_once_nothing_is_lost(stage: Stage) -> None:
    wrong: dict[str, object] = {}
    for name, run in CASES.items():
        try:
            await run(stage)
        except Exception as error:
            wrong[name] = repr(error)
        if stage.errors:
            wrong[name] = list(stage.errors)
            stage.errors.clear()
    assert wrong == {}
    assert ENGLISH.trouble not in stage.said


def test_every_command_and_button_is_in_the_table_or_changes_nothing() -> None:
    routes = [
        getattr(handler.pattern, "__self__", None)
        for handler in handlers()
        if isinstance(handler, CallbackQueryHandler)
    ]
    pressed = {route.payload for route in routes if isinstance(route, _PressRoute)}
    assert pressed
    assert {*Command, *pressed} == COVERED | READING
    assert set() == COVERED & READING
